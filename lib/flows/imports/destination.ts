import "server-only";
import { isAdmin, isStaff, type Scope } from "@/lib/auth/scope";
import { meetingTimes } from "@/lib/domain/sessions/imports/plan";
import { importRules, sessionsNear } from "@/lib/domain/sessions/imports/queries";
import type { ImportAnswer, ImportQuery } from "@/lib/domain/sessions/imports/schema";
import { provenCourse, provenInstructor } from "@/lib/domain/sessions/mutations/references";
import { reachSession } from "@/lib/domain/sessions/queries/reach";
import type { Session } from "@/lib/domain/sessions/session";
import type { AttendanceReport } from "@/lib/measure/attendance-report";
import { AppError, fieldError } from "@/lib/platform/errors";

/* Where a report goes: a session that is there, or a new one. */

/** A session, or what a new one needs; `instructor_id` is null while it is only looked at and nobody was named. */
export type Destination = {
  session: Session | null;
  school_id: string;
  time_zone: string;
  instructor_id: string | null;
  course_id: string | null;
};

/** Where the report goes: a session that the scope reaches, or a new one of whoever teaches. */
export async function destinationOf(scope: Scope, query: ImportQuery): Promise<Destination> {
  if (query.session_id !== undefined) {
    const session = await reachSession(scope, query.session_id);
    const {
      school_id: schoolId,
      time_zone: timeZone,
      instructor_id: instructorId,
      course_id: courseId,
    } = session;
    return {
      session,
      school_id: schoolId,
      time_zone: timeZone,
      instructor_id: instructorId,
      course_id: courseId,
    };
  }
  if (!isStaff(scope))
    throw new AppError("forbidden", "Reports are imported by instructors and administrators.");
  // An admin may look before saying who taught.
  const unnamed = isAdmin(scope) && query.instructor_id === undefined && !query.commit;
  const teacher =
    unnamed && scope.school_id !== null
      ? { instructor_id: null, school_id: scope.school_id, time_zone: null }
      : await provenInstructor(scope, query.instructor_id);
  const courseId =
    query.course_id === undefined ? null : await provenCourse(scope, teacher.school_id, query.course_id);
  const timeZone = teacher.time_zone ?? (await importRules(teacher.school_id)).time_zone;
  return { ...teacher, time_zone: timeZone, session: null, course_id: courseId };
}

const dayMs = 24 * 3_600_000;

/** Throws `invalid` unless a session can be made of these times: known, past, and within a day. */
export function provenNew(
  times: { start: Date; end: Date } | null,
  now: Date,
): asserts times is NonNullable<typeof times> {
  if (!times)
    throw fieldError("session_id", "the report does not say when the meeting was: choose its session");
  if (times.start > now)
    throw fieldError(
      "date_order",
      "the meeting would lie ahead: are its dates read in the right order, and in the right zone?",
    );
  if (times.end.getTime() - times.start.getTime() > dayMs)
    throw fieldError(
      "date_order",
      "the meeting would be longer than a day: are its dates read in the right order?",
    );
}

/** A session may be planned for another hour than it was held, but hardly by more than this. */
const nearMs = 2 * 3_600_000;

export async function nearbySessions(
  scope: Scope,
  schoolId: string,
  report: AttendanceReport,
): Promise<ImportAnswer["nearby"]> {
  const start = meetingTimes(report)?.start;
  const found = start ? await sessionsNear(scope, schoolId, start, nearMs) : [];
  return found.map(({ id, title, start }) => ({
    session_id: id,
    title,
    starts_at: start.toISOString(),
  }));
}
