import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { testDatabase } from "@/lib/testing/database";

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
