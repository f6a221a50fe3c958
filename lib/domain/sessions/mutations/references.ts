import "server-only";
import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { inSchool, teaches } from "@/lib/auth/reach";
import { byIdOrExternalId, ourIdFirst } from "@/lib/auth/references";
import { isAdmin, isTeaching, type Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { users } from "@/lib/db/tables/people";
import { schools } from "@/lib/db/tables/schools";
import { videos } from "@/lib/db/tables/videos";
import { uniqueConflict } from "@/lib/db/unique";
import { fieldError } from "@/lib/platform/errors";

/* A session's references: they must be in the session's school, and the scope must reach them. */

/** Of somebody who does not exist and of somebody out of reach alike: ids must not tell which. */
export const noSuchPerson = "errors.field.no_such_person";

/** A video of the school for the recording: its id. An instructor's must be in a course they teach, because the session shows its numbers. */
export async function assertRecording(scope: Scope, schoolId: string, id: string): Promise<string> {
  const [video] = await db()
    .select({ id: videos.id, taught: sql<boolean>`${teaches(scope, videos.course_id)}` })
    .from(videos)
    .where(and(eq(videos.school_id, schoolId), isNull(videos.version_of), byIdOrExternalId(videos, id)))
    .orderBy(ourIdFirst(videos.id, id))
    .limit(1);
  if (!video) throw fieldError("recording_video_id", "errors.field.video_unknown", "not_found");
  if (!video.taught) throw fieldError("recording_video_id", "errors.field.video_not_taught", "forbidden");
  return video.id;
}

/** The session's instructor and school. Instructors plan their own sessions; an administrator names an instructor or administrator of the scope. */
export async function assertInstructor(scope: Scope, instructorId: string | undefined) {
  const wanted = isAdmin(scope) ? instructorId : (instructorId ?? scope.user_id);
  if (!wanted) throw fieldError("instructor_id", "errors.field.instructor_missing");
  const [user] = await db()
    .select({
      school_id: schools.id,
      time_zone: schools.time_zone,
      role: users.role,
      disabled: isNotNull(users.disabled_at).mapWith(Boolean),
    })
    .from(users)
    .innerJoin(schools, eq(schools.id, users.school_id))
    .where(and(eq(users.id, wanted), inSchool(scope, users)));
  if (!user || !isTeaching(user) || user.disabled)
    throw fieldError("instructor_id", "errors.field.instructor_unknown", "not_found");
  if (!isAdmin(scope) && wanted !== scope.user_id)
    throw fieldError("instructor_id", "errors.field.instructor_is_you", "forbidden");
  return { instructor_id: wanted, school_id: user.school_id, time_zone: user.time_zone };
}

/** Turns the error for an external id of another session into a conflict that names the field; other errors are unchanged. */
export const externalIdConflict = (error: unknown): unknown =>
  uniqueConflict(error, {
    sessions_external_id: { path: "external_id", reason: "errors.field.external_id_taken" },
  });
