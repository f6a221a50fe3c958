import { expect, it } from "vitest";
import {
  makeCourse,
  makeSchool,
  makeSession,
  makeUser,
  makeVideo,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { assertInstructor } from "../mutations/references";
import { registerPeople } from "../mutations/registrations";
import { formChoices, schoolChoices } from "./form";
import { sessionPeople } from "./registrations";
import { reachSession } from "./session";

const { sql } = testDatabase();
const context = { request: { id: "request-1", address: "192.0.2.7" }, now: new Date("2026-11-18T17:00:00Z") };
async function makeWorld() {
  const school = await makeSchool();
  const teacher = await makeUser({ school_id: school.id, role: "instructor", name: "Ines" });
  const admin = await makeUser({ school_id: school.id, role: "admin", name: "Ada" });
  await makeUser({ school_id: school.id, role: "instructor", name: "Gone", disabled_at: new Date() });
  const own = await makeCourse({ school_id: school.id, title: "Own", instructorIds: [teacher.id] });
  const foreign = await makeCourse({ school_id: school.id, title: "Foreign" });
  const video = await makeVideo({ school_id: school.id, course_id: own.id });
  const foreignVideo = await makeVideo({ school_id: school.id, course_id: foreign.id });
  return { school, teacher, admin, own, foreign, video, foreignVideo };
}
const ids = (rows: { id: string }[]) => rows.map((row) => row.id).sort();

it("offers an instructor what they teach and what the session has, an admin all of the school", async () => {
  const { school, teacher, admin, own, foreign, video, foreignVideo } = await makeWorld();
  const elsewhere = await makeWorld();
  const offered = await formChoices(scopeOf(teacher), school.id);
  expect(offered).toMatchObject({ time_zone: "Europe/Lisbon", on_time_minutes: 5, instructors: null });
  expect(ids(offered.courses)).toEqual([own.id]);
  expect(ids(offered.recordings)).toEqual([video.id]);
  const kept = await formChoices(scopeOf(teacher), school.id, {
    course_id: foreign.id,
    recording_video_id: foreignVideo.id,
    instructor_id: null,
  });
  expect(kept.courses.map((course) => course.title)).toEqual(["Foreign", "Own"]);
  expect(ids(kept.recordings)).toEqual(ids([video, foreignVideo]));
  const all = await formChoices(scopeOf(admin), school.id);
  expect(ids(all.courses)).toEqual(ids([own, foreign]));
  expect(all.instructors?.map((person) => person.name)).toEqual(["Ada", "Ines"]);
  await expect(formChoices(scopeOf(admin), elsewhere.school.id)).rejects.toThrow(
    "This school does not exist",
  );
});

it("uses the time zone of the instructor's school", async () => {
  const { teacher } = await makeWorld();
  const far = await makeSchool({ time_zone: "Asia/Kathmandu" });
  const farTeacher = await makeUser({ school_id: far.id, role: "instructor" });
  const everywhere = scopeOf(await makeUser({ school_id: null, role: "admin" }));
  expect(await assertInstructor(scopeOf(teacher), undefined)).toMatchObject({ time_zone: "Europe/Lisbon" });
  expect(await assertInstructor(everywhere, farTeacher.id)).toMatchObject({ time_zone: "Asia/Kathmandu" });
  expect((await schoolChoices(everywhere)).map((school) => school.id)).toContain(far.id);
  expect(await schoolChoices(scopeOf(teacher))).toEqual([]);
});

it("lists a session's people page by page, by name, with how many there are of each kind", async () => {
  const { school, teacher } = await makeWorld();
  const { id } = await makeSession({ school_id: school.id, instructor_id: teacher.id });
  const scope = scopeOf(teacher);
  await registerPeople({ scope, ...context }, id, {
    people: [
      { name: "Cy", cancelled: true },
      { name: "bo", cancelled: false },
      { name: "Ana 100%", email: "ana@mail.test", cancelled: false },
    ],
  });
  const guest = "0192f3a4-0000-7000-8000-00000000000e";
  await sql`insert into attendees (session_id, id, display_name, created_at) values (${id}, ${guest}, 'Dee', now())`;
  await sql`
    insert into presence (session_id, client_id, attendee_id, heartbeats, grace_ms) values (${id}, 'x', ${guest}, '{[0,9)}', 1)`;
  const names = async (query: object) =>
    (await sessionPeople(id, { limit: 10, offset: 0, ...query })).items.map((one) => one.name);
  expect(await names({})).toEqual(["Ana 100%", "bo", "Cy", "Dee"]);
  expect(await names({ limit: 2, offset: 1 })).toEqual(["bo", "Cy"]);
  expect(await names({ q: "%" })).toEqual(["Ana 100%"]);
  expect(await names({ q: "mail.test" })).toEqual(["Ana 100%"]);
  expect(await names({ state: "registered" })).toEqual(["Ana 100%", "bo"]);
  expect(await names({ state: "cancelled" })).toEqual(["Cy"]);
  expect(await names({ state: "walk_in" })).toEqual(["Dee"]);
  const { items, counts } = await sessionPeople(id, { limit: 10, offset: 0 });
  expect(counts).toEqual({ registered: 2, cancelled: 1, walk_ins: 1, unknown: 4 });
  expect(items.map((one) => one.came)).toEqual([false, false, false, true]);
  const outsider = scopeOf(await makeUser({ school_id: school.id, role: "instructor" }));
  await expect(reachSession(outsider, id)).rejects.toThrow("do not teach this session");
});
