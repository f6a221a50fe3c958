// Runs the production server as a child that cannot outlive us, and ends everything in its order.
import { fork } from "node:child_process";
import { join } from "node:path";
import { root } from "./install.mjs";
import { followParent } from "./run.mjs";

/** Where the server will listen. */
export const host = process.env.HOST || "127.0.0.1";

/** Says in one sentence what went wrong, and ends; the program's inside is of no use to whoever reads it. */
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
    // The server holds Postgres too, so that it can still commit what it has when we are killed.
    stdio: ["ignore", "inherit", "inherit", "ipc", embedded?.lease ?? "ignore"],
    env: { ...process.env, NODE_ENV: "production", HOST: host, ...environment },
    // Beacons are short-lived: a larger nursery takes a quarter off what collecting them costs.
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
    console.error("The embedded Postgres has ended; its log is .lectern/postgres/postgres.log.");
    stop();
    process.exitCode = 1;
  });
  server.on("message", (message) => {
    const at = message?.listening;
    if (at) onListening(`http://${at.host.includes(":") ? `[${at.host}]` : at.host}:${at.port}`);
  });
  const code = await new Promise((settle) => server.once("exit", (status) => settle(status ?? 1)));
  if (!stopping) console.error("The server has ended by itself; what it said is above.");
  stopping = true;
  await embedded?.stop();
  process.exit(process.exitCode ?? code);
}
