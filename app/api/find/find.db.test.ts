import { beforeAll, describe, expect, it } from "vitest";
import { type Actor, actorNames, makeWorld, send, signedIn, type World } from "@/lib/testing/access-world";
import { makeCourse, makeSession, makeVideo, testDatabase } from "@/lib/testing/database";
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
      instructorIds: [owner.id],
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

  it("finds the pages of the caller's role by name", async () => {
    const pages = async (actor: Actor) =>
      (await find(actor, "import")).items.map(({ kind, href }) => [kind, href]);
    expect(await pages("instructor")).toEqual([["page", "/imports"]]);
    expect(await pages("student")).toEqual([]);
  });
});
