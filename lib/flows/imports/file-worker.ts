import { basename } from "node:path";
import type { ReportOptions } from "@/lib/measure/attendance-report";
import { type RosterOptions, readRoster } from "../roster/read-roster";
import { readReport } from "./platforms";

/*
 * What the process runs in which large files are read, bundled by scripts/build.mjs. Its server's side is read-apart.ts, apart
 * from this file so that the process loads nothing but the readers.
 */

export const workerFile = "file-worker.mjs";
/** Rows are handed over so many at a time: to take in 20,000 in one step would hold up the server. */
const rowsAtOnce = 500;
/** Lines that are named; nobody reads more. */
const problemsMax = 1000;

/** What can be read apart: with which options, and which of its keys is the long list. */
export const readers = {
  report: { read: (bytes: Uint8Array, options: ReportOptions) => readReport(bytes, options), list: "people" },
  roster: {
    read: (bytes: Uint8Array, options: RosterOptions) => readRoster(bytes, options),
    list: "rows",
  },
} as const;
export type Kind = keyof typeof readers;
export type OptionsOf<Of extends Kind> = Parameters<(typeof readers)[Of]["read"]>[1];
export type FileOf<Of extends Kind> = ReturnType<(typeof readers)[Of]["read"]>;

/** Reads a file with the readers of its kind; null when none recognises it. */
export const readHere = <Of extends Kind>(kind: Of, bytes: Uint8Array, options: OptionsOf<Of>): FileOf<Of> =>
  (readers[kind].read as (bytes: Uint8Array, options: OptionsOf<Of>) => FileOf<Of>)(bytes, options);

/** A file with its long list under a name that all kinds share. */
type Listed = { problems: { level: "error" | "warning" }[] } & Record<string, unknown>;

export type Given = { kind: Kind; bytes: Uint8Array; options: OptionsOf<Kind> };
/** A request for more rows. */
export const more = "more";
export type Part = { head: object | null } | { rows: unknown[]; last: boolean } | { failed: string };

/** What the process does: the file without its rows first, then as many of them as are asked for at a time. */
function serve(send: (part: Part) => void): void {
  let rows: unknown[] = [];
  let from = 0;
  const begin = ({ kind, bytes, options }: Given) => {
    const { list } = readers[kind];
    const file = readHere(kind, bytes, options as never) as Listed | null;
    rows = (file?.[list] as unknown[] | undefined) ?? [];
    const problems = (["error", "warning"] as const).flatMap((level) =>
      (file?.problems ?? []).filter((problem) => problem.level === level).slice(0, problemsMax),
    );
    send({ head: file && { ...file, [list]: [], problems } });
  };
  process.on("disconnect", () => process.exit());
  process.on("message", (message: Given | typeof more) => {
    try {
      if (message !== more) return begin(message);
      const part = rows.slice(from, from + rowsAtOnce);
      from += rowsAtOnce;
      send({ rows: part, last: from >= rows.length });
    } catch (error) {
      send({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
}

if (process.send && basename(process.argv[1] ?? "") === workerFile) serve((part) => process.send?.(part));
