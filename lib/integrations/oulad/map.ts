import type { Roster, RosterField, RosterRow, RosterValues } from "@/lib/measure/roster";
import { cellOf, isEmptyRow, type Row, readTable } from "@/lib/platform/read-table";
import { plusDays } from "@/lib/platform/time";
import { assessmentKinds, startMonths, tables } from "./wire";

/*
 * A file of the Open University's dataset as a roster. Each presentation of a module is a course of its own, with one class, whose term
 * begins on the first of the month in which the presentation begins: the dataset says no day. Days count from there.
 */

type Name = keyof typeof tables;
type Cells = Readonly<Record<string, string>>;

/** Reads one of the dataset's files; null for any other text. */
export function readOulad(text: string): Roster | null {
  let name: Name | undefined;
  const table = readTable(text, ([head]) => {
    name = (Object.keys(tables) as Name[]).find(
      (one) => head?.cells.join() === Object.keys(tables[one]).join(),
    );
    return name !== undefined;
  });
  if (!table || !name) return null;
  const [head, ...rest] = table.rows;
  const headings = head!.cells;
  const filled = rest.filter((row) => !isEmptyRow(row));
  const broken = new Set(table.problems.map(({ line }) => line));
  const cellsOf = (row: Row): Cells =>
    Object.fromEntries(headings.map((heading, at) => [heading, known(cellOf(row, at))]));
  const read = filled
    .filter(({ line }) => !broken.has(line))
    .map((row) => ({ line: row.line, cells: cellsOf(row) }));
  return {
    format: "csv",
    table: null,
    lists_everyone: false,
    files: [{ name: null, rows: filled.length, headings: headingsOf(tables[name]) }],
    rows: rowsOf[name](read),
    problems: table.problems.map((problem) => ({ ...problem, file: 0 })),
    refused: null,
  };
}

/** The dataset's word for what is unknown. */
const known = (text: string): string => (text === "?" ? "" : text);

const headingsOf = (table: Readonly<Record<string, RosterField | null>>) =>
  Object.fromEntries(Object.entries(table).flatMap(([heading, field]) => (field ? [[field, heading]] : [])));

type Read = { line: number; cells: Cells };
const row = (kind: RosterRow["kind"], line: number, values: RosterValues): RosterRow => ({
  ...{ kind, file: 0, line },
  values: Object.fromEntries(Object.entries(values).filter(([, value]) => value)),
});

const courseOf = ({ code_module, code_presentation }: Cells): string => `${code_module} ${code_presentation}`;

/** The first day of `2013J`, or nothing. */
function startOf(presentation = ""): string {
  const month = startMonths[presentation.slice(4)];
  return month && /^\d{4}/.test(presentation) ? `${presentation.slice(0, 4)}-${month}-01` : "";
}

const rowsOf: Record<Name, (read: readonly Read[]) => RosterRow[]> = {
  courses: (read) => [...termsOf(read), ...read.flatMap(courseAndClass)],
  registrations: (read) =>
    read.map(({ line, cells }) =>
      // People of the dataset have a number in place of a name.
      row("person", line, {
        ...{ external_id: cells.id_student, name: cells.id_student, role: "student" },
        ...{ course: courseOf(cells), class: courseOf(cells) },
      }),
    ),
  assessments: (read) =>
    read.map(({ line, cells }) =>
      row("assessment", line, {
        ...{ external_id: cells.id_assessment, title: `${cells.assessment_type} ${cells.id_assessment}` },
        kind: assessmentKinds[cells.assessment_type ?? ""] ?? cells.assessment_type,
        ...{ course: courseOf(cells), due_at: cells.date, weight: cells.weight, maximum_points: "100" },
      }),
    ),
  results: (read) =>
    read.map(({ line, cells }) =>
      row("result", line, {
        ...{ external_id: cells.id_student, assessment: cells.id_assessment, points: cells.score },
        ...{ submitted_at: cells.date_submitted, carried_over: cells.is_banked },
      }),
    ),
};

/** A term for each presentation, as long as the longest of its modules. */
function termsOf(read: readonly Read[]): RosterRow[] {
  const terms = new Map<string, { line: number; days: number }>();
  for (const { line, cells } of read) {
    const { code_presentation: term = "", module_presentation_length: days } = cells;
    const before = terms.get(term);
    terms.set(term, { line: before?.line ?? line, days: Math.max(before?.days ?? 0, Number(days) || 0) });
  }
  return [...terms].map(([name, { line, days }]) => {
    const starts_on = startOf(name);
    const ends_on = starts_on && plusDays(starts_on, days);
    return row("term", line, { external_id: name, name, starts_on, ends_on });
  });
}

function courseAndClass({ line, cells }: Read): RosterRow[] {
  const course = courseOf(cells);
  const term = cells.code_presentation;
  return [
    row("course", line, { external_id: course, title: course }),
    row("class", line, { external_id: course, name: course, course, term }),
  ];
}
