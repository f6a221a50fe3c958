import "server-only";
import { audit } from "@/lib/auth/audit";
import { isStaff } from "@/lib/auth/scope";
import { sql } from "@/lib/db/client";
import type { Context } from "@/lib/http/context";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import type { CreateSession } from "../forms";
import { changed } from "../live/lock";
import { weekly } from "../local-times";
import { assertCourse, assertInstructor, assertRecording, orTaken } from "./references";

/**
 * Plans a session, or with `repeat_weeks` from 2 on a series at the same local time of the school; `ids` are theirs in order,
 * `id` the first. Throws `forbidden` for what is somebody else's to plan, `not_found` for what the school does not have, and
 * `conflict` for an external id that is taken; each names its field.
 */
export async function createSession(
  ctx: Context,
  input: CreateSession,
): Promise<{ id: string; ids: string[] }> {
  const { scope } = ctx;
  if (!isStaff(scope))
    throw new AppError("forbidden", "Sessions are planned by instructors and administrators.");
  // Somebody else's course is told from one that is not there before who teaches is looked at.
  const ownCourse =
    input.course_id !== null && scope.school_id !== null
      ? await assertCourse(scope, scope.school_id, input.course_id)
      : null;
  const {
    instructor_id: instructorId,
    school_id: schoolId,
    time_zone: timeZone,
  } = await assertInstructor(scope, input.instructor_id);
  const courseId =
    ownCourse ?? (input.course_id === null ? null : await assertCourse(scope, schoolId, input.course_id));
  const recordingId =
    input.recording_video_id === null
      ? null
      : await assertRecording(scope, schoolId, input.recording_video_id);

  const first = { start: new Date(input.scheduled_start), end: new Date(input.scheduled_end) };
  const times = weekly(first, input.repeat_weeks, timeZone);
  const seriesId = times.length > 1 ? newId() : null;
  const ids = times.map(() => newId());
  try {
    await sql().begin(async (tx) => {
      if (seriesId)
        await tx`insert into series (id, school_id, title) values (${seriesId}, ${schoolId}, ${input.title})`;
      for (const [i, { start, end }] of times.entries()) {
        // What names or records one meeting is the first one's alone.
        const only = i === 0;
        await tx`
          insert into sessions (id, school_id, instructor_id, course_id, series_id, series_number, external_id, title, format,
            scheduled_start, scheduled_end, recording_video_id, recording_started_at, chat_enabled, anonymous_viewers,
            on_time_minutes, page_url, created_at)
          values (${ids[i]!}, ${schoolId}, ${instructorId}, ${courseId}, ${seriesId}, ${seriesId && i + 1},
            ${only ? input.external_id : null}, ${input.title}, ${input.format}, ${start}, ${end},
            ${only ? recordingId : null}, ${only && recordingId && input.recording_started_at ? new Date(input.recording_started_at) : null},
            ${input.chat_enabled}, ${input.anonymous_viewers}, ${input.on_time_minutes}, ${input.page_url}, ${ctx.now})`;
      }
      await changed(tx, ids);
      await audit(tx, ctx, {
        school_id: schoolId,
        action: "session.create",
        target: { type: "session", id: ids[0]! },
        detail: {
          title: input.title,
          instructor_id: instructorId,
          course_id: courseId,
          scheduled_start: first.start.toISOString(),
          scheduled_end: first.end.toISOString(),
          ...(seriesId ? { series_id: seriesId, ids } : {}),
        },
      });
    });
  } catch (error) {
    throw orTaken(error);
  }
  return { id: ids[0]!, ids };
}
