import { readOneRoster } from "@/lib/integrations/oneroster/map";
import type { Roster, RosterField, RosterRow, RosterValues } from "@/lib/measure/roster";
import {
  addressOf,
  cellOf,
  columnsOf,
  decodeText,
  isEmptyRow,
  type Row,
  readTable,
} from "@/lib/platform/read-table";
import { isZip } from "@/lib/platform/unzip";

/*
 * A zip of OneRoster's files, or a CSV of people, of enrollments, or of people with the course that each is enrolled in: one row each, columns by
 * their headings.
 */

/** What schools call each field, as `headKey` writes it. */
const headings: Record<
  Exclude<RosterField, "title" | "term" | "starts_on" | "ends_on">,
  readonly string[]
> = {
  external_id: [
    ...["externalid", "id", "studentid", "personid", "userid", "sourcedid", "usersourcedid", "studentnumber"],
    ...["matrikelnummer", "matrícula", "matricula", "númerodealuno", "numéroétudiant"],
  ],
  email: [
    ...["email", "emailaddress", "mail", "useremail", "emailadresse", "correo", "correoelectrónico"],
    ...["courriel", "adresseemail", "correioeletrónico", "correioeletrônico"],
  ],
  username: [
    ...["username", "login", "user", "benutzername", "usuario", "nombredeusuario", "identifiant"],
    ...["nomdutilisateur", "utilizador", "usuário"],
  ],
  name: ["name", "fullname", "displayname", "nome", "nomecompleto", "nombrecompleto", "nomcomplet"],
  first_name: ["firstname", "givenname", "forename", "vorname", "nombre", "prénom", "prenom", "primeironome"],
  last_name: [
    ...["lastname", "familyname", "surname", "nachname", "apellidos", "apellido", "nom", "nomdefamille"],
    ...["apelido", "sobrenome"],
  ],
  address: ["address", "postaladdress", "adresse", "anschrift", "dirección", "morada", "endereço"],
  role: ["role", "rolle", "rol", "rôle", "papel", "perfil"],
  course: [
    ...[
      "course",
      "courseid",
      "courseexternalid",
      "coursetitle",
      "coursename",
      "coursecode",
      "coursesourcedid",
    ],
    ...["kurs", "curso", "cours"],
  ],
  class: [
    ...["class", "classid", "classexternalid", "classname", "classsourcedid", "section", "group"],
    ...["klasse", "gruppe", "clase", "grupo", "classe", "groupe", "turma"],
  ],
  removed: ["status"],
};
type Field = keyof typeof headings;
const fields = Object.keys(headings) as Field[];
const naming: readonly Field[] = ["external_id", "email", "username"];
const describing: readonly Field[] = ["name", "first_name", "last_name", "address"];
const enrolling: readonly Field[] = ["course", "class"];

const firstOf = (rows: Row[]) => rows.find((row) => !isEmptyRow(row));

/** The columns of a heading row; null for a row that names no person. */
function columnsIn(row: Row | undefined): Record<Field, number> | null {
  if (!row || row.cells.some(addressOf)) return null;
  const columns = columnsOf(row, headings);
  return naming.some((field) => columns[field] >= 0) ? columns : null;
}

/** Reads a roster of any format; null for a CSV in which no column says who a row is about. */
export const readRoster = (bytes: Uint8Array): Roster | null =>
  isZip(bytes) ? readOneRoster(bytes) : readCsv(decodeText(bytes));

function readCsv(text: string): Roster | null {
  const table = readTable(text, (rows) => columnsIn(firstOf(rows)) !== null);
  const head = table && firstOf(table.rows);
  const columns = head && columnsIn(head);
  if (!table || !head || !columns) return null;
  const present = fields.filter((field) => columns[field] >= 0);
  const has = (some: readonly Field[]) => some.some((field) => present.includes(field));
  // Without a name a list with courses only says who of the school takes them.
  const kind = has(describing) || !has(enrolling) ? "person" : "enrollment";
  const broken = new Set(table.problems.map(({ line }) => line));
  const rows = table.rows.filter((row) => row !== head && !isEmptyRow(row));
  return {
    format: "csv",
    files: [
      {
        name: null,
        rows: rows.length,
        headings: Object.fromEntries(present.map((field) => [field, head.cells[columns[field]]!])),
      },
    ],
    rows: rows
      .filter(({ line }) => !broken.has(line))
      .map((row): RosterRow => ({ kind, file: 0, line: row.line, values: valuesOf(row, columns) })),
    problems: table.problems.map((problem) => ({ ...problem, file: 0 })),
    refused: null,
  };
}

function valuesOf(row: Row, columns: Record<Field, number>): RosterValues {
  const values: RosterValues = {};
  for (const field of fields) {
    const text = cellOf(row, columns[field]);
    if (text && (field !== "removed" || isRemoved(text))) values[field] = text;
  }
  return values;
}

/** OneRoster's word for a row that is to be taken out. */
const isRemoved = (status: string): boolean => status.toLowerCase() === "tobedeleted";
