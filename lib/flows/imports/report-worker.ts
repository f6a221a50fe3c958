import { basename } from "node:path";
import type { AttendanceReport, ReportOptions } from "@/lib/measure/attendance-report";
import { readReport } from "./platforms";

/*
 * What the process runs in which large reports are read, bundled by scripts/build.mjs. Its server's side is read-apart.ts, apart
 * from this file so that the process loads nothing but the readers.
 */

export const workerFile = "report-worker.mjs";
/** People are handed over so many at a time: to take in 20,000 in one step would hold up the server. */
const peopleAtOnce = 500;
/** Lines that are named; nobody reads more. */
const problemsMax = 1000;

export type Given = { bytes: Uint8Array; options: ReportOptions };
/** A request for more people. */
export const more = "more";
export type Part =
  | { report: AttendanceReport | null }
  | { people: AttendanceReport["people"]; last: boolean }
  | { failed: string };

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
