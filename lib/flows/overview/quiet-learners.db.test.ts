import { beforeAll, expect, it } from "vitest";
import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import { newId } from "@/lib/platform/ids";
import { playback } from "@/lib/testing/beacons";
import {
  makeCourse,
  makeLesson,
  makeSchool,
  makeSession,
  makeUser,
  makeVideo,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { attend, enrollAt } from "@/lib/testing/learner-facts";
import { quietLearners } from "./quiet-learners";

const { sql, writer } = testDatabase();
const time_zone = "Asia/Kathmandu";
/** 02:15 of 29 November in Kathmandu. */
const now = new Date("2026-11-28T20:30:00Z");

let teacher: Person;
let admin: Person;
let course: { id: string };
let active: Person;
let nine: Person;

/** Four learners of a course: one active, one quiet for 9 days, one for 20, one who never began. */
beforeAll(async () => {
  const school = await makeSchool({ time_zone });
  const person = (role: Person["role"], name = "Somebody") => makeUser({ school_id: school.id, role, name });
  [teacher, admin] = [await person("instructor"), await person("admin")];
  course = await makeCourse({ school_id: school.id, instructorIds: [teacher.id] });
  const lesson = await makeLesson({ course_id: course.id });
  const other = await makeCourse({ school_id: school.id });
  const elsewhere = await makeVideo({ school_id: school.id, course_id: other.id, duration_ms: 100_000 });
  const video = await makeVideo({
    ...{ school_id: school.id, course_id: course.id, lesson_id: lesson.id, duration_ms: 100_000 },
    published_at: new Date("2026-10-01T00:00:00Z"),
  });
  const watched = (person: Person, day: string, { id } = video) => ({
    ...playback(id, `u:${person.id}`, { played: [[0, 10]], position_seconds: 10, plays: 1 }),
    // 05:45 of the day in Kathmandu.
    received_at: new Date(`${day}T00:00:00Z`),
    day,
  });
  [active, nine] = [await person("student", "Ana"), await person("student", "Nina")];
  const [twenty, never] = [await person("student", "Tito"), await person("student", "Eva")];
  for (const one of [active, nine, twenty, never])
    await enrollAt(sql, course.id, one, new Date("2026-10-01T00:00:00Z"));
  await applyBeacons(writer, [
    watched(active, "2026-11-27"),
    watched(nine, "2026-11-02"),
    watched(nine, "2026-11-20"),
    watched(twenty, "2026-10-20"),
    watched(twenty, "2026-11-09"),
    // In the course of another: only an admin reads it.
    watched(twenty, "2026-11-28", elsewhere),
  ]);
});

it("counts who is at risk, and draws the last 28 days of those who went quiet last first", async () => {
  const days = (...active: number[]) => Array.from({ length: 28 }, (_, day) => active.includes(day));
  // The 28 days of Kathmandu begin on 2 November: the 9th is 7 days later, the 20th 18 days.
  const counts = { learners: 4, at_risk: 2, missed: null, latest_names: ["Nina", "Tito"] };
  expect(await quietLearners(scopeOf(teacher), { time_zone }, now)).toEqual({
    ...counts,
    quiet_latest: [days(0, 18), days(7)],
  });
  expect(await quietLearners(scopeOf(admin), { time_zone }, now)).toEqual({
    ...counts,
    quiet_latest: [days(0, 18), days(7, 26)],
  });
});

it("draws nobody for who runs several schools, and says nothing of others' courses", async () => {
  const root = scopeOf(await makeUser({ school_id: null, role: "admin" }));
  expect(await quietLearners(root, { time_zone }, now)).toEqual({
    ...{ learners: 4, at_risk: 2, missed: null, latest_names: [], quiet_latest: [] },
  });
  const stranger = await makeUser({ school_id: teacher.school_id, role: "instructor" });
  expect(await quietLearners(scopeOf(stranger), { time_zone }, now)).toEqual({
    ...{ learners: 0, at_risk: 0, missed: null, latest_names: [], quiet_latest: [] },
  });
});

it("counts those of them who missed the latest session, once somebody is known to have come", async () => {
  const missed = async () => (await quietLearners(scopeOf(teacher), { time_zone }, now)).missed;
  const held = async (day: string) => {
    const begun = new Date(`${day}T10:00:00Z`);
    const ended = new Date(begun.getTime() + 3_600_000);
    const { id } = await makeSession({
      ...{ school_id: teacher.school_id!, course_id: course.id, instructor_id: teacher.id, status: "ended" },
      ...{ scheduled_start: begun, scheduled_end: ended, started_at: begun, ended_at: ended },
    });
    return { id, begun_at: begun };
  };
  const register = (session: { id: string }, { id, name }: Person) =>
    sql`insert into attendees (session_id, id, user_id, display_name, created_at, registered_at)
      values (${session.id}, ${newId()}, ${id}, ${name}, now(), now())`;
  // A week before the 29th: “Sunday’s” could be either.
  await attend(sql, await held("2026-11-22"), active, 60);
  expect(await missed()).toBeNull();
  const session = await held("2026-11-25");
  expect(await missed()).toBeNull();
  await attend(sql, session, active, 60);
  expect(await missed()).toEqual({ people: 2, begun_at: "2026-11-25T10:00:00.000Z", time_zone });
  // It was for her and for somebody else.
  await register(session, nine);
  await register(session, active);
  expect(await missed()).toMatchObject({ people: 1 });
});
