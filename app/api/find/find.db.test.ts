import { eq, like } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { enrollments } from "@/lib/db/tables/courses";
import { users as usersTable } from "@/lib/db/tables/people";
import { attendees } from "@/lib/db/tables/sessions";
import {
  type Actor,
  actorNames,
  inBrowser,
  makeWorld,
  signedIn,
  type World,
} from "@/lib/testing/access-world";
import {
  enroll,
  makeCourse,
  makeMessage,
  makeSession,
  makeUser,
  makeVideo,
  testDatabase,
} from "@/lib/testing/database";
import { send } from "@/lib/testing/requests";
import { routeTable } from "../route-table";

testDatabase();
const route = (await routeTable()).find(({ path }) => path === "/api/find")!;
let world: World;

/** Each of the three owners has a course, a video and two sessions of the same words. */
beforeAll(async () => {
  world = await makeWorld();
  const { users } = world;
  for (const owner of [users.instructor, users.otherInstructor, users.otherSchoolAdmin]) {
    const school_id = owner.school_id as string;
    const course = await makeCourse({
      school_id,
      title: `Residuals of ${owner.name}`,
      instructorIds: owner === users.instructor ? [owner.id, users.assistant.id] : [owner.id],
    });
    const of = { school_id, course_id: course.id };
    await makeVideo({ ...of, title: `Reading residuals, ${owner.name}` });
    for (const [title, day] of [
      ["Reading residuals", "2026-11-11"],
      ["Residuals, 100 %", "2026-11-10"],
    ] as const)
      await makeSession({
        ...of,
        instructor_id: owner.id,
        title: `${title}, ${owner.name}`,
        scheduled_start: new Date(`${day}T18:00:00Z`),
        scheduled_end: new Date(`${day}T19:00:00Z`),
      });
  }
});

type Found = { items: { kind: string; title: string; href: string }[]; total: number };

async function find(actor: Actor, q: string): Promise<Found> {
  const response = await send(route, { query: { q } }, await signedIn(world.users[actor]));
  expect(response.status).toBe(200);
  return response.json();
}

/** Whose things a person finds. */
const reached: Record<Actor, Actor[]> = {
  student: [],
  instructor: ["instructor"],
  otherInstructor: ["otherInstructor"],
  assistant: ["instructor"],
  schoolAdmin: ["instructor", "otherInstructor"],
  otherSchoolAdmin: ["otherSchoolAdmin"],
  installationAdmin: ["instructor", "otherInstructor", "otherSchoolAdmin"],
};

