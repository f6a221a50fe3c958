import "server-only";
import { assertCourse } from "@/lib/auth/references";
import { isTeaching } from "@/lib/auth/scope";
import { series, sessions } from "@/lib/db/tables/sessions";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { AppError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import type { CreateSession } from "../forms";
import { changed } from "../live/lock";
import { auditSession } from "./audit";
import { assertInstructor, assertRecording, externalIdConflict } from "./references";
import { repeatedTimes } from "./repeats";

/** Plans a session, or several as a series at the same local time; `ids` are in order. Errors name the field. */
export async function createSession(ctx: Context, input: CreateSession) {
  const { scope } = ctx;
  if (!isTeaching(scope)) throw new AppError("forbidden", "errors.session.staff_only");
  // A course that the scope does not teach is refused before the instructor is checked.
  const ownCourse =
    input.course_id !== null && scope.school_id !== null
      ? (await assertCourse(scope, scope.school_id, input.course_id)).id
      : null;
  const { instructor_id, school_id, time_zone } = await assertInstructor(scope, input.instructor_id);
  const course_id =
    ownCourse ??
    (input.course_id === null ? null : (await assertCourse(scope, school_id, input.course_id)).id);
  const recording_video_id =
    input.recording_video_id === null
      ? null
      : await assertRecording(scope, school_id, input.recording_video_id);

  const {
    scheduled_start,
    scheduled_end,
    recording_started_at,
    repeat,
    repeat_count,
    repeat_until,
    ...settings
  } = input;
  const first = { start: new Date(scheduled_start), end: new Date(scheduled_end) };
  const times = repeatedTimes(first, { repeat, repeat_count, repeat_until }, time_zone);
  const series_id = times.length > 1 ? newId() : null;
  const ids = times.map(() => newId());
  // The external id and the recording belong to the first session only.
  const ofFirst = {
    external_id: input.external_id,
    recording_video_id,
    recording_started_at: recording_video_id && recording_started_at ? new Date(recording_started_at) : null,
  };
  try {
    await transaction(async (tx) => {
      if (series_id) await tx.insert(series).values({ id: series_id, school_id, title: input.title });
      await tx.insert(sessions).values(
        times.map(({ start, end }, i) => ({
          ...settings,
          external_id: null,
          recording_video_id: null,
          ...(i === 0 ? ofFirst : {}),
          id: ids[i]!,
          school_id,
          instructor_id,
          course_id,
          series_id,
          series_number: series_id ? i + 1 : null,
          scheduled_start: start,
          scheduled_end: end,
          created_at: ctx.now,
        })),
      );
      await changed(tx, ids);
      const planned = { scheduled_start: first.start, scheduled_end: first.end };
      const detail = { title: input.title, instructor_id, course_id, ...planned };
      await auditSession(
        tx,
        ctx,
        "session.create",
        { id: ids[0]!, school_id },
        series_id ? { ...detail, series_id, ids } : detail,
      );
    });
  } catch (error) {
    throw externalIdConflict(error);
  }
  return { id: ids[0]!, ids };
}
