import { once } from "node:events";
import { Agent, get, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { forgetSingleton } from "@/lib/platform/process";
import { noteFailure } from "./failed-pages";
import { frontServer } from "./front";

const settings = { ...process.env };
let server: Server;
/** What Next works on, and has not answered. */
let working: { path: string; request: IncomingMessage; response: ServerResponse }[] = [];
const agent = new Agent({ maxSockets: Number.POSITIVE_INFINITY });

beforeEach(async () => {
  Object.assign(process.env, {
    DATABASE_URL: "postgres://unused",
    LECTERN_SECRET: "9f1c0a7be3d25846f0b1d4c86a97e352",
    TRUSTED_PROXIES: "1",
  });
  for (const name of ["env", "turns of addresses"]) forgetSingleton(name);
  working = [];
  server = frontServer({
    tracking: () => false,
    next: async (request, response) => void working.push({ path: request.url ?? "", request, response }),
    routeOf: (path) => path,
    largerBody: () => undefined,
    files: new Map(),
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterEach(async () => {
  agent.destroy();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  process.env = { ...settings };
  forgetSingleton("env");
});

function ask(path: string, address: string) {
  const { port } = server.address() as AddressInfo;
  const sending = get({ port, agent, path: `/api/${path}`, headers: { "x-forwarded-for": address } });
  sending.on("error", () => {});
  const answered = once(sending, "response") as Promise<[IncomingMessage]>;
  answered.catch(() => {});
  return { sending, answered };
}
const connections = () => new Promise((resolve) => server.getConnections((_, amount) => resolve(amount)));
/** Waits for what must come, however busy the machine is. */
const waitUntil = (check: () => unknown) => vi.waitFor(check, { timeout: 30_000 });
const paths = () => working.map(({ path }) => path.slice("/api/".length));

it("works on four requests of an address at once, and on others' beside them", async () => {
  const flood = new Map<string, ReturnType<typeof ask>>(
    Array.from({ length: 8 }, (_, n) => [`flood/${n}`, ask(`flood/${n}`, "203.0.113.66")]),
  );
  const begun = () => paths().filter((path) => flood.has(path));
  await waitUntil(() => expect(begun()).toHaveLength(4));
  ask("mine", "192.0.2.10");
  await waitUntil(() => expect(paths()).toContain("mine"));
  expect(begun()).toHaveLength(4);

  // One whose caller leaves before its turn is not begun; the head of an answer lets the next one begin.
  const [left] = [...flood.keys()].filter((path) => !begun().includes(path));
  flood.get(left!)!.sending.destroy();
  await waitUntil(async () => expect(await connections()).toBe(8));
  const answer = (at: number) => working.find(({ path }) => path === `/api/${begun()[at]}`)!.response;
  answer(0).writeHead(200).write("a stream that goes on");
  const [head] = await flood.get(begun()[0]!)!.answered;
  expect(head.statusCode).toBe(200);
  await waitUntil(() => expect(begun()).toHaveLength(5));
  // As does a caller who leaves.
  flood.get(begun()[1]!)!.sending.destroy();
  await waitUntil(() => expect(begun()).toHaveLength(6));
  answer(2).end("done");
  await waitUntil(() => expect(begun()).toHaveLength(7));
  expect(begun()).not.toContain(left);
});

it("answers 503 for a page that lost the database, and 500 for another that failed", async () => {
  const away = ask("away", "192.0.2.10");
  const broken = ask("broken", "192.0.2.10");
  await waitUntil(() => expect(working).toHaveLength(2));
  for (const { path, request, response } of working) {
    const error = path.endsWith("away")
      ? Object.assign(new Error("gone"), { code: "ECONNRESET" })
      : new Error("gone");
    noteFailure(String(request.headers["x-request-id"]), error);
    response.statusCode = 500;
    response.end();
  }
  const [[first], [second]] = await Promise.all([away.answered, broken.answered]);
  expect([first.statusCode, first.headers["retry-after"]]).toEqual([503, "5"]);
  expect([second.statusCode, second.headers["retry-after"]]).toEqual([500, undefined]);
});

it("keeps a connection for longer than a proxy, which keeps it for a minute", () => {
  expect(server.keepAliveTimeout).toBeGreaterThan(60_000);
});
