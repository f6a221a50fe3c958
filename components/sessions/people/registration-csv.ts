import type { z } from "zod";
import { type registration, registrationsMax } from "@/lib/domain/sessions/forms";
import {
  addressOf,
  cellOf,
  columnsOf,
  decodeText,
  isEmptyRow,
  type Row,
  readTable,
  tidyName,
} from "@/lib/integrations/report/text";

/* A list of people from a spreadsheet, as registrations. Loaded when somebody brings one. */

export type RegistrationInput = z.input<typeof registration>;
export type RegistrationList = {
  /** Each with the line of the file on which it stands. */
  people: (RegistrationInput & { line: number })[];
  problems: { line: number; message: string }[];
};

const columns = {
  name: ["name", "fullname", "displayname", "attendeename", "participantname", "username", "nome"],
  first: ["firstname", "givenname", "forename"],
  last: ["lastname", "surname", "familyname"],
  email: ["email", "emailaddress", "mail", "useremail", "address"],
  userId: ["userid", "id", "externalid", "studentid", "personid"],
  status: ["approvalstatus", "status", "registrationstatus"],
} as const;
type Places = Record<keyof typeof columns, number>;

const nameMax = 200;
const idMax = 200;
const emailMax = 320;

/**
 * Reads names, addresses and user ids out of a list: columns by their heads in any order, or without heads a name and an
 * address; commas, semicolons or tabs. What cannot be read is a problem with its line; the other lines stand.
 */
export function readRegistrations(text: string): RegistrationList {
  const table =
    readTable(text, (rows) => headOf(rows) !== null) ??
    readTable(text, (rows) => rows.some(({ cells }) => cells.length > 1 && cells.some(addressOf))) ??
    readTable(text, (rows) => rows.some((row) => !isEmptyRow(row)));
  if (!table) return { people: [], problems: [{ line: 1, message: "The list is empty" }] };
  const head = headOf(table.rows);
  const people: RegistrationList["people"] = [];
  const problems: RegistrationList["problems"] = table.problems.map(({ line, message }) => ({
    line,
    message,
  }));
  const broken = new Set(problems.map(({ line }) => line));
  const seen = new Map<string, number>();
  for (const row of table.rows) {
    if (isEmptyRow(row) || broken.has(row.line) || (head && row.line <= head.line)) continue;
    const read = head ? byHead(row, head.places) : byLook(row);
    if (typeof read === "string") {
      problems.push({ line: row.line, message: read });
      continue;
    }
    const key = (read.user_id ?? read.email ?? read.name ?? "").toLowerCase();
    const before = seen.get(key);
    if (before !== undefined) {
      problems.push({ line: row.line, message: `The same as line ${before}` });
      continue;
    }
    if (people.length === registrationsMax) {
      problems.push({
        line: row.line,
        message: `More than ${registrationsMax} people: bring the rest separately`,
      });
      break;
    }
    seen.set(key, row.line);
    people.push({ ...read, line: row.line });
  }
  if (people.length + problems.length === 0) problems.push({ line: 1, message: "The list names nobody" });
  return { people, problems: problems.sort((a, b) => a.line - b.line) };
}

/** The same from a file's bytes, in whatever encoding the spreadsheet wrote them. */
export const readRegistrationFile = (bytes: Uint8Array): RegistrationList =>
  readRegistrations(decodeText(bytes));

/** The row that names the columns, and where they stand; null where no row does. */
function headOf(rows: Row[]): { line: number; places: Places } | null {
  for (const row of rows) {
    if (row.cells.some(addressOf)) return null;
    const places = columnsOf(row, columns);
    if (
      places.name >= 0 ||
      places.email >= 0 ||
      places.userId >= 0 ||
      (places.first >= 0 && places.last >= 0)
    )
      return { line: row.line, places };
  }
  return null;
}

function byHead(row: Row, places: Places): RegistrationInput | string {
  const written = cellOf(row, places.email);
  const status = cellOf(row, places.status).toLowerCase();
  return registrationOf({
    name: cellOf(row, places.name) || `${cellOf(row, places.first)} ${cellOf(row, places.last)}`,
    written,
    userId: cellOf(row, places.userId),
    cancelled: /^(cancel|denied|declined)/.test(status),
  });
}

/** Without heads: the cell that is an address, and the first other one as the name. */
function byLook(row: Row): RegistrationInput | string {
  // "Ana Costa <ana@school.test>", as mail programs copy it.
  const [, called, within] = /^(.*?)\s*<([^<>]+)>$/.exec(row.cells.filter(Boolean).join(" ")) ?? [];
  if (within) return registrationOf({ name: called ?? "", written: within, userId: "", cancelled: false });
  const at = row.cells.findIndex((cell) => cell.includes("@"));
  return registrationOf({
    name: row.cells.find((cell, i) => cell && i !== at) ?? "",
    written: row.cells[at] ?? "",
    userId: "",
    cancelled: false,
  });
}

function registrationOf(given: {
  name: string;
  written: string;
  userId: string;
  cancelled: boolean;
}): RegistrationInput | string {
  const name = tidyName(given.name);
  const email = addressOf(given.written);
  if (given.written && !email) return `${given.written.slice(0, 60)} is not an e-mail address`;
  if (!name && !email && !given.userId) return "Names nobody";
  if (name.length > nameMax) return "The name is too long";
  if (email && email.length > emailMax) return "The address is too long";
  if (given.userId.length > idMax) return "The user id is too long";
  return {
    ...(name ? { name } : {}),
    ...(email ? { email } : {}),
    ...(given.userId ? { user_id: given.userId } : {}),
    ...(given.cancelled ? { cancelled: true } : {}),
  };
}
