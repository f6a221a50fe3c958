import type { EnrolledPerson } from "@/lib/domain/courses/enrollments/forms";
import {
  addressOf,
  cellOf,
  columnsOf,
  decodeText,
  isEmptyRow,
  type Row,
  readTable,
} from "@/lib/platform/read-table";

/* A pasted list or CSV of people who have accounts, as enrollments. Loaded when the first list is read. */

const columns = {
  email: ["email", "emailaddress", "mail", "useremail"],
  username: ["username", "login", "user"],
  userId: ["userid", "id", "externalid", "studentid", "personid", "sourcedid"],
} as const;

/** A line of the list, and whom it names; null where the line could not be read. */
export type ListedPerson = { line: number; given: string; person: EnrolledPerson | null };

const positionsIn = (row: Row | undefined) => {
  if (!row || row.cells.some(addressOf)) return null;
  const positions = columnsOf(row, columns);
  return Object.values(positions).some((position) => position >= 0) ? positions : null;
};
const firstOf = (rows: Row[]) => rows.find((row) => !isEmptyRow(row));

/**
 * Reads a list: under headings the e-mail, username or ID of each line, the first that it has; without headings its first cell, which is
 * an e-mail address if it looks like one, else an ID. Whether somebody has that name is for the server to say.
 */
export function readEnrollmentList(text: string): ListedPerson[] {
  const table =
    readTable(text, (rows) => positionsIn(firstOf(rows)) !== null) ??
    readTable(text, (rows) => rows.some(({ cells }) => cells.length > 1 && cells.some(addressOf))) ??
    readTable(text, (rows) => firstOf(rows) !== undefined);
  if (!table) return [];
  const head = firstOf(table.rows);
  const positions = positionsIn(head);
  const broken = new Set(table.problems.map(({ line }) => line));
  return table.rows.flatMap((row): ListedPerson[] => {
    if (isEmptyRow(row) || (positions && row === head)) return [];
    const { line } = row;
    if (broken.has(line)) return [{ line, given: row.cells.join(" ").slice(0, 60), person: null }];
    if (!positions) return [{ line, ...withoutHeading(row) }];
    const [email, username, user_id] = (["email", "username", "userId"] as const).map((key) =>
      cellOf(row, positions[key]),
    );
    if (email) return [{ line, given: email, person: { email } }];
    if (username) return [{ line, given: username, person: { username } }];
    return [{ line, given: user_id ?? "", person: user_id ? { user_id } : null }];
  });
}

/** The line's address, also as mail programs copy it ("Ana Costa <ana@school.test>"); else its first cell as an ID. */
function withoutHeading({ cells }: Row): Omit<ListedPerson, "line"> {
  const email =
    cells.map(addressOf).find(Boolean) ?? /<([^<>\s]+@[^<>\s]+)>/.exec(cells.join(" "))?.[1]?.toLowerCase();
  if (email) return { given: email, person: { email } };
  const user_id = cells.find(Boolean) ?? "";
  return { given: user_id, person: { user_id } };
}

/** Reads a file in whatever encoding the spreadsheet used. */
export const readEnrollmentFile = (bytes: Uint8Array): ListedPerson[] =>
  readEnrollmentList(decodeText(bytes));
