// Runs the production server as a child that ends with us, and stops everything in order.
import { fork } from "node:child_process";
import { join } from "node:path";
import { root } from "./install.mjs";
import { followParent } from "./run.mjs";

/** Where the server will listen. */
export const host = process.env.HOST || "127.0.0.1";

/** Prints one sentence about an error, without its stack, and exits. */
export function fail(error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

/**
 * Serves until a signal comes or something it needs ends, then stops the server (which finishes its requests and commits
 * what it holds) and after it the embedded Postgres. `onListening(address)` is called when it answers.
 */
export async function serve({ environment, embedded, onListening }) {
  const server = fork(join(root, "dist", "server.mjs"), {
    // The server holds the lease of Postgres too, so that it can commit its queue when we are killed.
    stdio: ["ignore", "inherit", "inherit", "ipc", embedded?.lease ?? "ignore"],
    env: { ...process.env, NODE_ENV: "production", HOST: host, ...environment },
    // Beacons are short-lived: a larger young generation makes garbage collection a quarter cheaper.
    execArgv: ["--max-semi-space-size=32"],
  });
  let stopping = false;
  const stop = () => {
    if (!stopping) console.log("\nStopping …");
    stopping = true;
    server.kill("SIGTERM");
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
  followParent();
  embedded?.ended.then(() => {
    if (stopping) return;
    console.error("The embedded Postgres has stopped; its log is .lectern/postgres/postgres.log.");
    stop();
    process.exitCode = 1;
  });
  server.on("message", (message) => {
    const at = message?.listening;
    if (at) onListening(`http://${at.host.includes(":") ? `[${at.host}]` : at.host}:${at.port}`);
  });
  const code = await new Promise((settle) => server.once("exit", (status) => settle(status ?? 1)));
  if (!stopping) console.error("The server has stopped; see its messages above.");
  stopping = true;
  await embedded?.stop();
  process.exit(process.exitCode ?? code);
}
