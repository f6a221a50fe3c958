import type { z } from "zod";
import { type registration, registrationsMax } from "@/lib/domain/sessions/forms";
import type { Language, Translate } from "@/lib/language/language";
import {
  addressOf,
  cellOf,
  columnsOf,
  decodeText,
  isEmptyRow,
  type Row,
  readTable,
  tidyName,
} from "@/lib/platform/read-table";

/* A list of people from a spreadsheet, as registrations. Loaded when the first list is read. */

type RegistrationInput = z.input<typeof registration>;
export type RegistrationList = {
  /** Each with its line in the file. */
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
type Positions = Record<keyof typeof columns, number>;

const nameMax = 200;
const idMax = 200;
const emailMax = 320;

/**
 * Reads names, e-mail addresses and user IDs from a list: columns by their headings in any order, or without headings a name
 * and an address; commas, semicolons or tabs. A line that cannot be read becomes a problem; the others are kept.
 */
export function readRegistrations(text: string, { t }: Language): RegistrationList {
  const table =
    readTable(text, (rows) => headingsOf(rows) !== null) ??
    readTable(text, (rows) => rows.some(({ cells }) => cells.length > 1 && cells.some(addressOf))) ??
    readTable(text, (rows) => rows.some((row) => !isEmptyRow(row)));
  if (!table) return { people: [], problems: [{ line: 1, message: t("sessions.people.list.empty") }] };
  const head = headingsOf(table.rows);
  const people: RegistrationList["people"] = [];
  const problems: RegistrationList["problems"] = table.problems.map(({ line, message }) => ({
    line,
    message: t(message.key, message.values),
  }));
  const broken = new Set(problems.map(({ line }) => line));
  const seen = new Map<string, number>();
  for (const row of table.rows) {
    if (isEmptyRow(row) || broken.has(row.line) || (head && row.line <= head.line)) continue;
    const read = head ? personByHeadings(row, head.positions, t) : personWithoutHeadings(row, t);
    if (typeof read === "string") {
      problems.push({ line: row.line, message: read });
      continue;
    }
    const key = (read.user_id ?? read.email ?? read.name ?? "").toLowerCase();
    const before = seen.get(key);
    if (before !== undefined) {
      problems.push({ line: row.line, message: t("sessions.people.list.same_as", { line: before }) });
      continue;
    }
    if (people.length === registrationsMax) {
      problems.push({
        line: row.line,
        message: t("sessions.people.list.too_many", { count: registrationsMax }),
      });
      break;
    }
    seen.set(key, row.line);
    people.push({ ...read, line: row.line });
  }
  if (people.length + problems.length === 0)
    problems.push({ line: 1, message: t("sessions.people.list.no_people") });
  return { people, problems: problems.sort((a, b) => a.line - b.line) };
}

/** Reads a file in whatever encoding the spreadsheet used. */
export const readRegistrationFile = (bytes: Uint8Array, language: Language): RegistrationList =>
  readRegistrations(decodeText(bytes), language);

/** The row of headings and the position of each column; null without one. */
function headingsOf(rows: Row[]): { line: number; positions: Positions } | null {
  for (const row of rows) {
    if (row.cells.some(addressOf)) return null;
    const positions = columnsOf(row, columns);
    if (
      positions.name >= 0 ||
      positions.email >= 0 ||
      positions.userId >= 0 ||
      (positions.first >= 0 && positions.last >= 0)
    )
      return { line: row.line, positions };
  }
  return null;
}

function personByHeadings(row: Row, positions: Positions, t: Translate): RegistrationInput | string {
  const emailText = cellOf(row, positions.email);
  const status = cellOf(row, positions.status).toLowerCase();
  return registrationOf(t, {
    name: cellOf(row, positions.name) || `${cellOf(row, positions.first)} ${cellOf(row, positions.last)}`,
    emailText,
    userId: cellOf(row, positions.userId),
    cancelled: /^(cancel|denied|declined)/.test(status),
  });
}

/** Without headings: the cell that is an address, and the first other cell as the name. */
function personWithoutHeadings(row: Row, t: Translate): RegistrationInput | string {
  // "Ana Costa <ana@school.test>", as mail programs copy it.
  const [, name, email] = /^(.*?)\s*<([^<>]+)>$/.exec(row.cells.filter(Boolean).join(" ")) ?? [];
  if (email) return registrationOf(t, { name: name ?? "", emailText: email, userId: "", cancelled: false });
  const at = row.cells.findIndex((cell) => cell.includes("@"));
  return registrationOf(t, {
    name: row.cells.find((cell, i) => cell && i !== at) ?? "",
    emailText: row.cells[at] ?? "",
    userId: "",
    cancelled: false,
  });
}

function registrationOf(
  t: Translate,
  given: {
    name: string;
    emailText: string;
    userId: string;
    cancelled: boolean;
  },
): RegistrationInput | string {
  const name = tidyName(given.name);
  const email = addressOf(given.emailText);
  if (given.emailText && !email)
    return t("sessions.people.list.not_email", { text: given.emailText.slice(0, 60) });
  if (!name && !email && !given.userId) return t("sessions.people.list.nothing");
  if (name.length > nameMax) return t("sessions.people.list.long_name");
  if (email && email.length > emailMax) return t("sessions.people.list.long_email");
  if (given.userId.length > idMax) return t("sessions.people.list.long_id");
  return {
    ...(name ? { name } : {}),
    ...(email ? { email } : {}),
    ...(given.userId ? { user_id: given.userId } : {}),
    ...(given.cancelled ? { cancelled: true } : {}),
  };
}
