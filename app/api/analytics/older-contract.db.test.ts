import { beforeAll, describe, expect, test } from "vitest";
import { measuredMinutes } from "@/lib/http/measurements";
import { newId } from "@/lib/platform/ids";
import { makeCourse, makeLesson, makeSchool, makeVideo, testDatabase } from "@/lib/testing/database";
import { serveIngest, transports } from "@/lib/testing/transports";

/* Players of the older contract: positions and watch time, lessons, and counters that nobody checked before. */

const { sql } = testDatabase();
serveIngest();

let ids: { video_id: string; course_id: string };
let schoolId: string;

beforeAll(async () => {
  const school_id = (await makeSchool()).id;
  const course_id = (await makeCourse({ school_id })).id;
  const lesson = await makeLesson({ course_id, external_id: "week-7" });
  const video = await makeVideo({ school_id, course_id, lesson_id: lesson.id, duration_ms: 60_000 });
  ids = { video_id: video.id, course_id };
  schoolId = school_id;
});

const stored = async (session: string) =>
  (await sql`select * from playbacks where playback_id = ${session}`)[0];

/** What this process has counted of the school's players. */
function told(): { retries: number; lost: number } {
  const minutes = measuredMinutes(new Date(Date.now() + 60_000));
  const counts = minutes.flatMap((minute) => minute.counts);
  const sum = (name: string) =>
    counts
      .filter((one) => one.kind === "tracker" && one.name === name && one.school_id === schoolId)
      .reduce((total, { count }) => total + count, 0);
  return { retries: sum("retries"), lost: sum("lost") };
}

describe.each(transports)("through $name", ({ send }) => {
  const view = (session: string, more: object = {}) =>
    send("video-view", JSON.stringify({ ...ids, session_id: session, ...more }));

  test("a lesson's id is kept, and another lesson's is refused", async () => {
    const session = newId();
    expect(await view(session, { lesson_id: "week-8" })).toMatchObject({
      status: 400,
      body: { errors: [{ path: "lesson_id" }] },
    });
    expect((await view(session, { lesson_id: "week-7" })).status).toBe(200);
    expect(await stored(session)).toMatchObject({ lesson_id: "week-7" });
  });

  test("a position and a watch time are stored as what they show", async () => {
    const session = newId();
    await view(session);
    const said = { session_id: session, current_position_seconds: 30, watch_time_seconds: 15 };
    expect((await send("video-progress", JSON.stringify(said))).status).toBe(200);
    expect(await stored(session)).toMatchObject({ watched: "{[290,300)}", proof: "reported", media_ms: "0" });
  });

  test("a million plays in one beacon are refused, with the reason", async () => {
    const session = newId();
    await view(session);
    const item = {
      type: "progress",
      session_id: session,
      current_position_seconds: 3,
      play_count: 1_000_000,
    };
    expect((await send("video-batch", JSON.stringify([item]))).body).toMatchObject({
      results: [{ status: 400, code: "too_many_events" }],
    });
    expect(await stored(session)).toMatchObject({ plays: 0 });
  });

  test("what a player says of its delivery is counted once for its school", async () => {
    const session = newId();
    const before = told();
    await view(session);
    const said = { session_id: session, seq: 0, current_position_seconds: 3, retries: 2, lost: 3 };
    for (let time = 0; time < 2; time++)
      expect((await send("video-progress", JSON.stringify(said))).status).toBe(200);
    expect(told()).toEqual({ retries: before.retries + 2, lost: before.lost + 3 });
    // What no page can have lost counts as the most that one could.
    const invented = { ...said, seq: 1, lost: 1_000_000 };
    expect((await send("video-progress", JSON.stringify(invented))).status).toBe(200);
    expect(told().lost).toBe(before.lost + 1000);
  });
});
