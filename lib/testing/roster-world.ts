import { beforeEach } from "vitest";
import { rosterImport } from "@/lib/domain/people/imports/queries";
import { type RosterChoices, rosterQuery } from "@/lib/domain/people/imports/schema";
import { runNextWork } from "@/lib/flows/jobs/work";
import { importRoster } from "@/lib/flows/roster/import-roster";
import { languageIn } from "@/lib/platform/catalogues";
import { makeSchool, makeUser, type Person, scopeOf, testDatabase } from "./database";

/** A school of its own for each test, with the admin who imports files into it. */
export function rosterWorld() {
  const { sql } = testDatabase();
  const world = {} as { schoolId: string; admin: Person };
  beforeEach(async () => {
    // An address is one person of all schools: those of the tests before are given up.
    await sql`update users set email = null`;
    world.schoolId = (await makeSchool()).id;
    world.admin = await makeUser({ school_id: world.schoolId, role: "admin", name: "Teresa Lencastre" });
  });
  const ctx = (user: Person = world.admin) => ({
    scope: scopeOf(user),
    request: { id: "request-1", address: "192.0.2.7" },
    now: new Date(),
  });
  const read = (file: string | Uint8Array, query: object = {}, user?: Person, choices: RosterChoices = {}) =>
    importRoster(
      ctx(user),
      {
        bytes: typeof file === "string" ? new TextEncoder().encode(file) : file,
        name: "people.csv",
      },
      { ...rosterQuery.parse(query), ...choices },
      languageIn("en"),
    );
  return {
    sql,
    world,
    ctx,
    read,
    /** Imports a file to its end, and answers with what it did. */
    commit: async (file: string | Uint8Array, choices?: RosterChoices, query: object = {}) => {
      const { import_id } = await read(file, { commit: "true", ...query }, undefined, choices);
      while (await runNextWork(new Date()));
      return rosterImport(scopeOf(world.admin), import_id!);
    },
    peopleOf: () =>
      sql`select external_id, email, username, name, role, disabled_at is not null as disabled from users
        where school_id = ${world.schoolId} and id <> ${world.admin.id} order by name`,
    enrolledIn: () =>
      sql`select users.name, courses.title, classes.name as class from enrollments
        join users on users.id = user_id join courses on courses.id = enrollments.course_id
        left join classes on classes.id = class_id where courses.school_id = ${world.schoolId} order by 1, 2`,
    teaching: () =>
      sql`select users.name, courses.title from course_instructors join users on users.id = user_id
        join courses on courses.id = course_id where courses.school_id = ${world.schoolId}`,
  };
}
