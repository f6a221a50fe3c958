import { fork } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import next from "next";
import { ingestServer } from "@/lib/flows/ingest/transports";
import { memoryEnvironment, serverFlags } from "@/scripts/server-flags.mjs";

/* A benchmark is two processes: one server answers everything, as in production; the other creates the load. */

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

export function argument(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at === -1 ? undefined : process.argv[at + 1];
}

/** Serves the built app. `own` answers the benchmark's own requests, and returns whether it did. */
export async function serve(
  own: (request: IncomingMessage, response: ServerResponse, pages: Answer) => boolean = () => false,
): Promise<void> {
  const app = next({ dev: false, dir: process.cwd() });
  const pages = app.getRequestHandler();
  await app.prepare();
  const ingest = ingestServer();
  const server = createServer((request, response) => {
    request.headers["x-forwarded-for"] = "127.0.0.1";
    if (!own(request, response, pages) && !ingest(request, response)) void pages(request, response);
  });
  server.listen(0, "127.0.0.1", () => process.send!({ port: (server.address() as { port: number }).port }));
  process.on("disconnect", () => process.exit(0));
}

/** Starts this benchmark's server; it ends when it is disconnected. */
export async function startServer(...execArgv: string[]) {
  const child = fork(process.argv[1]!, ["--serve"], {
    env: { ...memoryEnvironment, ...process.env, LOG_LEVEL: "error" },
    execArgv: [...execArgv, ...serverFlags],
  });
  const origin = await new Promise<string>((resolve, reject) => {
    child.once("message", ({ port }: { port: number }) => resolve(`http://127.0.0.1:${port}`));
    child.once("exit", (code) => reject(new Error(`the server ended with ${code}`)));
  });
  return { child, origin };
}

export const quantile = (values: readonly number[], p: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * p))] ?? Number.NaN;
export const median = (values: readonly number[]): number => quantile(values, 0.5);
