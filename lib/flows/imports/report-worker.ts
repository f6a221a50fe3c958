import { constants, setPriority } from "node:os";
import { basename, join } from "node:path";
import type { AttendanceReport, ReportOptions } from "@/lib/measure/attendance-report";
import { AppError } from "@/lib/platform/errors";
import { processSingleton } from "@/lib/platform/process";
import { Turns } from "@/lib/platform/turns";
import { readReport } from "./platforms";

/*
 * Large reports are read in a process of their own, so that they keep nobody waiting, with a limit of time and of memory. A thread
 * would not do: one that runs out of memory can end the whole server. This file is the server's side of it and, bundled by
 * scripts/build.mjs, what the process runs.
 */

const workerFile = "report-worker.mjs";
/** A report of 5 MB takes some seconds, and less than 128 MB. */
export const reportLimits = { milliseconds: 30_000, megabytes: 160 };
/** A smaller one is read in 20 ms, sooner than a process starts. */
const inServerBytes = 65_536;
/** Large reports that are read at once. The others wait, but no more than these. */
const atOnce = 1;
const waitingMax = 20;
/** People are handed over so many at a time: to take in 20,000 in one step would hold up the server. */
const peopleAtOnce = 500;
/** Lines that are named; nobody reads more. */
const problemsMax = 1000;

type Given = { bytes: Uint8Array; options: ReportOptions };
/** A request for more people. */
const more = "more";
type Part =
  | { report: AttendanceReport | null }
  | { people: AttendanceReport["people"]; last: boolean }
  | { failed: string };

/** Reads a report with the first reader that recognises it; null when none does. Throws `too_large` when that takes too long or too much memory. */
export async function readReportApart(
  bytes: Uint8Array,
  options: ReportOptions,
  limits = reportLimits,
): Promise<AttendanceReport | null> {
  if (bytes.byteLength < inServerBytes) return readReport(bytes, options);
  const turns = processSingleton(
    "reports being read",
    () => new Turns(atOnce, waitingMax, "Too many reports are being read at the moment."),
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
      const refuse = (what: string) =>
        reject(
          new AppError(
            "too_large",
            `The report ${what}: leave out what is not about attendance, or split it.`,
          ),
        );
      timer = setTimeout(() => refuse("takes too long to read"), limits.milliseconds);
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
          ? refuse("takes too much memory to read")
          : reject(new Error(`the report's reader ended with ${signal ?? code}`)),
      );
      worker.send(given);
    });
  } finally {
    clearTimeout(timer);
    worker.kill("SIGKILL");
  }
}

/** What the process does: the report without its people first, then as many of them as are asked for at a time. */
function serve(send: (part: Part) => void): void {
  let people: AttendanceReport["people"] = [];
  let from = 0;
  const begin = ({ bytes, options }: Given) => {
    const report = readReport(bytes, options);
    people = report?.people ?? [];
    const problems = (["error", "warning"] as const).flatMap((level) =>
      (report?.problems ?? []).filter((problem) => problem.level === level).slice(0, problemsMax),
    );
    send({ report: report && { ...report, people: [], problems } });
  };
  process.on("disconnect", () => process.exit());
  process.on("message", (message: Given | typeof more) => {
    try {
      if (message !== more) return begin(message);
      const part = people.slice(from, from + peopleAtOnce);
      from += peopleAtOnce;
      send({ people: part, last: from >= people.length });
    } catch (error) {
      send({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
}

if (process.send && basename(process.argv[1] ?? "") === workerFile) serve((part) => process.send?.(part));
