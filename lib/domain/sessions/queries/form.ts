import "server-only";
import { type AnyColumn, and, desc, eq, isNull, or, sql } from "drizzle-orm";
import { areTeaching, reachesEverySchool, reachesSchool, teaches } from "@/lib/auth/reach";
import { isAdmin, type Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { byName } from "@/lib/db/names";
import { courses } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { sessions } from "@/lib/db/tables/sessions";
import { videos } from "@/lib/db/tables/videos";
import { numberFormat } from "@/lib/language/numbers";
import { AppError } from "@/lib/platform/errors";
import type { Session } from "../session";
import { formValuesOf, type SessionFormValues } from "../session-form";

/* The choices in a session's form. */

/** How many fit a menu. */
const choicesMax = 500;

const { compareNames } = numberFormat("en");

export type FormChoices = Awaited<ReturnType<typeof formChoices>>;

/**
 * Courses, recordings and people of one school that the scope may plan sessions with; a session's current values (`current`) are
 * always included. `instructors` is null for an instructor, who plans their own sessions. Throws `not_found` for a school that is not the scope's.
 */
export async function formChoices(
  scope: Scope,
  schoolId: string,
  current: Partial<Record<"course_id" | "recording_video_id" | "instructor_id", string | null>> = {},
) {
  const { course_id = null, recording_video_id = null, instructor_id = null } = current;
  if (!reachesSchool(scope, schoolId)) throw new AppError("not_found", "errors.general.school_unknown");
  const currentFirst = (id: AnyColumn, currentId: string | null) =>
    sql`${id} = ${currentId}::uuid desc nulls last`;
  const [[school], taught, recordings, teachers] = await Promise.all([
    db()
      // The school's minutes apply to sessions without their own.
      .select({ time_zone: schools.time_zone, on_time_minutes: schools.on_time_minutes })
      .from(schools)
      .where(eq(schools.id, schoolId)),
    db()
      .select({ id: courses.id, title: courses.title })
      .from(courses)
      .where(
        and(
          eq(courses.school_id, schoolId),
          or(
            and(teaches(scope, courses.id), isNull(courses.archived_at)),
            sql`${courses.id} = ${course_id}::uuid`,
          ),
        ),
      )
      .orderBy(currentFirst(courses.id, course_id), byName(courses.title), courses.id)
      .limit(choicesMax),
    db()
      .select({ id: videos.id, title: videos.title, course_id: videos.course_id })
      .from(videos)
      .where(
        and(
          eq(videos.school_id, schoolId),
          isNull(videos.version_of),
          or(
            and(isNull(videos.archived_at), teaches(scope, videos.course_id)),
            sql`${videos.id} = ${recording_video_id}::uuid`,
          ),
        ),
      )
      .orderBy(currentFirst(videos.id, recording_video_id), desc(videos.created_at), videos.id)
      .limit(choicesMax),
    isAdmin(scope)
      ? db()
          .select({ id: users.id, name: users.name })
          .from(users)
          .where(
            and(
              eq(users.school_id, schoolId),
              or(
                and(areTeaching(users), isNull(users.disabled_at)),
                sql`${users.id} = ${instructor_id}::uuid`,
              ),
            ),
          )
          .orderBy(currentFirst(users.id, instructor_id), byName(users.name), users.id)
          .limit(choicesMax)
      : null,
  ]);
  if (!school) throw new AppError("not_found", "errors.general.school_unknown");
  return {
    ...school,
    courses: taught.sort((a, b) => compareNames(a.title, b.title)),
    recordings,
    instructors: teachers?.sort((a, b) => compareNames(a.name, b.name)) ?? null,
  };
}

/** The schools that the installation's admin chooses from before planning a session, by name. */
export async function schoolChoices(scope: Scope): Promise<{ id: string; name: string }[]> {
  if (!reachesEverySchool(scope)) return [];
  return await db()
    .select({ id: schools.id, name: schools.name })
    .from(schools)
    .orderBy(byName(schools.name), schools.id)
    .limit(choicesMax);
}

/** An existing session as its form has it, with its own minutes that still count as on time. The caller must have checked access. */
export async function formOf(session: Session): Promise<SessionFormValues> {
  const [own] = await db()
    .select({ on_time_minutes: sessions.on_time_minutes })
    .from(sessions)
    .where(eq(sessions.id, session.id));
  return formValuesOf({ ...session, on_time_minutes: own?.on_time_minutes ?? null }, session.time_zone);
}
