// Holds one program and ends it when its owner is gone, however the owner went: the owner keeps the other end of our
// stdin open, and the kernel closes it even after kill -9. It runs in a process group of its own, so that Ctrl-C in the
// terminal reaches only the owner, who then ends things in their order. Used for Postgres, builds and test runs.
import { spawn, spawnSync } from "node:child_process";
import { openSync, rmSync, writeFileSync } from "node:fs";

/** What the owner asks for; `scripts/run.mjs` and `lib/db/embedded.ts` write it. */
const {
  command,
  args,
  cwd,
  uid,
  gid,
  /** How the program is asked to end. */
  signal = "SIGTERM",
  /** How long it may take, in milliseconds, before it is ended with `lastSignal`. */
  patience = 5_000,
  lastSignal = "SIGKILL",
  /** The whole process group is signalled, not the program alone. */
  group = true,
  /** A file for what it prints; our own output when there is none. */
  log,
  /** Where our process id is kept meanwhile. */
  pidFile,
  /** A folder that goes when the program was ended as asked. */
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
    // It ended by itself in this moment.
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
  // What it started and did not wait for goes with it.
  if (group) send("SIGKILL");
  if (pidFile) rmSync(pidFile, { force: true });
  if (remove && ending) rmSync(remove, { recursive: true, force: true, maxRetries: 3 });
  process.exit(code ?? 1);
});
