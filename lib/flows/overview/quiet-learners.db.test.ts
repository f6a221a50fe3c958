import { beforeAll, expect, it } from "vitest";
import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import { playback } from "@/lib/testing/beacons";
import {
  enroll,
  makeCourse,
  makeLesson,
  makeSchool,
  makeUser,
  makeVideo,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { quietLearners } from "./quiet-learners";

const { writer } = testDatabase();
const time_zone = "Asia/Kathmandu";
/** 02:15 of 29 November in Kathmandu. */
const now = new Date("2026-11-28T20:30:00Z");

let teacher: Person;
let admin: Person;

/** Four learners of a course: one active, one quiet for 9 days, one for 20, one who never began. */
beforeAll(async () => {
  const school = await makeSchool({ time_zone });
  const person = (role: Person["role"], name = "Somebody") => makeUser({ school_id: school.id, role, name });
  [teacher, admin] = [await person("instructor"), await person("admin")];
  const course = await makeCourse({ school_id: school.id, instructorIds: [teacher.id] });
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
  const [active, nine, twenty, never] = [
    await person("student", "Ana"),
    await person("student", "Nina"),
    await person("student", "Tito"),
    await person("student", "Eva"),
  ];
  for (const { id } of [active, nine, twenty, never]) await enroll(course.id, id);
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
  const counts = { learners: 4, at_risk: 2, latest_names: ["Nina", "Tito"] };
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
    ...{ learners: 4, at_risk: 2, latest_names: [], quiet_latest: [] },
  });
  const stranger = await makeUser({ school_id: teacher.school_id, role: "instructor" });
  expect(await quietLearners(scopeOf(stranger), { time_zone }, now)).toEqual({
    ...{ learners: 0, at_risk: 0, latest_names: [], quiet_latest: [] },
  });
});
