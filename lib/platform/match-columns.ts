import { cellOf, headKey, isEmptyRow, type Row } from "./read-table";

/*
 * Which column of a table is which of our fields: proposed from its headings, or chosen by a person or a script. What several columns become
 * together is their texts with a space between.
 */

/** What each column becomes, by its heading as `headingsOf` writes it; "none" is left out. */
export type ColumnChoice<Field extends string = string> = Readonly<Record<string, Field | "none">>;

/** A column as its table has it: its first values, and in how many rows it has one. */
export type MatchedColumn<Field extends string = string> = {
  heading: string;
  becomes: Field | null;
  first: string[];
  filled: number;
};

/** More columns than this are not read. */
export const columnsMax = 100;
const headingMax = 200;
const firstMax = 3;
const firstTextMax = 60;

/** The first row with something in it. */
export const headOf = (rows: readonly Row[]): Row | undefined => rows.find((row) => !isEmptyRow(row));

/** A name for each column: its heading, numbered where it is empty or not the first of its name. */
export function headingsOf({ cells }: Row): string[] {
  const headings: string[] = [];
  for (const cell of cells.slice(0, columnsMax)) {
    const text = cell.slice(0, headingMax - 10).toWellFormed() || `#${headings.length + 1}`;
    let heading = text;
    for (let n = 2; headings.includes(heading); n++) heading = `${text} (${n})`;
    headings.push(heading);
  }
  return headings;
}

/** A heading for comparison: neither case, accents, spaces nor signs matter, but that of a share. */
const matchKey = (text: string): string =>
  headKey(text.replaceAll("%", " percent "))
    .normalize("NFD")
    .replace(/\p{M}+/gu, "");

type Names<Field extends string> = Readonly<Record<Field, readonly string[]>>;

/** The field that each heading probably is, by what others call the fields. */
function fieldsOf<Field extends string>(headings: readonly string[], names: Names<Field>) {
  const fieldOf = new Map<string, Field>();
  for (const field of Object.keys(names) as Field[])
    for (const name of names[field]) if (!fieldOf.has(matchKey(name))) fieldOf.set(matchKey(name), field);
  return headings.map((heading) => ({ heading, field: fieldOf.get(matchKey(heading)) }));
}

/** What each column probably is, by what others call the fields. The first of several columns that fit a field is it. */
export function proposedColumns<Field extends string>(
  headings: readonly string[],
  names: Names<Field>,
): ColumnChoice<Field> {
  const taken = new Set<Field>();
  return Object.fromEntries(
    fieldsOf(headings, names).map(({ heading, field }) => {
      if (!field || taken.has(field)) return [heading, "none" as const];
      taken.add(field);
      return [heading, field];
    }),
  );
}

/** The first field that two columns fit, with these columns: where nobody chooses between them. */
export function doubledColumn<Field extends string>(headings: readonly string[], names: Names<Field>) {
  const first = new Map<Field, string>();
  for (const { heading, field } of fieldsOf(headings, names)) {
    if (!field) continue;
    const earlier = first.get(field);
    if (earlier !== undefined) return { field, first: earlier, second: heading };
    first.set(field, heading);
  }
  return null;
}

/** Whether the choice was made for a table with just these columns, in any order. */
export const isChoiceFor = (choice: ColumnChoice, headings: readonly string[]): boolean =>
  Object.keys(choice).length === headings.length &&
  headings.every((heading) => Object.hasOwn(choice, heading));

/** Of these groups of fields, each of which needs a column for one of its fields, those without. */
export const missingFields = <Field extends string>(
  required: readonly (readonly Field[])[],
  chosen: Iterable<Field | "none" | null>,
): Field[][] => {
  const present = new Set(chosen);
  return required.filter((group) => !group.some((field) => present.has(field))).map((group) => [...group]);
};

/** The rows as texts by field, with what each column has. Rows without a text in any column that is read are there too. */
export function readColumns<Field extends string>(
  headings: readonly string[],
  choice: ColumnChoice<Field>,
  rows: readonly Row[],
) {
  const becomes = headings.map((heading) => {
    const field = Object.hasOwn(choice, heading) ? choice[heading]! : "none";
    return field === "none" ? null : field;
  });
  const columns = headings.map(
    (heading, at): MatchedColumn<Field> => ({ heading, becomes: becomes[at]!, first: [], filled: 0 }),
  );
  const read = rows.map((row) => {
    const values: Partial<Record<Field, string>> = {};
    columns.forEach((column, at) => {
      const text = cellOf(row, at);
      if (!text) return;
      column.filled++;
      if (column.first.length < firstMax) column.first.push(text.slice(0, firstTextMax).toWellFormed());
      const field = becomes[at];
      if (field) values[field] = values[field] ? `${values[field]} ${text}` : text;
    });
    return { line: row.line, values };
  });
  return { columns, rows: read };
}

/** Whether rows look like a table with a heading each: several columns, and as many in every row. */
export function isRegular(rows: readonly Row[]): boolean {
  const filled = rows.filter((row) => !isEmptyRow(row));
  const width = filled[0]?.cells.length ?? 0;
  return width > 1 && filled.length > 1 && filled.every(({ cells }) => cells.length === width);
}
