import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { testDatabase } from "@/lib/testing/database";

const { db } = testDatabase();

it("the builder's statements are prepared on their connection", async () => {
  const [row] = await db
    .select({
      prepared: sql<boolean>`exists (select from pg_prepared_statements where statement like '%about itself%')`,
    })
    .from(sql`(values (1)) v`);
  expect(row).toEqual({ prepared: true });
});
