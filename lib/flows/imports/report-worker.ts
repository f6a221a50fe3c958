import { join } from "node:path";
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import type { AttendanceReport, ReportOptions } from "@/lib/measure/attendance-report";
import { AppError } from "@/lib/platform/errors";
import { processSingleton } from "@/lib/platform/process";
import { Turns } from "@/lib/platform/turns";
import { readReport } from "./platforms";

/*
 * Large reports are read in a thread of their own, so that they keep nobody waiting, with a limit of time and of memory. This file is
 * the server's side of it and, bundled by scripts/build.mjs, what the thread runs.
 */

/** A report of 5 MB takes a second or two, and less than 200 MB. */
export const reportLimits = { milliseconds: 30_000, megabytes: 256 };
/** A smaller one is read in 20 ms, sooner than a thread starts. */
const inThreadBytes = 65_536;
/** Large reports that are read at once: two would take 400 MB. The others wait, but no more than these. */
const atOnce = 1;
const waitingMax = 20;
/** People are handed over so many at a time: to take in 20,000 in one step would hold up the server. */
const peopleAtOnce = 500;
/** Lines that are named; nobody reads more. */
const problemsMax = 1000;

type Given = { bytes: Uint8Array; options: ReportOptions };
type Part = { report: AttendanceReport | null } | { people: AttendanceReport["people"]; last: boolean };

/** Reads a report with the first reader that recognises it; null when none does. Throws `too_large` when that takes too long or too much memory. */
export async function readReportInThread(
  bytes: Uint8Array,
  options: ReportOptions,
  limits = reportLimits,
): Promise<AttendanceReport | null> {
  if (bytes.byteLength < inThreadBytes) return readReport(bytes, options);
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
  const { Worker } = process.getBuiltinModule("node:worker_threads");
  const worker = new Worker(join(process.cwd(), "dist", "report-worker.mjs"), {
    workerData: given,
    resourceLimits: { maxOldGenerationSizeMb: limits.megabytes },
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      const refuse = (what: string, cause?: unknown) =>
        reject(
          new AppError(
            "too_large",
            `The report ${what}: leave out what is not about attendance, or split it.`,
            {
              cause,
            },
          ),
        );
      timer = setTimeout(() => refuse("takes too long to read"), limits.milliseconds);
      let report: AttendanceReport | null = null;
      worker.on("message", (part: Part) => {
        if ("report" in part) report = part.report;
        else report?.people.push(...part.people);
        if (report === null || ("last" in part && part.last)) resolve(report);
        else worker.postMessage("next");
      });
      worker.once("error", (error: NodeJS.ErrnoException) =>
        error.code === "ERR_WORKER_OUT_OF_MEMORY"
          ? refuse("takes too much memory to read", error)
          : reject(error),
      );
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

/** What the thread does: the report without its people first, then as many of them as are asked for at a time. */
function serve(port: NonNullable<typeof parentPort>, { bytes, options }: Given): void {
  const report = readReport(bytes, options);
  const people = report?.people ?? [];
  const problems = (["error", "warning"] as const).flatMap((level) =>
    (report?.problems ?? []).filter((problem) => problem.level === level).slice(0, problemsMax),
  );
  let from = 0;
  port.on("message", () => {
    const part = people.slice(from, from + peopleAtOnce);
    from += peopleAtOnce;
    port.postMessage({ people: part, last: from >= people.length } satisfies Part);
  });
  port.postMessage({ report: report && { ...report, people: [], problems } } satisfies Part);
}

if (!isMainThread && parentPort) serve(parentPort, workerData as Given);
