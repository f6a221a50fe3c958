import { expect, it } from "vitest";
import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import type { Beacon } from "@/lib/domain/videos/playback";
import { runsOf } from "@/lib/measure/day-set";
import { newId } from "@/lib/platform/ids";
import { activeSchool } from "@/lib/testing/active-people";
import { progress, view } from "@/lib/testing/beacons";
import { makeCourse, makeUser, makeVideo, type Person, scopeOf, testDatabase } from "@/lib/testing/database";
import { mergePeople } from "../merging/merge-people";
import { rebuildAll } from "../rollups/rebuild";
import { activeDaysOf } from "./active-days";
import { activeDaysOfMany } from "./school-days";
import { byActor, studentsOf } from "./students";

const { sql, writer } = testDatabase();
const now = new Date("2026-11-30T00:00:00Z");

/** A school, and who in it was active when: what is kept and what changed since, the same as by reading all. */
async function school() {
  const world = await activeSchool("Asia/Kathmandu", { attendance_minimum_seconds: 60 });
  const admin = scopeOf(await makeUser({ school_id: world.school_id, role: "admin" }));
  const days = async (course_id: string | null = null) => {
    const students = await studentsOf(admin);
    const time = { from: "2026-11-01", to: "2026-11-30", time_zone: "Asia/Kathmandu" };
    const actors = await byActor(students);
    const sets = await activeDaysOfMany(students, actors, { ...time, course_id }, now);
    if (course_id === null) expect(sets).toEqual(await activeDaysOf(students, actors, time, now));
    return (who: Person) => runsOf(sets.get(who.id) ?? []).map((run) => `${run.from.slice(8)}+${run.days}`);
  };
  return { ...world, admin, days };
}

it("follow each later view, event and session, also of the same videos and people", async () => {
  const { school_id, student, learned, watched, attended, days } = await school();
  const [ana, ben] = [await student(), await student()];
  const { id: video_id } = await makeVideo({ school_id, duration_ms: 60_000 });
  await watched(ana, "2026-11-02T08:00:00Z", { video_id });
  expect((await days())(ana)).toEqual(["02+1"]);
  await watched(ben, "2026-11-04T08:00:00Z", { video_id });
  await watched(ana, "2026-11-03T08:00:00Z", { video_id });
  await learned(ben, "2026-11-06T08:00:00Z");
  let of = await days();
  expect([of(ana), of(ben)]).toEqual([["02+2"], ["04+1", "06+1"]]);
  await learned(ben, "2026-11-05T08:00:00Z");
  await attended(ana, "2026-11-10T08:00:00Z");
  of = await days();
  expect([of(ana), of(ben)]).toEqual([["02+2", "10+1"], ["04+3"]]);
  // A beacon of the same playback that was received before midnight, comes later, and played nothing.
  const playback_id = newId();
  const send = (beacon: Beacon, at: string, day: string) =>
    applyBeacons(writer, [{ ...beacon, received_at: new Date(at), day }]);
  await send(view(video_id, playback_id, `u:${ben.id}`), "2026-11-19T18:20:00Z", "2026-11-20");
  expect((await days())(ben)).toEqual(["04+3", "20+1"]);
  await send(progress(video_id, playback_id, { seq: 0 }), "2026-11-19T18:10:00Z", "2026-11-19");
  expect((await days())(ben)).toEqual(["04+3", "19+1"]);
  await rebuildAll({ school_id });
  expect((await days())(ben)).toEqual(["04+3", "19+1"]);
});

it("follow a session that is left out, the school's minimum, and people who are merged or deactivated", async () => {
  const { school_id, admin, student, learned, watched, attended, days } = await school();
  const [ana, ben, cem] = [await student(), await student(), await student()];
  const short = await attended(ana, "2026-11-02T08:00:00Z", { stayed: 5 });
  await attended(ben, "2026-11-04T08:00:00Z", { stayed: 20 });
  await watched(ben, "2026-11-05T08:00:00Z");
  await learned(ben, "2026-11-06T08:00:00Z");
  await learned(cem, "2026-11-06T08:00:00Z");
  let of = await days();
  expect([of(ana), of(ben), of(cem)]).toEqual([["02+1"], ["04+3"], ["06+1"]]);
  await sql`update schools set attendance_minimum_seconds = 600 where id = ${school_id}`;
  expect((await days())(ana)).toEqual([]);
  await sql`update schools set attendance_minimum_seconds = 60 where id = ${school_id}`;
  expect((await days())(ana)).toEqual(["02+1"]);
  await sql`update sessions set left_out = true where id = ${short}`;
  expect((await days())(ana)).toEqual([]);
  const ctx = { scope: admin, request: { id: "request-1", address: "192.0.2.7" }, now };
  await mergePeople(ctx, ana.id, { duplicate_id: ben.id });
  of = await days();
  expect([of(ana), of(ben)]).toEqual([["04+3"], []]);
  await sql`update users set disabled_at = now() where id = ${cem.id}`;
  expect((await days())(cem)).toEqual([]);
});

it("of a course are those of its videos and sessions", async () => {
  const { school_id, student, learned, watched, attended, days } = await school();
  const [ana, ben] = [await student(), await student()];
  const course = await makeCourse({ school_id });
  const video = await makeVideo({ school_id, course_id: course.id, duration_ms: 60_000 });
  await watched(ana, "2026-11-02T08:00:00Z", { video_id: video.id });
  await watched(ana, "2026-11-03T08:00:00Z");
  await learned(ana, "2026-11-04T08:00:00Z");
  await attended(ben, "2026-11-05T08:00:00Z", { course_id: course.id });
  await attended(ben, "2026-11-06T08:00:00Z");
  let of = await days(course.id);
  expect([of(ana), of(ben)]).toEqual([["02+1"], ["05+1"]]);
  // What is read of the course first is not all of the school.
  of = await days();
  expect([of(ana), of(ben)]).toEqual([["02+3"], ["05+2"]]);
  of = await days(course.id);
  expect([of(ana), of(ben)]).toEqual([["02+1"], ["05+1"]]);
});
