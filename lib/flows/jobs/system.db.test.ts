import { expect, it } from "vitest";
import { systemMetrics } from "@/lib/domain/system/queries/metrics";
import { metricsQuery } from "@/lib/domain/system/schema";
import { newId } from "@/lib/platform/ids";
import { forgetSingleton } from "@/lib/platform/process";
import { withNote } from "@/lib/platform/request-note";
import { makeCourse, makeSchool, makeUser, makeVideo, scopeOf, testDatabase } from "@/lib/testing/database";
import { serveIngest, transports } from "@/lib/testing/transports";
import { startJob } from "./job";
import { storeMinutes } from "./system";

const { sql } = testDatabase();
serveIngest();

it("stores what beacons and jobs were measured, once, and again after the database was away", async () => {
  const { id: school_id } = await makeSchool();
  const course = await makeCourse({ school_id });
  const video = await makeVideo({ school_id, course_id: course.id, duration_ms: 60_000 });
  const scope = scopeOf(await makeUser({ school_id, role: "admin" }));
  forgetSingleton("measurements");
  const note = { school_id: null, user_id: null, code: null };
  const { send } = transports[1]!;
  const view = { video_id: video.id, course_id: course.id, session_id: newId() };
  await withNote(note, () => send("video-view", JSON.stringify(view)));
  expect(note).toEqual({ school_id, user_id: null, code: null });
  await send("video-view", JSON.stringify({ ...view, course_id: newId(), session_id: newId() }));
  const unknown = { school_id: null, user_id: null, code: null };
  await withNote(unknown, () => send("video-view", JSON.stringify({ session_id: newId(), video_id: 7 })));
  expect(unknown.code).toBe("invalid");
  let runs = 0;
  const job = startJob("sessions", "fails on purpose", 60_000, async () => {
    if (++runs === 1) return true;
    throw new Error("on purpose");
  });
  await expect.poll(() => runs).toBe(2);
  await job.stop();

  await sql`alter table system_counts rename to system_counts_away`;
  expect(await storeMinutes("all")).toBe(0);
  await sql`alter table system_counts_away rename to system_counts`;
  expect(await storeMinutes("over")).toBe(0);
  expect(await storeMinutes("all")).toBe(1);
  expect(await storeMinutes("all")).toBe(0);

  const seen = await systemMetrics(scope, metricsQuery.parse({ hours: 1 }), new Date());
  const [outcomes] = await sql`select count(*)::int as playbacks from playbacks`;
  expect(seen.beacons).toMatchObject({
    stored: outcomes!.playbacks,
    received: seen.beacons.stored + seen.beacons.refused,
  });
  expect(seen.ingest_lag.p95_ms).toBeGreaterThan(0);
  expect(seen.jobs).toMatchObject([{ name: "sessions", runs: 2, failed: 1 }]);
  // The refusal of a body that names no school belongs to none: the installation's admin reads it.
  const installation = scopeOf(await makeUser({ school_id: null, role: "admin" }));
  const all = await systemMetrics(installation, metricsQuery.parse({ hours: 1 }), new Date());
  expect(all.beacons.refusals).toEqual(expect.arrayContaining([{ reason: "invalid", count: 1 }]));
});
