import type { Roster, RosterField, RosterRow } from "@/lib/measure/roster";
import {
  doubledColumn,
  headingsOf,
  headOf,
  missingFields,
  proposedColumns,
  readColumns,
} from "@/lib/platform/match-columns";
import { addressOf, isEmptyRow, type Row, readTable } from "@/lib/platform/read-table";
import { assessmentHeadings, resultHeadings } from "./headings";

/*
 * A CSV of a course's assessments, or of its results: a row for each attempt of a person. Nobody chooses the columns: they are read by their
 * headings, and a file in which two columns are the same field is refused.
 */

type Names = Readonly<Record<RosterField, readonly string[]>>;
type Kind = "result" | "assessment";

/** In order: what its rows are, what schools call its columns, and of each group of fields one that it needs. */
const files = [
  {
    kind: "result",
    names: resultHeadings,
    required: [["external_id", "email", "username"], ["assessment"], ["points", "percentage"]],
  },
  { kind: "assessment", names: assessmentHeadings, required: [["title"], ["kind"]] },
] as const satisfies { kind: Kind; names: Partial<Names>; required: RosterField[][] }[];
const { email, username } = resultHeadings;

/** What the headings are of; null for a heading row of anything else. */
function fileOf(head: Row | undefined) {
  if (!head || head.cells.some(addressOf)) return null;
  const headings = headingsOf(head);
  const isOfPeople = Object.values(proposedColumns(headings, { email, username })).some(
    (one) => one !== "none",
  );
  for (const { kind, names: some, required } of files) {
    const names = some as Partial<Names> as Names;
    const choice = proposedColumns(headings, names);
    if (missingFields<RosterField>(required, Object.values(choice)).length > 0) continue;
    if (kind === "assessment" && isOfPeople) continue;
    return { kind, headings, choice, doubled: doubledColumn(headings, names) };
  }
  return null;
}

/** Reads assessments or results; null for a text without their columns. */
export function readResults(text: string): Roster | null {
  const table = readTable(text, (rows) => fileOf(headOf(rows)) !== null);
  const head = table && headOf(table.rows);
  const file = fileOf(head ?? undefined);
  if (!table || !head || !file) return null;
  const { kind, headings, choice, doubled } = file;
  const broken = new Set(table.problems.map(({ line }) => line));
  const filled = table.rows.filter((row) => row !== head && !isEmptyRow(row));
  const { columns, rows } = readColumns(
    headings,
    choice,
    filled.filter(({ line }) => !broken.has(line)),
  );
  return {
    format: "csv",
    table: null,
    lists_everyone: false,
    files: [
      {
        name: null,
        rows: filled.length,
        headings: Object.fromEntries(
          columns.flatMap(({ heading, becomes }) => (becomes ? [[becomes, heading]] : [])),
        ),
      },
    ],
    rows: doubled ? [] : rows.map((row): RosterRow => ({ kind, file: 0, ...row })),
    problems: table.problems.map((problem) => ({ ...problem, file: 0 })),
    refused: doubled && { key: "imports.roster.two_columns", values: doubled },
  };
}
