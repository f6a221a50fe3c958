import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { sql } from "@/lib/db/client";
import { AppError } from "@/lib/platform/errors";

/* What the form of a session offers to choose from. */

/** More than this do not fit a menu. */
const choicesMax = 500;

export type FormChoices = {
  time_zone: string;
  /** The school's, for sessions that set none. */
  on_time_minutes: number;
  courses: { id: string; title: string }[];
  recordings: { id: string; title: string; course_id: string }[];
  /** Who can teach; null for an instructor, who plans their own. */
  instructors: { id: string; name: string }[] | null;
};

/**
 * Courses, recordings and people of one school that the scope may plan sessions with; what a session has already (`kept`) is
 * always among them. Throws `not_found` for a school that is not the scope's.
 */
export async function formChoices(
  scope: Scope,
  schoolId: string,
  kept: { course_id: string | null; recording_video_id: string | null; instructor_id: string | null } = {
    course_id: null,
    recording_video_id: null,
    instructor_id: null,
  },
): Promise<FormChoices> {
  if (scope.school_id !== null && scope.school_id !== schoolId)
    throw new AppError("not_found", "There is no such school.");
  const taught = (courseId: string) =>
    scope.role === "admin"
      ? sql()`true`
      : sql()`exists (select from course_instructors t where t.course_id = ${sql()(courseId)} and t.user_id = ${scope.user_id})`;
  const [[school], courses, recordings, instructors] = await Promise.all([
    sql()<{ time_zone: string; on_time_minutes: number }[]>`
      select time_zone, on_time_minutes from schools where id = ${schoolId}`,
    sql()<FormChoices["courses"]>`
      select c.id, c.title from courses c
      where c.school_id = ${schoolId} and (${taught("c.id")} or c.id = ${kept.course_id})
      order by c.id = ${kept.course_id} desc nulls last, lower(c.title), c.id limit ${choicesMax}`,
    sql()<FormChoices["recordings"]>`
      select v.id, v.title, v.course_id from videos v
      where v.school_id = ${schoolId} and (${taught("v.course_id")} or v.id = ${kept.recording_video_id})
      order by v.id = ${kept.recording_video_id} desc nulls last, v.created_at desc, v.id limit ${choicesMax}`,
    scope.role === "admin"
      ? sql()<{ id: string; name: string }[]>`
          select u.id, u.name from users u
          where u.school_id = ${schoolId}
            and (u.role in ('instructor', 'admin') and u.disabled_at is null or u.id = ${kept.instructor_id})
          order by u.id = ${kept.instructor_id} desc nulls last, lower(u.name), u.id limit ${choicesMax}`
      : null,
  ]);
  if (!school) throw new AppError("not_found", "There is no such school.");
  const byTitle = (a: { title: string }, b: { title: string }) => a.title.localeCompare(b.title, "en");
  return {
    ...school,
    courses: [...courses].sort(byTitle),
    recordings: [...recordings],
    instructors: instructors && [...instructors].sort((a, b) => a.name.localeCompare(b.name, "en")),
  };
}

/** The schools that the installation's admin chooses from before planning a session, by name. */
export async function schoolChoices(scope: Scope): Promise<{ id: string; name: string }[]> {
  if (scope.role !== "admin" || scope.school_id !== null) return [];
  return await sql()<{ id: string; name: string }[]>`
    select id, name from schools order by lower(name), id limit ${choicesMax}`;
}

/** The zone in which a form's clock times are meant: the asker's school's, or of whom the installation's admin names to teach. */
export async function formZone(scope: Scope, instructorId: string | undefined): Promise<string> {
  const [row] = await sql()<{ time_zone: string }[]>`
    select s.time_zone from schools s
    where s.id = ${scope.school_id ?? sql()`(select u.school_id from users u where u.id = ${instructorId ?? null})`}`;
  // Who teaches is asked for, and its lack named, where the session is made.
  return row?.time_zone ?? "UTC";
}

/** A session's own minutes that still count as on time; null where the school's hold. For a session that was reached. */
export async function ownOnTime(sessionId: string): Promise<number | null> {
  const [row] = await sql()<{ minutes: number | null }[]>`
    select on_time_minutes as minutes from sessions where id = ${sessionId}`;
  return row?.minutes ?? null;
}
