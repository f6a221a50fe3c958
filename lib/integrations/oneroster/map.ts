import type { Roster, RosterField, RosterKind, RosterRow, RosterValues } from "@/lib/measure/roster";
import {
  cellOf,
  columnsOf,
  decodeText,
  headKey,
  isEmptyRow,
  type Row,
  readTable,
} from "@/lib/platform/read-table";
import { type UnzipRefusal, unzip } from "@/lib/platform/unzip";
import { files, type Heading, manifestName, rolesName, type Table, versions } from "./wire";

/* A zip of OneRoster's CSV files as a roster. The ids (`sourcedId`) are the school's own ids of everything. */

/** A district's roster has some dozen files. */
const limits = { entries: 200, bytes: 48 * 1024 * 1024 };

const isRemoved = (text: string) => text.toLowerCase() === "tobedeleted";

/** Reads a zip of OneRoster CSV files. */
export function readOneRoster(bytes: Uint8Array): Roster {
  const wanted = new Set([manifestName, rolesName, ...Object.keys(files)]);
  const unpacked = unzip(bytes, (name) => wanted.has(name), limits);
  if ("reason" in unpacked)
    return refusal(`imports.roster.zip_${unpacked.reason}`, { entry: unpacked.entry });
  const manifest = unpacked.get(manifestName);
  const properties = manifest && propertiesOf(manifest);
  if (!properties) return refusal("imports.roster.no_manifest");
  const version = properties.get("oneroster.version") ?? "";
  if (!versions.includes(version))
    return refusal("imports.roster.version", { version: version.slice(0, 20) || "?" });
  const isAbsent = (name: string) =>
    properties.get(`file.${name.replace(".csv", "").toLowerCase()}`) === "absent";

  const roster: Roster = {
    ...{ format: "oneroster" as const, table: null, lists_everyone: false },
    ...{ files: [], rows: [], problems: [], refused: null },
  };
  const roles = isAbsent(rolesName) ? new Map() : rolesOf(unpacked.get(rolesName));
  for (const [name, { kind, table }] of Object.entries(files)) {
    const file = unpacked.get(name);
    if (file && !isAbsent(name)) addFile(roster, { name, kind, table, text: decodeText(file), roles });
  }
  // A delta has only what changed.
  roster.lists_everyone =
    properties.get("file.users") === "bulk" && unpacked.has("users.csv") && roster.problems.length === 0;
  return roster;
}

const refusal = (
  key:
    | "imports.roster.no_manifest"
    | "imports.roster.version"
    | `imports.roster.zip_${UnzipRefusal["reason"]}`,
  values: Record<string, string> = {},
): Roster => ({
  ...{
    format: "oneroster",
    table: null,
    lists_everyone: false,
    files: [],
    rows: [],
    problems: [],
    refused: { key, values },
  },
});

/** The rows of a file with these columns, by their headings; null without the column of the ids. */
function tableOf<Name extends string>(
  text: string,
  columns: Record<Name, readonly string[]>,
  needed: NoInfer<Name>,
) {
  const positions = (row: Row | undefined) => row && columnsOf(row, columns);
  const read = readTable(
    text,
    (rows) => (positions(rows.find((row) => !isEmptyRow(row)))?.[needed] ?? -1) >= 0,
  );
  const head = read?.rows.find((row) => !isEmptyRow(row));
  if (!read || !head) return null;
  const at = columnsOf(head, columns);
  const broken = new Set(read.problems.map(({ line }) => line));
  const rows = read.rows.filter((row) => row !== head && !isEmptyRow(row));
  return {
    rows: rows.filter(({ line }) => !broken.has(line)),
    count: rows.length,
    problems: read.problems,
    /** What the file calls the column; undefined where it lacks it. */
    heading: (name: Name) => head.cells[at[name]],
    cell: (row: Row, name: Name) => cellOf(row, at[name]),
  };
}

function propertiesOf(bytes: Uint8Array): Map<string, string> | null {
  const table = tableOf(decodeText(bytes), { name: ["propertyname"], value: ["value"] }, "name");
  return (
    table &&
    new Map(
      table.rows.map((row) => [
        table.cell(row, "name").toLowerCase(),
        table.cell(row, "value").toLowerCase(),
      ]),
    )
  );
}

/** Each person's role: their primary one, else the first. */
function rolesOf(bytes: Uint8Array | undefined): Map<string, string> {
  const columns = { user: ["usersourcedid"], role: ["role"], type: ["roletype"], status: ["status"] };
  const table = bytes && tableOf(decodeText(bytes), columns, "user");
  const roles = new Map<string, string>();
  const primary = new Set<string>();
  for (const row of table?.rows ?? []) {
    const [user, role] = [table!.cell(row, "user"), table!.cell(row, "role")];
    if (!role || isRemoved(table!.cell(row, "status")) || primary.has(user)) continue;
    const isPrimary = headKey(table!.cell(row, "type")) === "primary";
    if (isPrimary) primary.add(user);
    if (isPrimary || !roles.has(user)) roles.set(user, role);
  }
  return roles;
}

function addFile(
  roster: Roster,
  {
    name,
    kind,
    table: wanted,
    text,
    roles,
  }: { name: string; kind: RosterKind; table: Table; text: string; roles: Map<string, string> },
): void {
  const file = roster.files.length;
  const needed = kind === "enrollment" ? "class" : "external_id";
  const table = tableOf<Heading>(text, wanted as Record<Heading, readonly string[]>, needed);
  const headings: Partial<Record<RosterField, string>> = {};
  for (const field of Object.keys(wanted) as Heading[])
    if (table?.heading(field) && field !== "enabled" && field !== "type")
      headings[field] = table.heading(field);
  roster.files.push({ name, rows: table?.count ?? 0, headings });
  if (!table) {
    if (text.trim())
      roster.problems.push({
        ...{ file, line: 1, level: "error" },
        message: { key: "imports.roster.no_column", values: { column: wanted[needed]?.[0] ?? needed } },
      });
    return;
  }
  roster.problems.push(...table.problems.map((problem) => ({ ...problem, file })));
  for (const row of table.rows) {
    const values: RosterValues = {};
    for (const field of Object.keys(headings) as RosterField[]) {
      const value = table.cell(row, field as Heading);
      if (value) values[field] = value;
    }
    const kindOfTerm = headKey(table.cell(row, "type"));
    // Parts of a term in which marks are given.
    if (kind === "term" && kindOfTerm === "gradingperiod") continue;
    if (values.removed && !isRemoved(values.removed)) delete values.removed;
    // Many systems sign people in by their address.
    if (kind === "person" && values.username?.includes("@")) {
      values.email ??= values.username;
      delete values.username;
    }
    if (table.cell(row, "enabled").toLowerCase() === "false") values.removed = "enabledUser";
    // A class of several terms is shown in its first.
    if (values.term) values.term = values.term.split(",")[0]!.trim();
    const role = kind === "person" && roles.get(values.external_id ?? "");
    if (role) values.role = role;
    roster.rows.push({ kind, file, line: row.line, values } satisfies RosterRow);
  }
}
