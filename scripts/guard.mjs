// Runs one program and ends it when its owner has ended, even by kill -9: the owner keeps our stdin open, and the kernel closes
// it. The program is in its own process group, so Ctrl-C in the terminal reaches only the owner, which then ends everything in
// order. Used for Postgres, builds and test runs.
import { spawn, spawnSync } from "node:child_process";
import { openSync, rmSync, writeFileSync } from "node:fs";

/** The order, written by `scripts/run.mjs` and `lib/db/embedded.ts`. */
const {
  command,
  args,
  cwd,
  uid,
  gid,
  /** The first signal. */
  signal = "SIGTERM",
  /** After so many milliseconds `lastSignal` follows. */
  patience = 5_000,
  lastSignal = "SIGKILL",
  /** The whole process group is signalled, not the program alone. */
  group = true,
  /** A file for what it prints; our own output when there is none. */
  log,
  /** A file for our process id while we run. */
  pidFile,
  /** A folder that is removed after the program has ended by our signal. */
  remove,
} = JSON.parse(process.argv[2]);

if (pidFile) writeFileSync(pidFile, `${process.pid}\n`);
const output = log ? openSync(log, "a") : "inherit";
const program = spawn(command, args, {
  cwd,
  uid,
  gid,
  stdio: ["ignore", output, output],
  detached: group,
  windowsHide: true,
});

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

let ending = false;
function end() {
  if (ending || program.pid === undefined) return;
  ending = true;
  send(signal);
  setTimeout(() => send(lastSignal), patience);
}

for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(name, end);
process.stdin.on("close", end).on("error", end).resume();

program.on("error", (error) => {
  process.stderr.write(`${command}: ${error.message}\n`);
  process.exit(1);
});
program.on("exit", (code) => {
  // Its own children end with it.
  if (group) send("SIGKILL");
  if (pidFile) rmSync(pidFile, { force: true });
  if (remove && ending) rmSync(remove, { recursive: true, force: true, maxRetries: 3 });
  process.exit(code ?? 1);
});
