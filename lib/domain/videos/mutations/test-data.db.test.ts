import { expect, it } from "vitest";
import { endOf, makeUser, scopeOf, testDatabase } from "@/lib/testing/database";
import { makeNumbersWorld } from "@/lib/testing/numbers-world";
import { rebuildVideo } from "../ingest/rebuild";
import { countTestData } from "../queries/test-data";
import { testDataQuery } from "../test-data";
import { beginDeletion, deleteTestData } from "./test-data";

const { sql, writer } = testDatabase();

it("deletes the views that were counted, and leaves numbers as if they had never been", async () => {
  const { admin, main, videos, of } = await makeNumbersWorld();
  const ctx = { scope: scopeOf(admin), request: { id: "r", address: "192.0.2.1" }, now: new Date() };
  const range = { from: "2026-11-02", to: "2026-11-04" };
  const filter = testDataQuery.parse({ ...range, video_id: main.id });
  const all = of(main.id).length;
  const counted = await countTestData(ctx.scope, filter);
  expect(counted.views).toBeGreaterThan(5);
  expect(counted.videos).toBe(1);

  const previews = await countTestData(ctx.scope, { ...filter, which: "preview" });
  expect(previews.views).toBeGreaterThan(0);
  expect(previews.views).toBeLessThan(counted.views);
  const elsewhere = await makeUser({ school_id: null, role: "instructor" });
  expect((await countTestData(scopeOf(elsewhere), filter)).views).toBe(0);

  expect(await endOf(beginDeletion(ctx, { ...filter, views: counted.views + 1 }))).toBe("conflict");
  expect(await sql`select 1 from background_work`).toHaveLength(0);
  await beginDeletion(ctx, { ...filter, views: counted.views });
  const [entry] = await sql`select detail from audit_log where action = 'test_data.delete'`;
  expect(entry?.detail).toMatchObject({ ...counted, ...range });

  const steps: number[][] = [];
  await deleteTestData(ctx.scope, filter, (...step) => steps.push(step));
  expect(steps).toEqual([[1, 1]]);
  expect((await countTestData(ctx.scope, filter)).views).toBe(0);
  const [left] = await sql<
    { count: number }[]
  >`select count(*)::int from playbacks where video_id = ${main.id}`;
  expect(left!.count).toBeGreaterThan(all - counted.views - 1);
  for (const { id } of videos) expect(await rebuildVideo(writer, id)).toEqual([]);
  // Again, as after a process that was killed.
  await deleteTestData(ctx.scope, filter, () => {});
});
