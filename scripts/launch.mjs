// Runs the production server as a child that ends with us, and stops everything in order.
import { fork } from "node:child_process";
import { join } from "node:path";
import { root } from "./install.mjs";
import { followParent } from "./run.mjs";
import { memoryEnvironment, serverFlags } from "./server-flags.mjs";

/** Where the server will listen. */
export const host = process.env.HOST || "127.0.0.1";

/** Prints one sentence about an error, without its stack, and exits. */
export function fail(error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

/** Milliseconds until a server that has ended by itself is started again: 1 s, 2 s, … 30 s, and 1 s again once it has run for a minute. */
const [firstWait, longestWait, steady] = [1_000, 30_000, 60_000];

/**
 * Serves until a signal comes, then stops the server (which finishes its requests and commits what it holds) and after it the
 * embedded Postgres. A server that ends by itself is started again, unless it has never listened: then its settings are wrong.
 * `onListening(address)` is called when it answers for the first time.
 */
export async function serve({ environment, embedded, onListening }) {
  let stopping = false;
  let port = null;
  let server = null;
  let wake = () => {};

  /** Runs the server to its end; resolves with its exit code, or the signal that ended it. */
  function runServer() {
    server = fork(join(root, "dist", "server.mjs"), {
      // The server holds the lease of Postgres too, so that it can commit its queue when we are killed.
      stdio: ["ignore", "inherit", "inherit", "ipc", embedded?.lease ?? "ignore"],
      env: {
        ...memoryEnvironment,
        ...process.env,
        NODE_ENV: "production",
        HOST: host,
        ...environment,
        // Where PORT is 0, the one that it was given first.
        ...(port === null ? {} : { PORT: String(port) }),
      },
      execArgv: serverFlags,
    });
    server.on("message", (message) => {
      const at = message?.listening;
      if (!at) return;
      const address = `http://${at.host.includes(":") ? `[${at.host}]` : at.host}:${at.port}`;
      if (port === null) onListening(address);
      else console.error(`The server answers again at ${address}.`);
      port = at.port;
    });
    return new Promise((settle) => server.once("exit", (code, signal) => settle(code ?? signal)));
  }

  const stop = () => {
    if (!stopping) console.log("\nStopping …");
    stopping = true;
    server.kill("SIGTERM");
    wake();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
  followParent();
  embedded?.ended.then(() => {
    if (stopping) return;
    console.error("The embedded Postgres has stopped; its log is .lectern/postgres/postgres.log.");
    stop();
    process.exitCode = 1;
  });

  let wait = firstWait;
  let ended;
  for (;;) {
    const began = Date.now();
    ended = await runServer();
    if (stopping || port === null) break;
    if (Date.now() - began > steady) wait = firstWait;
    console.error(`The server has ended by itself (${ended}); it starts again in ${wait / 1000} s.`);
    await new Promise((settle) => {
      wake = settle;
      setTimeout(settle, wait);
    });
    wait = Math.min(wait * 2, longestWait);
    if (stopping) break;
  }
  if (!stopping) console.error("The server could not start; see its messages above.");
  stopping = true;
  await embedded?.stop();
  process.exit(process.exitCode ?? (typeof ended === "number" ? ended : 1));
}
