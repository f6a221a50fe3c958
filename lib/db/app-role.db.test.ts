import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, expect, inject, test } from "vitest";
import { endOf, testDatabase } from "@/lib/testing/database";
import { appRole, grantAppRole, grantExistingRole } from "./app-role";
import { clientOptions, db } from "./client";
import { databaseUrl } from "./embedded";

const { sql } = testDatabase();
const ownerUrl = databaseUrl(
  inject("databaseServer"),
  (await sql`select current_database() as name`)[0]!.name,
);
const word = randomBytes(4).toString("hex");
const role = { name: `lectern_role_${word}`, password: "only-for-this-test" };
const asRole = postgres((await grantAppRole(ownerUrl, role))!, { ...clientOptions, max: 1 });
afterAll(async () => {
  await asRole.end();
  for (const name of [role.name, `${role.name}_own`, `${role.name}_poor`]) {
    const [made] = await sql`select 1 from pg_roles where rolname = ${name}`;
    if (made) await sql`drop owned by ${sql(name)}`;
    await sql`drop role if exists ${sql(name)}`;
  }
});

/** The SQLSTATE with which a statement of the app's role fails, or `done`. */
const codeOf = (statement: string) =>
  asRole.unsafe(statement).then(
    () => "done",
    (error: { code: string }) => error.code,
  );

test("the suite itself works as the app's role", async () => {
  const [row] = await db().$client`select rolsuper from pg_roles where rolname = current_user`;
  expect(row).toEqual({ rolsuper: false });
});

test("the app's role reads and writes rows of every table", async () => {
  const tables = await asRole`
    select relname, has_table_privilege(oid, 'select, insert') as reads,
      has_table_privilege(oid, 'update') and has_table_privilege(oid, 'delete') as changes
    from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by relname`;
  expect(tables.length).toBeGreaterThan(20);
  expect(tables.filter(({ reads }) => !reads)).toEqual([]);
  expect(tables.filter(({ changes }) => !changes).map(({ relname }) => relname)).toEqual([
    "audit_log",
    "audit_seals",
  ]);
});

test.each([
  "alter table audit_log disable trigger audit_log_append_only",
  "drop trigger audit_log_append_only on audit_log",
  "create or replace function audit_log_is_append_only() returns trigger language plpgsql as 'begin return null; end'",
  "set session_replication_role = replica",
  "update audit_log set action = 'x'",
  "delete from audit_log",
  "truncate audit_log",
  "update audit_seals set number = 2",
  "delete from audit_seals",
  "create table mine (id int)",
  "create role more superuser",
  "copy (select 1) to program 'true'",
  "select pg_read_file('/etc/passwd')",
])("the app's role may not: %s", async (statement) => {
  expect(await codeOf(statement)).toBe("42501");
});

test("an owner who cannot create roles creates none, and can grant rights to an existing one", async () => {
  const database = `lectern_role_${word}`;
  const poor = { name: `${role.name}_poor`, password: "poor" };
  await sql`create role ${sql(poor.name)} login password 'poor'`;
  await sql`create role ${sql(`${role.name}_own`)} login password 'own'`;
  await sql`create database ${sql(database)} owner ${sql(poor.name)}`;
  const poorUrl = new URL(databaseUrl(ownerUrl, database));
  poorUrl.username = poor.name;
  poorUrl.password = poor.password;
  const client = postgres(poorUrl.href, { ...clientOptions, max: 1 });
  await client`create table audit_log (id int)`;
  await client`create table audit_seals (id int)`;
  await client`create table facts (id int)`;
  await client.end();

  expect(await grantAppRole(poorUrl.href, { name: `${role.name}_new`, password: "x" })).toBeNull();
  const ownUrl = new URL(poorUrl);
  ownUrl.username = `${role.name}_own`;
  ownUrl.password = "own";
  await grantExistingRole(poorUrl.href, ownUrl.href);
  const app = postgres(ownUrl.href, { ...clientOptions, max: 1 });
  await app`insert into facts values (1)`;
  expect(await endOf(Promise.resolve(app`select * from facts`))).toBe("done");
  await expect(app`delete from audit_log`).rejects.toMatchObject({ code: "42501" });
  await app.end();
  await sql`drop database ${sql(database)} with (force)`;
});

test("the password of the role differs by secret and is the same in every process", () => {
  const of = (secret: string) => appRole("postgres://owner:x@db/school", secret);
  expect(of("a").name).toBe("school_app");
  expect(of("a")).toEqual(of("a"));
  expect(of("a").password).not.toBe(of("b").password);
  expect(of("a").password).toMatch(/^[\w-]{43}$/);
});