describe("search by title", () => {
  it.each(actorNames)(
    "%s: the sessions, videos and courses that they may read, and no others",
    async (actor) => {
      const names = reached[actor].map((owner) => world.users[owner].name);
      const { items, total } = await find(actor, "RESIDUALS");
      const found = (kind: string) =>
        items.flatMap((item) => (item.kind === kind ? [item.title] : [])).sort();
      expect(found("session")).toEqual(
        names.flatMap((name) => [`Reading residuals, ${name}`, `Residuals, 100 %, ${name}`]).sort(),
      );
      expect(found("video")).toEqual(names.map((name) => `Reading residuals, ${name}`).sort());
      expect(found("course")).toEqual(names.map((name) => `Residuals of ${name}`).sort());
      expect(total).toBe(4 * names.length);
    },
  );

  it("finds pages by their names in the reader's language", async () => {
    const reader = await inBrowser(world.users.instructor);
    const caller = { headers: { ...reader.headers, "accept-language": "de" } };
    const answer = await send(route, { query: { q: "übersicht" } }, caller);
    const { items } = (await answer.json()) as Found;
    expect(items.filter(({ kind }) => kind === "page")).toMatchObject([{ title: "Übersicht", href: "/" }]);
  });

  it("lists sessions whose title begins with the words first, and escapes %", async () => {
    const { name } = world.users.instructor;
    const sessions = async (q: string) =>
      (await find("instructor", q)).items.flatMap(({ kind, title }) => (kind === "session" ? [title] : []));
    expect(await sessions("residuals")).toEqual([`Residuals, 100 %, ${name}`, `Reading residuals, ${name}`]);
    expect(await sessions("reading")).toEqual([`Reading residuals, ${name}`]);
    expect(await sessions("100 %")).toEqual([`Residuals, 100 %, ${name}`]);
    expect(await sessions("%")).toEqual([`Residuals, 100 %, ${name}`]);
  });

  it("lists at most eight of a kind, and counts all", async () => {
    const { id, school_id } = world.users.instructor;
    for (let count = 0; count < 9; count++)
      await makeSession({ school_id: school_id as string, instructor_id: id, title: `Outliers ${count}` });
    const { items, total } = await find("instructor", "outliers");
    expect([items.length, total]).toEqual([8, 9]);
    for (const { href } of items) expect(href).toMatch(/^\/sessions\/[\w-]{36}$/);
  });

  it.each(actorNames)("%s: the people whom they may find, with a link to their page", async (actor) => {
    const { targets } = world;
    const learner = await makeUser({ school_id: world.school.id, name: "Residual Learner" });
    await enroll(targets.own.course_id, learner.id);
    await makeUser({ school_id: world.school.id, name: "Residual Stranger" });
    await makeUser({ school_id: world.elsewhere.id, name: "Residual Elsewhere" });
    await makeUser({ school_id: world.school.id, name: "Residual Gone", disabled_at: new Date() });
    const people = (await find(actor, "residual ")).items.filter(({ kind }) => kind === "person");
    const expected: Record<Actor, string[]> = {
      student: [],
      instructor: ["Residual Learner"],
      otherInstructor: [],
      assistant: ["Residual Learner"],
      schoolAdmin: ["Residual Learner", "Residual Stranger"],
      otherSchoolAdmin: ["Residual Elsewhere"],
      installationAdmin: ["Residual Elsewhere", "Residual Learner", "Residual Stranger"],
    };
    expect([...new Set(people.map(({ title }) => title))]).toEqual(expected[actor]);
    for (const { href } of people) expect(href).toMatch(/^\/people\/[\w-]{36}$/);
    await db().delete(enrollments).where(eq(enrollments.user_id, learner.id));
    await db().delete(usersTable).where(like(usersTable.name, "Residual %"));
  });

  it("finds for a student what is for them, with the place where they take part", async () => {
    const { school, users } = world;
    const course = await makeCourse({ school_id: school.id, title: "Median, the course" });
    await enroll(course.id, users.student.id);
    const of = { school_id: school.id, course_id: course.id };
    const video = await makeVideo({ ...of, title: "Median, the video" });
    await makeVideo({ ...of, title: "Median, not ready", status: "processing" });
    await makeVideo({ school_id: school.id, title: "Median, of another course" });
    const planned = await makeSession({ ...of, title: "Median, planned" });
    const held = await makeSession({
      ...of,
      title: "Median, held",
      status: "ended",
      recording_video_id: video.id,
      scheduled_start: new Date("2026-11-11T18:00:00Z"),
      scheduled_end: new Date("2026-11-11T19:00:00Z"),
    });
    const invited = await makeSession({ school_id: school.id, title: "Median, invited" });
    await makeMessage({ session_id: invited.id });
    await db()
      .update(attendees)
      .set({ user_id: users.student.id })
      .where(eq(attendees.session_id, invited.id));
    await makeSession({ school_id: school.id, title: "Median, of others" });
    const { items, total } = await find("student", "median");
    expect(items.map(({ kind, title, href }) => [kind, title, href]).sort()).toEqual(
      [
        ["session", "Median, planned", `/room/${planned.id}`],
        ["session", "Median, invited", `/room/${invited.id}`],
        ["session", held.title, `/watch/${video.id}`],
        ["video", "Median, the video", `/watch/${video.id}`],
        ["course", "Median, the course", `/?course_id=${course.id}#course-${course.id}`],
      ].sort(),
    );
    expect(total).toBe(5);
  });

  it("links a person to the sessions that they teach, are registered for or attended, within the caller's own", async () => {
    const { school, users } = world;
    const person_id = (await makeUser({ school_id: school.id })).id;
    const invite = async (instructor_id: string, title: string) => {
      const session = await makeSession({ school_id: school.id, instructor_id, title });
      await makeMessage({ session_id: session.id });
      await db().update(attendees).set({ user_id: person_id }).where(eq(attendees.session_id, session.id));
    };
    await invite(users.instructor.id, "Own, invited");
    await invite(users.otherInstructor.id, "Colleague's, invited");
    const list = (await routeTable()).find(
      ({ path, method }) => path === "/api/admin/training/sessions" && method === "GET",
    )!;
    const listed = async (actor: Actor, person: string) => {
      const answer = await send(list, { query: { person_id: person } }, await signedIn(users[actor]));
      return (await answer.json()).items.map(({ title }: { title: string }) => title).sort();
    };
    expect(await listed("instructor", person_id)).toEqual(["Own, invited"]);
    expect(await listed("schoolAdmin", person_id)).toEqual(["Colleague's, invited", "Own, invited"]);
    expect(await listed("schoolAdmin", users.otherInstructor.id)).toContain("Colleague's, invited");
  });

  it("lists first the kind with the title that fits best", async () => {
    const { id, school_id } = world.users.instructor;
    await makeCourse({ school_id: school_id as string, instructorIds: [id], title: "Quantiles" });
    await makeSession({ school_id: school_id as string, instructor_id: id, title: "About quantiles" });
    const kinds = (await find("instructor", "quantiles")).items.map(({ kind }) => kind);
    expect(kinds).toEqual(["course", "session"]);
  });

  it("finds the pages of the caller's role by name", async () => {
    const pages = async (actor: Actor) =>
      (await find(actor, "import")).items.map(({ kind, href }) => [kind, href]);
    expect(await pages("instructor")).toEqual([["page", "/imports"]]);
    expect(await pages("student")).toEqual([]);
  });
});
