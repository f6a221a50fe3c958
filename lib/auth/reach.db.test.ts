import type { SQL } from "drizzle-orm";
import { alias, type PgColumn, type PgTable } from "drizzle-orm/pg-core";
import { beforeAll, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { courseInstructors, courses } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { sessions } from "@/lib/db/tables/sessions";
import { videos } from "@/lib/db/tables/videos";
import {
  enroll,
  makeCourse,
  makeSchool,
  makeSession,
  makeUser,
  makeVideo,
  testDatabase,
} from "@/lib/testing/database";
import { reachesCourses, reachesPeople, reachesSchool, reachesSessions, reachesVideos } from "./reach";
import { mintScope, type Role, type Scope } from "./scope";

testDatabase();

type Reach = (scope: Scope) => Promise<string[]>;

/** The names of the rows that fit a condition, which are the same for the table and for an alias of it. */
const reader =
  <T extends PgTable & Record<Name, PgColumn>, Name extends string>(
    table: T,
    name: Name,
    condition: (scope: Scope, columns: T) => SQL,
  ): Reach =>
  async (scope) => {
    const column: PgColumn = table[name];
    const built = await db()
      .select({ name: column })
      .from(table as PgTable)
      .where(condition(scope, table));
    const x = alias(table, "x") as unknown as T;
    const aliased = await db()
      .select({ name: x[name] as PgColumn })
      .from(x as unknown as PgTable)
      .where(condition(scope, x));
    const names = aliased.map((row) => String(row.name)).sort();
    expect(built.map((row) => String(row.name)).sort()).toEqual(names);
    return names;
  };

const reaches: Record<string, Reach> = {
  courses: reader(courses, "title", reachesCourses),
  videos: reader(videos, "title", reachesVideos),
  sessions: reader(sessions, "title", reachesSessions),
  people: reader(users, "name", reachesPeople),
};

/** A school with two instructors, who teach a course each to a learner each; everything bears its school's name. */
async function makeWorld(name: string) {
  const school = await makeSchool();
  const person = (role: Role, who: string) =>
    makeUser({ school_id: school.id, role, name: `${name} ${who}` });
  for (const who of ["teacher", "colleague"]) {
    const instructor = await person("instructor", who);
    const title = `${name} ${who}`;
    const course = await makeCourse({ school_id: school.id, instructorIds: [instructor.id], title });
    await enroll(course.id, (await person("student", `${who}'s learner`)).id);
    await makeVideo({ school_id: school.id, course_id: course.id, title });
    await makeSession({ school_id: school.id, instructor_id: instructor.id, course_id: course.id, title });
    if (who === "teacher")
      await db()
        .insert(courseInstructors)
        .values({ course_id: course.id, user_id: (await person("assistant", "assistant")).id });
  }
  await person("admin", "admin");
  return school;
}

const scopes = new Map<string, Scope>();
let here: { id: string };
let elsewhere: { id: string };
beforeAll(async () => {
  here = await makeWorld("here");
  elsewhere = await makeWorld("elsewhere");
  await makeUser({ school_id: null, role: "admin", name: "everywhere" });
  for (const { id, name, role, school_id } of await db().select().from(users))
    scopes.set(name, mintScope({ user_id: id, name, role, school_id }));
});

const own = ["here teacher"];
const school = ["here colleague", "here teacher"];
const all = ["elsewhere colleague", "elsewhere teacher", ...school];

describe.each(["courses", "videos", "sessions"])("of the %s", (noun) => {
  it.each([
    ["here teacher", own],
    ["here assistant", own],
    ["here admin", school],
    ["everywhere", all],
    ["here teacher's learner", []],
  ])("%s reaches %j", async (who, reached) => {
    expect(await reaches[noun]!(scopes.get(who)!)).toEqual(reached);
  });
});

describe("of the people", () => {
  const people = async (who: string) => await reaches.people!(scopes.get(who)!);

  it.each(["teacher", "assistant"])(
    "a course's %s reaches the staff and the course's learners",
    async (who) => {
      expect(await people(`here ${who}`)).toEqual([
        "here admin",
        "here assistant",
        "here colleague",
        "here teacher",
        "here teacher's learner",
      ]);
    },
  );

  it("an admin reaches all of their school, the installation's admin everybody, a student nobody", async () => {
    expect(await people("here admin")).toHaveLength(6);
    expect(await people("everywhere")).toHaveLength(13);
    expect(await people("here teacher's learner")).toEqual([]);
  });
});

it("nobody but the installation's admin reaches another school", () => {
  const walls = ["here teacher", "here assistant", "here admin", "everywhere"].map((who) => {
    const scope = scopes.get(who)!;
    return [reachesSchool(scope, here.id), reachesSchool(scope, elsewhere.id)];
  });
  expect(walls).toEqual([
    [true, false],
    [true, false],
    [true, false],
    [true, true],
  ]);
});
