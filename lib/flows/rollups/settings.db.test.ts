import { afterAll, describe, expect, it, vi } from "vitest";
import { actorOf } from "@/lib/auth/pseudonym";
import { processLocks } from "@/lib/db/advisory-locks";
import { openWriter } from "@/lib/db/writer";
import { applyLearningEvents } from "@/lib/domain/learning/ingest/apply-events";
import { changeSchool } from "@/lib/domain/schools/mutations";
import { pastOwnSessions } from "@/lib/domain/sessions/queries/own";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import type { Beacon } from "@/lib/domain/videos/playback";
import { newId } from "@/lib/platform/ids";
import { dayOf } from "@/lib/platform/time";
import { noProgress } from "@/lib/testing/beacons";
import { makeCourse, makeSchool, makeUser, makeVideo, scopeOf, testDatabase } from "@/lib/testing/database";
import { makePeople, randomOf, record } from "@/lib/testing/random-session";
import { rebuildAll, recountLearning, recountSessions, recountVideos } from "./rebuild";

/* After a change of settings every number is that of a school which had them from the start. */

const { sql } = testDatabase();
const writer = openWriter();
afterAll(() => writer.close());
const now = new Date("2026-11-28T10:00:00Z");
const request = { id: "request-1", address: "192.0.2.1" };

type Settings = NonNullable<Parameters<typeof makeSchool>[0]>;

/** Tables of a video's numbers, without what names the video. */
async function videoNumbers(videoId: string) {
  const tables = ["video_seconds", "video_segments", "video_daily", "video_totals", "video_breakdowns"];
  const rows = await Promise.all(
    [...tables, "playbacks", "viewer_progress"].map(
      (table) =>
        sql`select to_jsonb(t) - 'video_id' - 'completed_at' || jsonb_build_object('completed',
              to_jsonb(t) -> 'completed_at' is distinct from 'null'::jsonb) as row
            from ${sql(table)} t where video_id = ${videoId}`,
    ),
  );
  // A row of zeros means the same as no row.
  const keys = ["second", "segment", "day", "dimension", "value", "completed"];
  const isEmpty = (row: object) => Object.entries(row).every(([key, value]) => keys.includes(key) || !value);
  return rows.map((of) => of.flatMap(({ row }) => (isEmpty(row) ? [] : [JSON.stringify(row)])).sort());
}

/** The same forty playbacks over three days, of ten viewers, in a school with these settings. */
async function watched(settings: Settings, ids: readonly string[]) {
  const school = await makeSchool(settings);
  const course = await makeCourse({ school_id: school.id });
  const video = await makeVideo({ school_id: school.id, course_id: course.id, duration_ms: 100_000 });
  const random = randomOf(7);
  const beacons = ids.flatMap((playback_id, index): Beacon[] => {
    const received_at = new Date(Date.UTC(2026, 10, 20 + (index % 3), Math.floor(random() * 24)));
    const common = {
      video_id: video.id,
      playback_id,
      received_at,
      day: dayOf(received_at, school.time_zone),
    };
    const from = Math.floor(random() * 50);
    return [
      {
        ...common,
        view: {
          ...{ viewer_id: `s:viewer-${index % 10}`, preview: false, device: "desktop", browser: "Firefox" },
          ...{ os: "Linux", country: "PT", referrer: null, reported_length_ms: null, is_live: false },
          ...{ suspect_id: null, lesson_id: null },
        },
        progress: null,
      },
      {
        ...common,
        view: null,
        progress: { ...noProgress, seq: 1, played: [[from, from + 20 + Math.floor(random() * (80 - from))]] },
      },
    ];
  });
  for (const beacon of beacons) await applyBeacons(writer, [beacon]);
  return { school, video };
}

const asAdmin = async (schoolId: string) => ({
  scope: scopeOf(await makeUser({ school_id: schoolId, role: "admin" })),
  request,
  now,
});
const queued = (schoolId: string) =>
  sql`select kind from background_work where school_id = ${schoolId} and state = 'waiting' order by kind`.then(
    (rows) => rows.map(({ kind }) => kind),
  );

