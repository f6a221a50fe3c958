import { readOneRoster } from "@/lib/integrations/oneroster/map";
import { readOulad } from "@/lib/integrations/oulad/map";
import {
  type ColumnField,
  columnFields,
  type Roster,
  type RosterRow,
  requiredColumns,
} from "@/lib/measure/roster";
import {
  type ColumnChoice,
  headingsOf,
  headOf,
  isChoiceFor,
  isRegular,
  missingFields,
  proposedColumns,
  readColumns,
} from "@/lib/platform/match-columns";
import { addressOf, decode, decodeText, isEmptyRow, type Row, readTable } from "@/lib/platform/read-table";
import { isZip } from "@/lib/platform/unzip";
import { personHeadings } from "./headings";
import { readResults } from "./read-results";

/*
 * A zip of OneRoster's files, or a CSV of people, of enrollments, or of people with the course that each is enrolled in: one row each, columns as
 * chosen, as chosen earlier for the same headings, or by their headings.
 */

const describing: readonly ColumnField[] = ["name", "first_name", "last_name", "address"];
const enrolling: readonly ColumnField[] = ["course", "class"];

/** What each column is to become, or else earlier choices, of which the one for the same headings is taken. */
export type RosterOptions = {
  columns: ColumnChoice<ColumnField> | null;
  earlier: readonly ColumnChoice<ColumnField>[];
};

/** Reads a roster of any format; null for what is neither a zip nor a table. */
export function readRoster(bytes: Uint8Array, options: RosterOptions): Roster | null {
  if (isZip(bytes)) return readOneRoster(bytes);
  if (options.columns) return readCsv(bytes, options);
  const text = decodeText(bytes);
  return readOulad(text) ?? readResults(text) ?? readCsv(bytes, options);
}

function readCsv(bytes: Uint8Array, options: RosterOptions): Roster | null {
  const { text, encoding } = decode(bytes);
  const choiceIn = (head: Row) => {
    const found = headingsOf(head);
    const { columns, earlier } = options;
    return {
      headings: found,
      choice:
        columns ?? earlier.find((one) => isChoiceFor(one, found)) ?? proposedColumns(found, personHeadings),
    };
  };
  const isNamed = (rows: Row[]) => {
    const head = headingRow(rows);
    if (!head) return false;
    const { headings: found, choice } = choiceIn(head);
    const read = found.map((heading) => (Object.hasOwn(choice, heading) ? choice[heading]! : "none"));
    return missingFields(requiredColumns, read).length === 0;
  };
  // Columns that nobody knows yet are a person's to choose.
  const table =
    readTable(text, isNamed) ?? readTable(text, (rows) => Boolean(headingRow(rows)) && isRegular(rows));
  const head = table && headOf(table.rows);
  if (!head) return null;
  const { headings: found, choice } = choiceIn(head);
  const broken = new Set(table.problems.map(({ line }) => line));
  const filled = table.rows.filter((row) => row !== head && !isEmptyRow(row));
  const { columns, rows } = readColumns(
    found,
    choice,
    filled.filter(({ line }) => !broken.has(line)),
  );
  const present = columnFields.filter((field) => columns.some(({ becomes }) => becomes === field));
  const has = (some: readonly ColumnField[]) => some.some((field) => present.includes(field));
  // Without a name a list with courses only says who of the school takes them.
  const kind = has(describing) || !has(enrolling) ? "person" : "enrollment";
  return {
    format: "csv",
    table: { delimiter: table.delimiter, encoding, columns },
    // The line of somebody who is there may be one that cannot be read.
    lists_everyone: kind === "person" && table.problems.length === 0,
    files: [{ name: null, rows: filled.length, headings: headingsByField(columns) }],
    // Without a column that says who a row is about there is nothing to read.
    rows: missingFields(requiredColumns, present).length
      ? []
      : rows.map((row): RosterRow => ({ kind, file: 0, line: row.line, values: valuesOf(row.values) })),
    problems: table.problems.map((problem) => ({ ...problem, file: 0 })),
    refused: null,
  };
}

/** The first row, unless it is a person's already. */
function headingRow(rows: Row[]): Row | undefined {
  const head = headOf(rows);
  return head?.cells.some(addressOf) ? undefined : head;
}

function headingsByField(columns: { heading: string; becomes: ColumnField | null }[]) {
  const byField: Partial<Record<ColumnField, string>> = {};
  for (const { heading, becomes } of columns)
    if (becomes) byField[becomes] = byField[becomes] ? `${byField[becomes]} + ${heading}` : heading;
  return byField;
}

/** OneRoster's word for a row that is to be taken out; any other status says nothing. */
function valuesOf({ removed, ...values }: RosterRow["values"]): RosterRow["values"] {
  return removed?.toLowerCase() === "tobedeleted" ? { ...values, removed } : values;
}
