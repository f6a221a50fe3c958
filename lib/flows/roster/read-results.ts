import type { Roster, RosterField, RosterRow, RosterValues } from "@/lib/measure/roster";
import { addressOf, cellOf, columnsOf, isEmptyRow, type Row, readTable } from "@/lib/platform/read-table";
import { assessmentHeadings, resultHeadings } from "./headings";

/*
 * A CSV of a course's assessments, or of its results: a row for each attempt of a person. Columns by their headings; results need a column
 * that says who, and one that says of which assessment.
 */

const has = (columns: Readonly<Record<string, number>>, ...fields: string[]) =>
  fields.some((field) => columns[field]! >= 0);

/** The kind of the rows and their columns; null for a heading row of anything else. */
function columnsIn(head: Row | undefined) {
  if (!head || head.cells.some(addressOf)) return null;
  const ofResults = columnsOf(head, resultHeadings);
  if (has(ofResults, "external_id", "email", "username") && has(ofResults, "assessment"))
    if (has(ofResults, "points", "percentage")) return { kind: "result" as const, columns: ofResults };
  const ofAssessments = columnsOf(head, assessmentHeadings);
  if (has(ofAssessments, "kind") && has(ofAssessments, "title") && !has(ofResults, "email", "username"))
    return { kind: "assessment" as const, columns: ofAssessments };
  return null;
}

const firstOf = (rows: Row[]) => rows.find((row) => !isEmptyRow(row));

/** Reads assessments or results; null for a text without their columns. */
export function readResults(text: string): Roster | null {
  const table = readTable(text, (rows) => columnsIn(firstOf(rows)) !== null);
  const head = table && firstOf(table.rows);
  const found = columnsIn(head ?? undefined);
  if (!table || !head || !found) return null;
  const columns = Object.entries(found.columns).filter(([, at]) => at >= 0) as [RosterField, number][];
  const broken = new Set(table.problems.map(({ line }) => line));
  const rows = table.rows.filter((row) => row !== head && !isEmptyRow(row));
  const valuesOf = (row: Row): RosterValues =>
    Object.fromEntries(
      columns.flatMap(([field, at]) => {
        const text = cellOf(row, at);
        return text ? [[field, text]] : [];
      }),
    );
  return {
    format: "csv",
    table: null,
    lists_everyone: false,
    files: [
      {
        name: null,
        rows: rows.length,
        headings: Object.fromEntries(columns.map(([field, at]) => [field, head.cells[at]!])),
      },
    ],
    rows: rows
      .filter(({ line }) => !broken.has(line))
      .map((row): RosterRow => ({ kind: found.kind, file: 0, line: row.line, values: valuesOf(row) })),
    problems: table.problems.map((problem) => ({ ...problem, file: 0 })),
    refused: null,
  };
}