describe.each([
  [{ completion_threshold: 40 }],
  [{ completion_threshold: 100 }],
  [{ time_zone: "Pacific/Auckland" }],
  [{ time_zone: "America/Los_Angeles", completion_threshold: 60 }],
])("videos after a change to %j", (settings) => {
  it("have the numbers of a school that had it from the start", async () => {
    const ids = Array.from({ length: 40 }, newId);
    const always = await watched(settings, ids);
    const { school, video } = await watched({}, ids);
    expect(await videoNumbers(video.id)).not.toEqual(await videoNumbers(always.video.id));
    await changeSchool(await asAdmin(school.id), school.id, settings);
    expect(await queued(school.id)).toEqual(["recount_videos"]);
    const seen: number[][] = [];
    await recountVideos(school.id, (...progress) => seen.push(progress), 0);
    expect(seen).toEqual([
      [0, 1],
      [1, 1],
    ]);
    expect(await videoNumbers(video.id)).toEqual(await videoNumbers(always.video.id));
    expect((await rebuildAll({ school_id: school.id })).differences).toEqual([]);
  });
});

describe.each([
  [{ attendance_minimum_seconds: 600 }],
  [{ attendance_minimum_percent: 50 }],
  [{ attendance_minimum_percent: 30, attendance_minimum_seconds: 900 }],
  [{ on_time_minutes: 0 }],
])("sessions after a change to %j", (settings) => {
  it("have the numbers of a school that had it from the start", async () => {
    const numbers = async (id: string) =>
      (await sql`select detail from session_numbers where session_id = ${id}`)[0]?.detail;
    const always = await record(makePeople(3), randomOf(3), settings);
    const { session } = await record(makePeople(3), randomOf(3));
    const silent = () => {};
    await recountSessions(always.session.school_id, now, silent);
    await recountSessions(session.school_id, now, silent);
    expect(await numbers(session.id)).not.toEqual(await numbers(always.session.id));
    await changeSchool(await asAdmin(session.school_id), session.school_id, settings);
    expect(await queued(session.school_id)).toEqual(["recount_sessions"]);
    const seen: number[][] = [];
    await recountSessions(session.school_id, now, (...progress) => seen.push(progress));
    expect(seen).toEqual([
      [0, 1],
      [1, 1],
    ]);
    expect(await numbers(session.id)).toEqual(await numbers(always.session.id));
    expect((await rebuildAll({ school_id: session.school_id })).differences).toEqual([]);
  });
});

it("a learner's own list counts attendance by the same minimum", async () => {
  const { session } = await record(makePeople(5), randomOf(5));
  const learner = await makeUser({ school_id: session.school_id });
  const [attendee] = await sql`select id from attendees where session_id = ${session.id} limit 1`;
  await sql`update attendees set user_id = ${learner.id}, reported_ms = ${20 * 60_000 - 1} where session_id = ${session.id} and id = ${attendee!.id}`;
  const own = async () => (await pastOwnSessions(scopeOf(learner))).map(({ attended }) => attended);
  const ctx = await asAdmin(session.school_id);
  expect(await own()).toEqual([true]);
  // The session lasts 40 minutes.
  await changeSchool(ctx, session.school_id, { attendance_minimum_percent: 50 });
  expect(await own()).toEqual([false]);
  await sql`update attendees set reported_ms = ${20 * 60_000} where session_id = ${session.id} and id = ${attendee!.id}`;
  expect(await own()).toEqual([true]);
  expect(await reachSession(ctx.scope, session.id)).toMatchObject({ attendance_minimum_percent: 50 });
});

it("after a change of zone, also awards that had begun before are counted by its days", async () => {
  const school = await makeSchool({ time_zone: "UTC" });
  const actor = await actorOf(school.id, newId());
  let recounted = Promise.resolve();
  await sql.begin(async (awarding) => {
    await awarding`select pg_advisory_xact_lock(${processLocks.awards})`;
    await changeSchool(await asAdmin(school.id), school.id, { time_zone: "Asia/Kathmandu" });
    recounted = recountLearning(school.id, 0);
    await vi.waitFor(async () => {
      const waiting = await awarding`
        select from pg_locks where locktype = 'advisory' and objid = ${processLocks.awards} and not granted
          and database = (select oid from pg_database where datname = current_database())`;
      expect(waiting).toHaveLength(1);
    });
    // 20:00 UTC is 01:45 on the next day in Kathmandu.
    const at = new Date("2026-11-18T20:00:00Z");
    await applyLearningEvents(writer, [
      {
        ...{ actor, id: newId(), school_id: school.id, event_type: "xp_earned", day: "2026-11-18" },
        ...{ properties: { amount: 5, reason: "first_activity" }, occurred_at: at, received_at: at },
      },
    ]);
  });
  await recounted;
  expect(await sql`select day::text from daily_activity where actor = ${actor}`).toEqual([
    { day: "2026-11-19" },
  ]);
});
