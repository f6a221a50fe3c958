import type { Message } from "@/lib/language/language";
import type { MatchedColumn } from "@/lib/platform/match-columns";
import type { Delimiter, Encoding } from "@/lib/platform/read-table";

/*
 * A roster of any format, in one shape: a school's terms, courses, classes, people and enrollments, and the assessments and results of
 * courses, row by row, as the file says them. lib/flows/roster/ reads, previews and imports it.
 */

export const rosterKinds = [
  "person",
  "course",
  "class",
  "term",
  "enrollment",
  "assessment",
  "result",
] as const;
export type RosterKind = (typeof rosterKinds)[number];

/** What an import counts: the rows of each kind, and the people of the school who are not in the file. */
export const countedKinds = [...rosterKinds, "missing"] as const;
export type CountedKind = (typeof countedKinds)[number];

/** A zip of 16 MB unpacks to 48 MB at most: the people and enrollments of 100,000. */
export const rosterBytesMax = 16 * 1024 * 1024;

/** What a row can say. A missing or empty value changes nothing. */
export const rosterFields = [
  "external_id",
  "email",
  "username",
  "name",
  "first_name",
  "last_name",
  "address",
  "role",
  "title",
  "course",
  "class",
  "term",
  "starts_on",
  "ends_on",
  /** Any text: what the row names is deactivated, archived or taken out. */
  "removed",
  /** A quiz, an assignment or an exam. */
  "kind",
  /** A day, an instant, or a number of days from the first day of the class. */
  "due_at",
  "weight",
  "maximum_points",
  "assessment",
  "attempt",
  "points",
  "percentage",
  "submitted_at",
  "carried_over",
] as const;
export type RosterField = (typeof rosterFields)[number];
export type RosterValues = Partial<Record<RosterField, string>>;

/** What a column of a CSV can be. */
export const columnFields = [
  ...(["external_id", "email", "username", "name", "first_name", "last_name", "address", "role"] as const),
  ...(["course", "class", "removed"] as const),
] as const satisfies readonly RosterField[];
export type ColumnField = (typeof columnFields)[number];

/** Whom a row is about: a CSV needs a column for one of these. */
export const requiredColumns: readonly (readonly ColumnField[])[] = [["external_id", "email", "username"]];

/** A row of one of the files. A person's row can name the course and class that they are enrolled in. */
export type RosterRow = { kind: RosterKind; file: number; line: number; values: RosterValues };

/** `name`: of a file in a zip. `headings`: what the file calls a field. */
export type RosterFile = {
  name: string | null;
  rows: number;
  headings: Partial<Record<RosterField, string>>;
};

/** How a CSV was read, and what each of its columns became. */
export type RosterTable = {
  delimiter: Delimiter;
  encoding: Encoding;
  columns: MatchedColumn<ColumnField>[];
};

export type Roster = {
  format: "csv" | "oneroster";
  /** Null for a zip, whose columns have the specification's names, and for results, whose columns nobody chooses. */
  table: RosterTable | null;
  /** It lists all people, not only changes or enrollments: who is not in it has left. */
  lists_everyone: boolean;
  files: RosterFile[];
  rows: RosterRow[];
  /** Lines that could not be read. */
  problems: { file: number; line: number; message: Message; level: "error" }[];
  /** Why nothing of the file can be imported. */
  refused: Message | null;
};
