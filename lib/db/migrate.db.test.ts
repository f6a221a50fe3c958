import { readdirSync } from "node:fs";
import postgres from "postgres";
import { expect, inject, test } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { databaseUrl } from "./embedded";
import { migrate } from "./migrate";

const migrations = readdirSync("drizzle/migrations").filter((name) => name.endsWith(".sql")).length;

test("ten processes can migrate one empty database at once", async () => {
  const { sql, url } = testDatabase();
  const name = `${new URL(url).pathname.slice(1)}_fresh`;
  await sql`create database ${sql(name)}`;
  const fresh = databaseUrl(inject("databaseServer"), name);
  await Promise.all(Array.from({ length: 10 }, () => migrate(fresh)));

  const client = postgres(fresh, { max: 1 });
  const applied = await client`select hash from drizzle.__drizzle_migrations`;
  expect(applied).toHaveLength(migrations);
  expect(await client`select count(*)::int as count from schools`).toEqual([{ count: 0 }]);
  await client.end();
  await sql`drop database ${sql(name)}`;
});
