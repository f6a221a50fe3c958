import { readdirSync } from "node:fs";
import { is } from "drizzle-orm";
import { getTableConfig, PgTable, pgTable, uuid } from "drizzle-orm/pg-core";
import { describe, expect, it } from "vitest";
import {
  attendeeFacts,
  attendeeTables,
  columnsOfAccess,
  personalTables,
  sessionRecords,
  userColumns,
} from "./tables/facts";
import { users } from "./tables/people";

/** Columns that lead to a person, an attendee or a session, or describe a person. */
const personal = /^((session|attendee|user|viewer|actor|instructor|playback)_id|email|undone_by)$/;

const columnsOf = (table: PgTable) => getTableConfig(table).columns.map(({ name }) => name);
const nameOf = (table: PgTable) => getTableConfig(table).name;
const namesOf = (tables: readonly PgTable[]) => tables.map(nameOf).sort();

const schema: PgTable[] = (
  await Promise.all(
    readdirSync("lib/db/tables")
      .filter((file) => file !== "facts.ts")
      .map((file) => import(`./tables/${file.replace(".ts", "")}.ts`) as Promise<Record<string, unknown>>),
  )
).flatMap((exported) => Object.values(exported).filter((value) => is(value, PgTable)));

const withColumn = (column: string, among = schema) =>
  among.filter((table) => columnsOf(table).includes(column));

/** Personal tables that the list does not classify. */
const unclassified = (tables: readonly PgTable[]) => {
  const classified = new Set(personalTables.map(({ table }) => nameOf(table)));
  return namesOf(
    tables.filter(
      (table) => columnsOf(table).some((name) => personal.test(name)) && !classified.has(nameOf(table)),
    ),
  );
};

/** Columns that name a user: by a foreign key, or by their name where the family has none. */
const namingUsers = (tables: readonly PgTable[]) =>
  tables.flatMap((table) => {
    const { columns, foreignKeys } = getTableConfig(table);
    const keys = foreignKeys.map((key) => key.reference()).filter((key) => key.foreignTable === users);
    const referring = keys.flatMap((key) => key.columns.map(({ name }) => name));
    return columns
      .filter(({ name }) => referring.includes(name) || /^(user|actor|instructor)_id$|_by$/.test(name))
      .map(({ name }) => `${nameOf(table)}.${name}`);
  });

/** The log is not edited. */
const inLog = ["audit_log.actor_id"];

describe("tables that hold facts about people", () => {
  it("have each column that names a user in a list, so that merging two people leaves none behind", () => {
    const listed = [...userColumns, ...columnsOfAccess].map(
      (column) => `${nameOf(column.table)}.${column.name}`,
    );
    expect(namingUsers(schema).sort()).toEqual([...listed, ...inLog].sort());
    const planted = pgTable("notes", {
      id: uuid(),
      written_by: uuid(),
      about: uuid().references(() => users.id),
    });
    expect(namingUsers([planted])).toEqual(["notes.written_by", "notes.about"]);
  });

  it("are all classified for merging, undoing, export, erasure and deletion", () => {
    expect(schema.length).toBeGreaterThan(20);
    expect(unclassified(schema)).toEqual([]);
    const planted = pgTable("answers", { session_id: uuid(), attendee_id: uuid() });
    expect(unclassified([...schema, planted])).toEqual(["answers"]);
  });

  it("are listed once, and exist", () => {
    const listed = namesOf(personalTables.map(({ table }) => table));
    expect(new Set(listed).size).toBe(listed.length);
    expect(listed.filter((name) => !namesOf(schema).includes(name))).toEqual([]);
  });

  it("move with an attendee when they are keyed by one", () => {
    expect(namesOf(attendeeTables)).toEqual(namesOf(withColumn("attendee_id")));
  });

  it("lose what an import added if their rows have its id", () => {
    const attendees = withColumn("user_id", withColumn("import_id"));
    expect(namesOf([...attendeeFacts, ...attendees])).toEqual(namesOf(withColumn("import_id")));
  });

  it("go with their session", () => {
    const own = schema.filter((table) =>
      ["attendees", "imports", ...namesOf(attendeeTables)].includes(nameOf(table)),
    );
    expect(namesOf([...own, ...sessionRecords])).toEqual(namesOf(withColumn("session_id")));
  });
});
