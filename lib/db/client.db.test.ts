import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { testDatabase } from "@/lib/testing/database";
import { dbPlanning } from "./client";

const { db } = testDatabase();

it("the builder's statements are prepared on their connection", async () => {
  // A statement without parameters goes out in one message, and needs no preparation.
  const [row] = await db
    .select({
      prepared: sql<boolean>`exists (select from pg_prepared_statements where statement like ${"%asks about itself%"})`,
      note: sql<string>`'asks about itself'`,
    })
    .from(sql`(values (1)) v`);
  expect(row?.prepared).toBe(true);
});

it("those that are planned anew are not, on the same connections", async () => {
  const asked = () =>
    dbPlanning().execute<{ prepared: boolean; pid: number }>(sql`
      select exists (select from pg_prepared_statements where statement like ${"%planned each time%"}) as prepared,
        pg_backend_pid() as pid, 'planned each time' as note`);
  const pids = new Set<number>();
  for (let time = 0; time < 7; time++)
    for (const { prepared, pid } of await asked()) {
      expect(prepared).toBe(false);
      pids.add(pid);
    }
  const [row] = await db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
  expect(pids).toContain(row!.pid);
});
