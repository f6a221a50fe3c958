import "server-only";
import { alias } from "drizzle-orm/pg-core";
import { areStaff, reachesEverySchool, reachesSchool, teaches } from "@/lib/auth/reach";
import { isAdmin, type Scope } from "@/lib/auth/scope";
import { raw, sql } from "@/lib/db/client";
import { courses } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { videos } from "@/lib/db/tables/videos";
import { AppError } from "@/lib/platform/errors";

/* What the form of a session offers to choose from. */

const c = alias(courses, "c");
const v = alias(videos, "v");

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
  if (!reachesSchool(scope, schoolId)) throw new AppError("not_found", "There is no such school.");
  const [[school], courses, recordings, instructors] = await Promise.all([
    sql()<{ time_zone: string; on_time_minutes: number }[]>`
      select time_zone, on_time_minutes from schools where id = ${schoolId}`,
    sql()<FormChoices["courses"]>`
      select c.id, c.title from courses c
      where c.school_id = ${schoolId} and (${raw(teaches(scope, c.id))} or c.id = ${kept.course_id})
      order by c.id = ${kept.course_id} desc nulls last, lower(c.title), c.id limit ${choicesMax}`,
    sql()<FormChoices["recordings"]>`
      select v.id, v.title, v.course_id from videos v
      where v.school_id = ${schoolId} and (${raw(teaches(scope, v.course_id))} or v.id = ${kept.recording_video_id})
      order by v.id = ${kept.recording_video_id} desc nulls last, v.created_at desc, v.id limit ${choicesMax}`,
    isAdmin(scope)
      ? sql()<{ id: string; name: string }[]>`
          select u.id, u.name from users u
          where u.school_id = ${schoolId}
            and (${raw(areStaff(alias(users, "u")))} and u.disabled_at is null or u.id = ${kept.instructor_id})
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
  if (!reachesEverySchool(scope)) return [];
  return await sql()<{ id: string; name: string }[]>`
    select id, name from schools order by lower(name), id limit ${choicesMax}`;
}

/** A session's own minutes that still count as on time; null where the school's hold. For a session that was reached. */
export async function ownOnTime(sessionId: string): Promise<number | null> {
  const [row] = await sql()<{ minutes: number | null }[]>`
    select on_time_minutes as minutes from sessions where id = ${sessionId}`;
  return row?.minutes ?? null;
}
