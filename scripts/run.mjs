// Starts programs that end with us.
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { root } from "./install.mjs";

/**
 * Runs a program and returns its exit code; it ends when we do, even by kill -9. With `quiet` its output is returned instead of
 * shown.
 */
export async function run(command, args, { environment = {}, quiet = false } = {}) {
  const guard = spawn(
    process.execPath,
    [join(root, "scripts", "guard.mjs"), JSON.stringify({ command, args, cwd: root })],
    {
      detached: true,
      stdio: ["pipe", quiet ? "pipe" : "inherit", quiet ? "pipe" : "inherit"],
      env: { ...process.env, ...environment },
      windowsHide: true,
    },
  );
  const code = new Promise((settle) => guard.once("exit", (status) => settle(status ?? 1)));
  const output = quiet ? Promise.all([text(guard.stdout), text(guard.stderr)]) : Promise.resolve(["", ""]);
  return { code: await code, output: (await output).join("") };
}

/** The same for the command of an installed package, named by its file. */
export function runPackage(file, args, options) {
  return run(process.execPath, [join(root, "node_modules", file), ...args], options);
}

/** The parent of a process; null when it has ended or is unknown. */
function parentOf(pid) {
  try {
    // The second field is the program's name in brackets, which can contain anything.
    if (process.platform === "linux")
      return Number(
        readFileSync(`/proc/${pid}/stat`, "utf8")
          .replace(/^.*\) /s, "")
          .split(" ")[1],
      );
    return Number(spawnSync("ps", ["-o", "ppid=", "-p", String(pid)], { encoding: "utf8" }).stdout) || null;
  } catch {
    return null;
  }
}

/**
 * Ends us when npm, which started us, has been killed and could not pass on a signal. npm is our parent, or the parent of the shell
 * between.
 */
export function followParent() {
  if (!process.env.npm_lifecycle_event || process.platform === "win32") return;
  const parent = process.ppid;
  const grandparent = parentOf(parent);
  setInterval(() => {
    if (process.ppid !== parent || parentOf(parent) !== grandparent) process.kill(process.pid, "SIGTERM");
  }, 1_000).unref();
}
