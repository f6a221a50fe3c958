// Runs one program and ends it when its owner has ended, even by kill -9: the owner keeps our stdin open, and the kernel closes
// it. The program is in its own process group, so Ctrl-C in the terminal reaches only the owner, which then ends everything in
// order. Used for Postgres, builds and test runs.
import { spawn, spawnSync } from "node:child_process";
import { openSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";

/** The instructions, written by `scripts/run.mjs` and `lib/db/embedded.ts`. */
const {
  command,
  args,
  cwd,
  uid,
  gid,
  /** The first signal. */
  signal = "SIGTERM",
  /** `lastSignal` follows after this many milliseconds. */
  patience = 5_000,
  lastSignal = "SIGKILL",
  /** Whether the whole process group is signalled, not only the program. */
  group = true,
  /** A file for its output; default: our own output. */
  log,
  /** A file for our process id while we run. */
  pidFile,
  /** A folder that is removed after the program has ended by our signal. */
  remove,
  /** Starts the program again when it ends by itself, once the owner has confirmed on our stdin that it works. */
  restart = false,
} = JSON.parse(process.argv[2]);

if (pidFile) writeFileSync(pidFile, `${process.pid}\n`);
const output = log ? openSync(log, "a") : "inherit";
/** Milliseconds until the program is started again: 1 s, 2 s, … 30 s, and 1 s again once it has run for a minute. */
const [firstWait, longestWait, steady] = [1_000, 30_000, 60_000];
let wait = firstWait;
let works = false;
let ending = false;
let program;

function start() {
  const began = Date.now();
  program = spawn(command, args, {
    cwd,
    uid,
    gid,
    stdio: ["ignore", output, output],
    detached: group,
    windowsHide: true,
  });
  program.on("error", (error) => {
    process.stderr.write(`${command}: ${error.message}\n`);
    process.exit(1);
  });
  program.on("exit", (code, by) => {
    // Its own children end with it.
    if (group) send("SIGKILL");
    if (!restart || !works || ending) return leave(code ?? 1);
    if (Date.now() - began > steady) wait = firstWait;
    process.stderr.write(
      `${basename(command)} has ended by itself (${by ?? code}); it starts again in ${wait / 1000} s.\n`,
    );
    setTimeout(() => (ending ? leave(1) : start()), wait);
    wait = Math.min(wait * 2, longestWait);
  });
}

function leave(code) {
  if (pidFile) rmSync(pidFile, { force: true });
  if (remove && ending) rmSync(remove, { recursive: true, force: true, maxRetries: 3 });
  process.exit(code);
}

function send(name) {
  try {
    if (process.platform === "win32" && group)
      spawnSync("taskkill", ["/pid", String(program.pid), "/t", "/f"], { stdio: "ignore" });
    else if (group) process.kill(-program.pid, name);
    else program.kill(name);
  } catch {
    // It has just ended by itself.
  }
}

function end() {
  if (ending || program.pid === undefined) return;
  ending = true;
  if (program.exitCode !== null || program.signalCode !== null) return leave(1);
  send(signal);
  setTimeout(() => send(lastSignal), patience);
}

for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, end);
process.stdin.on("close", end).on("error", end);
process.stdin.on("data", () => {
  works = true;
});
start();
