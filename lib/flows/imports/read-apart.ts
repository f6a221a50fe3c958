import "server-only";
import { constants, setPriority } from "node:os";
import { join } from "node:path";
import type { ErrorKey } from "@/lib/language/language";
import { AppError } from "@/lib/platform/errors";
import { processSingleton } from "@/lib/platform/process";
import { Turns } from "@/lib/platform/turns";
import { isZip } from "@/lib/platform/unzip";
import {
  type FileOf,
  type Given,
  type Kind,
  more,
  type OptionsOf,
  type Part,
  readers,
  readHere,
  workerFile,
} from "./file-worker";

/*
 * Large files are read in a process of their own (file-worker.ts), so that they keep nobody waiting, with a limit of time and of
 * memory. A thread would not do: one that runs out of memory can end the whole server.
 */

/** A report of 5 MB takes some seconds, and less than 128 MB. */
export const reportLimits = { milliseconds: 30_000, megabytes: 160 };
/** A roster of 16 MB, of which a zip unpacks to 48 MB. */
const rosterLimits = { milliseconds: 60_000, megabytes: 400 };
const limitsOf = { report: reportLimits, roster: rosterLimits } satisfies Record<Kind, typeof reportLimits>;
/** A smaller one is read in 20 ms, sooner than a process starts. */
const inServerBytes = 65_536;
/** Large files that are read at once. The others wait, but no more than these. */
const atOnce = 1;
const waitingMax = 20;

/** Reads a file with the first reader that recognises it; null when none does. Throws `too_large` when that takes too long or too much memory. */
export async function readApart<Of extends Kind>(
  kind: Of,
  bytes: Uint8Array,
  options: OptionsOf<Of>,
  limits: typeof reportLimits = limitsOf[kind],
): Promise<FileOf<Of>> {
  if (bytes.byteLength < inServerBytes && !isZip(bytes)) return readHere(kind, bytes, options);
  const turns = processSingleton(
    "files being read",
    () => new Turns(atOnce, waitingMax, "errors.imports.busy"),
  );
  const endTurn = await turns.take();
  try {
    return (await readWith({ kind, bytes, options }, limits)) as FileOf<Of>;
  } finally {
    endTurn();
  }
}

async function readWith(given: Given, limits: typeof reportLimits): Promise<object | null> {
  const { list } = readers[given.kind];
  // Not imported: Next would look for the file while it builds the pages, and it is a path of the running server.
  const { fork } = process.getBuiltinModule("node:child_process");
  const worker = fork(join(process.cwd(), "dist", workerFile), [], {
    execArgv: [`--max-old-space-size=${limits.megabytes}`, "--max-semi-space-size=4"],
    // Nothing of the server's, its secrets above all.
    env: { NODE_ENV: "production" },
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    serialization: "advanced",
  });
  // What people wait for in the server goes before.
  if (worker.pid !== undefined) setPriority(worker.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      const refuse = (reason: ErrorKey) => reject(new AppError("too_large", reason));
      timer = setTimeout(() => refuse("errors.imports.too_slow"), limits.milliseconds);
      let file: Record<string, unknown[]> | null = null;
      worker.on("message", (part: Part) => {
        if ("failed" in part) return reject(new Error(part.failed));
        if ("head" in part) file = part.head as Record<string, unknown[]> | null;
        else file?.[list]?.push(...part.rows);
        if (file === null || ("last" in part && part.last)) resolve(file);
        else worker.send(more);
      });
      worker.on("error", reject);
      // Node aborts a process that reaches its limit.
      worker.once("exit", (code, signal) =>
        signal === "SIGABRT" || signal === "SIGKILL" || code === 134
          ? refuse("errors.imports.too_much_memory")
          : reject(new Error(`the file's reader ended with ${signal ?? code}`)),
      );
      worker.send(given);
    });
  } finally {
    clearTimeout(timer);
    worker.kill("SIGKILL");
  }
}
