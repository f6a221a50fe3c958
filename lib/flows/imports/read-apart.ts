import "server-only";
import { constants, setPriority } from "node:os";
import { join } from "node:path";
import type { ErrorKey } from "@/lib/language/language";
import type { AttendanceReport, ReportOptions } from "@/lib/measure/attendance-report";
import { AppError } from "@/lib/platform/errors";
import { processSingleton } from "@/lib/platform/process";
import { Turns } from "@/lib/platform/turns";
import { readReport } from "./platforms";
import { type Given, more, type Part, workerFile } from "./report-worker";

/*
 * Large reports are read in a process of their own (report-worker.ts), so that they keep nobody waiting, with a limit of time and of
 * memory. A thread would not do: one that runs out of memory can end the whole server.
 */

/** A report of 5 MB takes some seconds, and less than 128 MB. */
export const reportLimits = { milliseconds: 30_000, megabytes: 160 };
/** A smaller one is read in 20 ms, sooner than a process starts. */
const inServerBytes = 65_536;
/** Large reports that are read at once. The others wait, but no more than these. */
const atOnce = 1;
const waitingMax = 20;

/** Reads a report with the first reader that recognises it; null when none does. Throws `too_large` when that takes too long or too much memory. */
export async function readReportApart(
  bytes: Uint8Array,
  options: ReportOptions,
  limits = reportLimits,
): Promise<AttendanceReport | null> {
  if (bytes.byteLength < inServerBytes) return readReport(bytes, options);
  const turns = processSingleton(
    "reports being read",
    () => new Turns(atOnce, waitingMax, "errors.imports.busy"),
  );
  const endTurn = await turns.take();
  try {
    return await readWith({ bytes, options }, limits);
  } finally {
    endTurn();
  }
}

async function readWith(given: Given, limits: typeof reportLimits): Promise<AttendanceReport | null> {
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
      let report: AttendanceReport | null = null;
      worker.on("message", (part: Part) => {
        if ("failed" in part) return reject(new Error(part.failed));
        if ("report" in part) report = part.report;
        else report?.people.push(...part.people);
        if (report === null || ("last" in part && part.last)) resolve(report);
        else worker.send(more);
      });
      worker.on("error", reject);
      // Node aborts a process that reaches its limit.
      worker.once("exit", (code, signal) =>
        signal === "SIGABRT" || signal === "SIGKILL" || code === 134
          ? refuse("errors.imports.too_much_memory")
          : reject(new Error(`the report's reader ended with ${signal ?? code}`)),
      );
      worker.send(given);
    });
  } finally {
    clearTimeout(timer);
    worker.kill("SIGKILL");
  }
}
