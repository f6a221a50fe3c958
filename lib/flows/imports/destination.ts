import "server-only";
import { assertCourse } from "@/lib/auth/references";
import { isAdmin, isTeaching, type Scope } from "@/lib/auth/scope";
import { schoolRules } from "@/lib/domain/sessions/imports/queries";
import type { ImportQuery } from "@/lib/domain/sessions/imports/schema";
import { assertInstructor } from "@/lib/domain/sessions/mutations/references";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import type { Session } from "@/lib/domain/sessions/session";
import { AppError, type FieldError } from "@/lib/platform/errors";

/** Where a report goes: an existing session, or what a new one needs. */
export type Destination = Pick<Session, "school_id" | "course_id"> & {
  session: Session | null;
  /** Null in a preview for which an administrator has not yet named the instructor. */
  instructor_id: string | null;
  /** The school's clock, and by which rules attendance is counted. */
  rules: Pick<
    Session,
    "time_zone" | "on_time_minutes" | "attendance_minimum_seconds" | "attendance_minimum_percent"
  >;
};

/** The session that the scope reaches, or a new one of the instructor. */
export async function destinationOf(scope: Scope, query: ImportQuery): Promise<Destination> {
  if (query.session_id !== undefined) {
    const session = await reachSession(scope, query.session_id);
    return { ...session, session, rules: session };
  }
  if (!isTeaching(scope)) throw new AppError("forbidden", "errors.imports.staff_only");
  const unnamed = isAdmin(scope) && query.instructor_id === undefined && !query.commit;
  const { instructor_id, school_id } =
    unnamed && scope.school_id !== null
      ? { instructor_id: null, school_id: scope.school_id }
      : await assertInstructor(scope, query.instructor_id);
  const course_id =
    query.course_id === undefined ? null : (await assertCourse(scope, school_id, query.course_id)).id;
  return { session: null, school_id, instructor_id, course_id, rules: await schoolRules(school_id) };
}

const dayMs = 24 * 3_600_000;

/** Why no session can be made of these times, by field; null where one can: they are known, past, and at most a day long. */
export function meetingError(times: { start: Date; end: Date } | null, now: Date): FieldError | null {
  if (!times)
    return {
      path: "session_id",
      key: "errors.field.choose_session",
    };
  if (times.start > now)
    return {
      path: "date_order",
      key: "errors.field.meeting_in_future",
    };
  if (times.end.getTime() - times.start.getTime() > dayMs)
    return {
      path: "date_order",
      key: "errors.field.meeting_too_long",
    };
  return null;
}
