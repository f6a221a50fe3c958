import "server-only";
import { and, eq, gt, inArray } from "drizzle-orm";
import type { Role, Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { byName } from "@/lib/db/names";
import { courseInstructors, courses, enrollments } from "@/lib/db/tables/courses";
import { identities, users } from "@/lib/db/tables/people";
import { attendees, sessions } from "@/lib/db/tables/sessions";
import { viewerProgress } from "@/lib/db/tables/videos";
import { reachUser } from "@/lib/domain/people/users/queries";
import { AppError } from "@/lib/platform/errors";
import { mergedUser } from "./merge-people";

/** What a person has, as the page shows it before two are merged. */
export type MergeSide = Pick<
  typeof users.$inferSelect,
  "name" | "email" | "username" | "external_id" | "address"
> & {
  /** Null where the admin chooses one of two. */
  role: Role | null;
  providers: string[];
  attended: number;
  taught: number;
  videos: number;
  watch_seconds: number;
  courses: string[];
  courses_taught: string[];
};

/** Two people of an admin's school, what each has, and what one person has afterwards. Throws `not_found`. */
export async function comparePeople(scope: Scope, given: string, duplicateGiven: string) {
  const [id, duplicateId] = [await reachUser(scope, given), await reachUser(scope, duplicateGiven)];
  const both = [id, duplicateId];
  const viewerIds = both.map((one) => `u:${one}`);
  const [people, providers, attended, taught, watched, taken, assigned] = await Promise.all([
    db().select().from(users).where(inArray(users.id, both)),
    db()
      .select({ of: identities.user_id, what: identities.issuer })
      .from(identities)
      .where(inArray(identities.user_id, both)),
    db()
      .select({ of: attendees.user_id, what: attendees.session_id })
      .from(attendees)
      .where(inArray(attendees.user_id, both)),
    db()
      .select({ of: sessions.instructor_id, what: sessions.id })
      .from(sessions)
      .where(inArray(sessions.instructor_id, both)),
    db()
      .select({
        of: viewerProgress.viewer_id,
        what: viewerProgress.video_id,
        watch_ms: viewerProgress.watch_ms,
      })
      .from(viewerProgress)
      .where(and(inArray(viewerProgress.viewer_id, viewerIds), gt(viewerProgress.playbacks, 0))),
    db()
      .select({ of: enrollments.user_id, what: courses.title })
      .from(enrollments)
      .innerJoin(courses, eq(courses.id, enrollments.course_id))
      .where(inArray(enrollments.user_id, both))
      .orderBy(byName(courses.title)),
    db()
      .select({ of: courseInstructors.user_id, what: courses.title })
      .from(courseInstructors)
      .innerJoin(courses, eq(courses.id, courseInstructors.course_id))
      .where(inArray(courseInstructors.user_id, both))
      .orderBy(byName(courses.title)),
  ]);
  const person = people.find((row) => row.id === id);
  const duplicate = people.find((row) => row.id === duplicateId);
  if (!person || !duplicate || id === duplicateId || person.school_id !== duplicate.school_id)
    throw new AppError("not_found", "errors.account.person_unknown");

  /** The facts of one of them, or of both together: what both have counts once. */
  const factsOf = (ids: readonly string[]) => {
    const each = (rows: readonly { of: string | null; what: string }[]) => [
      ...new Set(rows.filter(({ of }) => of !== null && ids.includes(of)).map(({ what }) => what)),
    ];
    const views = watched.map(({ of, ...rest }) => ({ of: of.slice(2), ...rest }));
    return {
      providers: each(providers),
      attended: each(attended).length,
      taught: each(taught).length,
      videos: each(views).length,
      watch_seconds:
        views.filter(({ of }) => ids.includes(of)).reduce((sum, { watch_ms }) => sum + watch_ms, 0) / 1000,
      courses: each(taken),
      courses_taught: each(assigned),
    };
  };
  const side = (row: Omit<MergeSide, keyof ReturnType<typeof factsOf>>, ids: string[]): MergeSide => ({
    name: row.name,
    role: row.role,
    email: row.email,
    username: row.username,
    external_id: row.external_id,
    address: row.address,
    ...factsOf(ids),
  });
  return {
    person: { id, ...side(person, [id]), role: person.role },
    duplicate: { id: duplicateId, ...side(duplicate, [duplicateId]), role: duplicate.role },
    after: {
      ...side(mergedUser(person, duplicate, person.role), both),
      role: person.role === duplicate.role ? person.role : null,
    },
  };
}
