import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";

/* Every page and route that the file system has, and a client that sends an address as it stands: Playwright's would mend it. */

type Sent = { method?: string; headers?: Record<string, string>; body?: string };
export type Answer = { status: number; headers: IncomingHttpHeaders; body: string };

export async function ask(
  server: string,
  path: string,
  { method = "GET", headers = {}, body }: Sent = {},
): Promise<Answer> {
  const { hostname, port } = new URL(server);
  // One connection each: the server may close a kept one just when the next request is sent on it.
  const sending = httpRequest({ hostname, port, path, method, headers, agent: false });
  sending.end(body);
  const [response] = await once(sending, "response");
  if (response.headers["content-type"]?.startsWith("text/event-stream")) response.destroy();
  const { statusCode, headers: answered } = response;
  return { status: statusCode, headers: answered, body: response.destroyed ? "" : await text(response) };
}

const filesOf = (folder: string, name: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file === name || file.endsWith(`/${name}`))
    .map((file) => `${folder}/${file}`);

export const id = "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b11";
const pathOf = (file: string) =>
  file
    .replace(/^app/, "")
    .replace(/\/(page\.tsx|route\.ts)$/, "")
    .replace(/\/\([^)]+\)/g, "")
    .replace(/\[\.\.\.nextauth\]/, "session")
    .replace(/\[\.\.\.\w+\]/, "nothing/here")
    .replace(/\[\w+\]/g, id) || "/";

export const pages = filesOf("app", "page.tsx").map(pathOf);
export const routes = filesOf("app/api", "route.ts").map((file) => ({
  path: pathOf(file),
  methods: [...new Set(readFileSync(file, "utf8").match(/\b(GET|POST|PUT|PATCH|DELETE)\b(?= =|,| \})/g))],
}));
export const requests = [
  ...pages.map((path) => ({ path, method: "GET" })),
  ...routes.flatMap(({ path, methods }) => methods.map((method) => ({ path, method }))),
];
