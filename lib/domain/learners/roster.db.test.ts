import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { classes, enrollments } from "@/lib/db/tables/courses";
import { attendees, presence } from "@/lib/db/tables/sessions";
import { viewerProgress } from "@/lib/db/tables/videos";
import { formatMultirange } from "@/lib/measure/ranges";
import { newId } from "@/lib/platform/ids";
import {
  enroll,
  makeCourse,
  makeSchool,
  makeSession,
  makeUser,
  makeVideo,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { reachLearner, roster, wholeRoster } from "./queries";
import { rosterQuery } from "./schema";

testDatabase();
const at = (day: number, hour: number) => new Date(Date.UTC(2026, 10, day, hour));

let world: Awaited<ReturnType<typeof makeWorld>>;
beforeAll(async () => {
  world = await makeWorld();
});

/** A course with two recorded sessions and one without a recording, and a learner for each state. */
async function makeWorld() {
  const school = await makeSchool({ time_zone: "Europe/Lisbon", attendance_minimum_seconds: 60 });
  const person = (name: string, role: Person["role"] = "student") =>
    makeUser({ school_id: school.id, name, role });
  const [instructor, colleague, admin] = [
    await person("Teacher", "instructor"),
    await person("Colleague", "instructor"),
    await person("Admin", "admin"),
  ];
  const course = {
    ...(await makeCourse({ school_id: school.id, instructorIds: [instructor.id] })),
    time_zone: school.time_zone,
  };
  const [group] = await db().insert(classes).values({ course_id: course.id, name: "Group A" }).returning();
  const held = async (day: number, given: object = {}) => {
    const recording = await makeVideo({ school_id: school.id, course_id: course.id, duration_ms: 600_000 });
    const session = await makeSession({
      ...{
        school_id: school.id,
        course_id: course.id,
        instructor_id: instructor.id,
        status: "ended" as const,
      },
      ...{ scheduled_start: at(day, 18), scheduled_end: at(day, 19), recording_video_id: recording.id },
      ...given,
    });
    return { ...session, recording };
  };
  const first = await held(10);
  const second = await held(12);
  const unrecorded = await held(14, { recording_video_id: null });
  await held(13, { left_out: true });
  const came = async (learner: Person, session: { id: string; begun_at: Date }, minutes = 30) => {
    const id = newId();
    const from = session.begun_at.getTime();
    await db()
      .insert(attendees)
      .values({
        session_id: session.id,
        id,
        user_id: learner.id,
        display_name: learner.name,
        created_at: at(1, 0),
      });
    await db()
      .insert(presence)
      .values({
        session_id: session.id,
        client_id: newId(),
        attendee_id: id,
        heartbeats: formatMultirange([from, from + minutes * 60_000]),
        grace_ms: 0,
      });
  };
  const watched = (learner: Person, { recording }: { recording: { id: string } }, tenths: number) =>
    db()
      .insert(viewerProgress)
      .values({
        video_id: recording.id,
        viewer_id: `u:${learner.id}`,
        watched: formatMultirange([0, tenths]),
        playbacks: 1,
        last_watched_at: at(20, 9),
      });
  const learner = async (name: string, since = at(1, 0), given: object = {}) => {
    const one = await person(name);
    await db()
      .insert(enrollments)
      .values({ course_id: course.id, user_id: one.id, created_at: since, ...given });
    return one;
  };
  const all = await learner("All");
  await came(all, first);
  await came(all, second);
  const watcher = await learner("Watcher");
  await came(watcher, first);
  await watched(watcher, second, 5_900);
  const neither = await learner("Neither", at(1, 0), { class_id: group?.id });
  await came(neither, first);
  await watched(neither, second, 1_000);
  await learner("Never");
  const brief = await learner("Brief");
  await came(brief, first, 0.5);
  await came(brief, unrecorded);
  await learner("New", at(21, 0));
  return { school, instructor, colleague, admin, course, group, neither };
}

const read = (who: Person, query: object = {}) =>
  roster(scopeOf(who), world.course, rosterQuery.parse(query));

describe("a course's roster", () => {
  it("has each learner in one state, and the states add up", async () => {
    const { items, total, states } = await read(world.instructor);
    expect(
      items.map(({ name, state, sessions, came, missed, watched, neither }) => [
        name,
        state,
        sessions,
        came,
        missed,
        watched,
        neither,
      ]),
    ).toEqual([
      ["All", "came_to_all", 2, 2, 0, 0, 0],
      ["Brief", "never_came", 2, 0, 2, 0, 2],
      ["Neither", "neither", 2, 1, 1, 0, 1],
      ["Never", "never_came", 2, 0, 2, 0, 2],
      ["New", "none_yet", 0, 0, 0, 0, 0],
      ["Watcher", "watched", 2, 1, 1, 1, 0],
    ]);
    expect(states).toEqual({ never_came: 2, watched: 1, neither: 1, came_to_all: 1, none_yet: 1 });
    expect(total).toBe(6);
  });

  it("is narrowed by state, class, words and the day since when somebody was not seen", async () => {
    const names = async (query: object) =>
      (await read(world.instructor, query)).items.map(({ name }) => name);
    expect(await names({ state: "never_came" })).toEqual(["Brief", "Never"]);
    expect(await names({ class_id: world.group?.id })).toEqual(["Neither"]);
    expect(await names({ q: "WATCH" })).toEqual(["Watcher"]);
    expect(await names({ not_seen_since: "2026-11-13" })).toEqual(["All", "Never", "New"]);
    expect(await names({ sort: "neither", limit: 2 })).toHaveLength(2);
    expect((await read(world.instructor, { offset: 50 })).total).toBe(6);
  });

  it("counts for a colleague in the course only the sessions that they teach", async () => {
    const { states } = await read(world.colleague);
    expect(states.none_yet).toBe(6);
    expect((await read(world.admin)).states.came_to_all).toBe(1);
  });

  it("exports the same rows", async () => {
    const query = rosterQuery.parse({ state: "never_came" });
    const rows = [];
    for await (const batch of wholeRoster(scopeOf(world.instructor), world.course, query))
      rows.push(...batch);
    expect(rows).toEqual((await read(world.instructor, { state: "never_came" })).items);
  });
});

describe("a learner", () => {
  it("is reached by who teaches or assists them and by admins, and by nobody else", async () => {
    const { school, instructor, colleague, admin, neither, course } = world;
    const elsewhere = await makeUser({ school_id: (await makeSchool()).id, role: "admin" });
    const student = await makeUser({ school_id: school.id });
    await enroll(course.id, student.id);
    const end = (who: Person) =>
      reachLearner(scopeOf(who), neither.id).then(
        ({ name }) => name,
        (error) => error.code,
      );
    expect(await Promise.all([instructor, admin, colleague, elsewhere, student].map(end))).toEqual([
      "Neither",
      "Neither",
      "forbidden",
      "not_found",
      "forbidden",
    ]);
  });
});
