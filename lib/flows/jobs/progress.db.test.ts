import { expect, test } from "vitest";
import { processLocks } from "@/lib/db/advisory-locks";
import { testDatabase } from "@/lib/testing/database";
import { storeStaleProgress } from "./progress";

const { sql } = testDatabase();

test("one process at a time stores progress", async () => {
  await sql.begin(async (other) => {
    await other`select pg_advisory_xact_lock(${processLocks.progress})`;
    expect(await storeStaleProgress()).toBeNull();
  });
  expect(await storeStaleProgress()).not.toBeNull();
});
