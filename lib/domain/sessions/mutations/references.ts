import "server-only";
import { alias } from "drizzle-orm/pg-core";
import { inSchool, teaches } from "@/lib/auth/reach";
import { isAdmin, isStaff, type Role, type Scope } from "@/lib/auth/scope";
import { raw, sql } from "@/lib/db/client";
import { courses } from "@/lib/db/tables/courses";
import { users } from "@/lib/db/tables/people";
import { videos } from "@/lib/db/tables/videos";
import { fieldError } from "@/lib/platform/errors";
import { uuidPattern } from "@/lib/platform/ids";

/* What a session's form may name: proven to be in the session's school, and within the asker's reach. */

/** The row of a school by its id or the school's own id for it; an id of ours goes before an equal one of theirs. */
const named = (id: string) =>
  uuidPattern.test(id) ? sql()`(x.id = ${id} or x.external_id = ${id})` : sql()`x.external_id = ${id}`;

/** A course of the school that the scope may plan sessions of: an instructor those they teach. Throws `not_found`, `forbidden`. */
export async function assertCourse(scope: Scope, schoolId: string, id: string): Promise<string> {
  const [course] = await sql()<{ id: string; taught: boolean }[]>`
    select x.id, ${raw(teaches(scope, alias(courses, "x").id))} as taught
    from courses x where x.school_id = ${schoolId} and ${named(id)} order by x.id::text = ${id} desc limit 1`;
  if (!course) throw fieldError("course_id", "there is no such course", "not_found");
  if (!course.taught) throw fieldError("course_id", "is a course that you do not teach", "forbidden");
  return course.id;
}

/** A video of the school for the recording; an instructor's must be of a course they teach, for its numbers come with it. */
export async function assertRecording(scope: Scope, schoolId: string, id: string): Promise<string> {
  const [video] = await sql()<{ id: string; taught: boolean }[]>`
    select x.id, ${raw(teaches(scope, alias(videos, "x").course_id))} as taught
    from videos x where x.school_id = ${schoolId} and ${named(id)} order by x.id::text = ${id} desc limit 1`;
  if (!video) throw fieldError("recording_video_id", "there is no such video", "not_found");
  if (!video.taught)
    throw fieldError("recording_video_id", "is in a course that you do not teach", "forbidden");
  return video.id;
}

/**
 * Who teaches, and the school that they teach at. An instructor teaches themself; an admin names an instructor or admin of
 * their school (the installation's: of any). Throws `invalid` when nobody is named, `forbidden` and `not_found`.
 */
export async function assertInstructor(
  scope: Scope,
  instructorId: string | undefined,
): Promise<{ instructor_id: string; school_id: string; time_zone: string }> {
  const wanted = isAdmin(scope) ? instructorId : (instructorId ?? scope.user_id);
  if (!wanted) throw fieldError("instructor_id", "is missing: say who teaches");
  const [found] = await sql()<{ school_id: string; time_zone: string; role: Role; disabled: boolean }[]>`
    select u.school_id, s.time_zone, u.role, u.disabled_at is not null as disabled
    from users u join schools s on s.id = u.school_id
    where u.id = ${wanted} and ${raw(inSchool(scope, alias(users, "u")))}`;
  if (!found || !isStaff(found) || found.disabled)
    throw fieldError("instructor_id", "there is no such instructor", "not_found");
  if (!isAdmin(scope) && wanted !== scope.user_id)
    throw fieldError("instructor_id", "is somebody else: you plan your own sessions", "forbidden");
  return { instructor_id: wanted, school_id: found.school_id, time_zone: found.time_zone };
}

/** An id that the school has given twice, as the conflict that names its field; anything else as it is. */
export function orTaken(error: unknown): unknown {
  const { code, constraint_name } = Object(error) as { code?: string; constraint_name?: string };
  return code === "23505" && constraint_name === "sessions_external_id"
    ? fieldError("external_id", "is another session's already", "conflict")
    : error;
}
