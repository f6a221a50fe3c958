import "server-only";
import { and, count, countDistinct, eq, gt, gte, isNotNull, isNull, lte, or, sql } from "drizzle-orm";
import { ownSchool } from "@/lib/auth/school";
import { isStaff, type Scope } from "@/lib/auth/scope";
import { attendances } from "@/lib/db/attendance";
import { db } from "@/lib/db/client";
import { isAmong } from "@/lib/db/literals";
import { classes, courses, enrollments } from "@/lib/db/tables/courses";
import { terms } from "@/lib/db/tables/schools";
import { attendees, sessions } from "@/lib/db/tables/sessions";
import { viewerProgress } from "@/lib/db/tables/videos";
import type { SchoolOverview } from "@/lib/domain/learning/overviews";
import { totalsOf } from "@/lib/domain/sessions/queries/overview";
import { averageCompletionRate } from "@/lib/domain/videos/queries/overview";
import { share } from "@/lib/measure/rounding";
import { type Day, dayOf, plusDays, startOfDayInstant } from "@/lib/platform/time";
import { assignmentsOf, overviewCourses, quizzesOf } from "./quizzes";
import { activeSince, byActor, studentsOf } from "./students";

/** Who did something in so many days is active. */
const activeDays = 30;

/** The students that a scope may read about in a few numbers: a school, a teacher's courses, or the caller's own learning. */
export async function schoolOverview(scope: Scope, now: Date): Promise<SchoolOverview> {
  const { time_zone } = await ownSchool(scope);
  const to = dayOf(now, time_zone);
  const from = plusDays(to, 1 - activeDays);
  const since = startOfDayInstant(from, time_zone);
  const students = await studentsOf(scope);
  const ids = students.map(({ id }) => id);
  const active = await activeSince(students, await byActor(students), { from, time_zone }, now);
  const [active_classes, average_completion_rate, quizzes, assignments, attendance_rate] = await Promise.all([
    activeClasses(scope, [...active], to),
    isStaff(scope) ? averageCompletionRate(scope) : ownCompletionRate(scope),
    quizzesOf(scope, ids, null),
    assignmentsOf(scope, ids),
    isStaff(scope)
      ? totalsOf(scope, { from, to }).then((totals) => totals.average_attendance_rate)
      : ownAttendanceRate(scope, since, now),
  ]);
  return {
    ...{ from, to, time_zone },
    ...{ total_students: students.length, active_students: active.size, active_classes },
    average_completion_rate,
    average_quiz_score_percentage: quizzes.average_quiz_score_percentage,
    ...assignments,
    engagement_rate: share(active.size, students.length),
    attendance_rate,
  };
}

/** Classes whose last day, their own or their term's, is not over, with one of these people. */
async function activeClasses(scope: Scope, active: readonly string[], today: Day): Promise<number> {
  const last = sql`coalesce(${classes.ends_on}, ${terms.ends_on})`;
  const [row] = await db()
    .select({ classes: countDistinct(classes.id) })
    .from(classes)
    .innerJoin(courses, eq(courses.id, classes.course_id))
    .leftJoin(terms, eq(terms.id, classes.term_id))
    .innerJoin(enrollments, eq(enrollments.class_id, classes.id))
    .where(
      and(
        overviewCourses(scope),
        ...[isNull(courses.archived_at), isNull(classes.archived_at)],
        or(sql`${last} is null`, gte(last, today)),
        isAmong(enrollments.user_id, active),
      ),
    );
  return row?.classes ?? 0;
}

async function ownCompletionRate({ user_id }: Scope): Promise<number | null> {
  const [row] = await db()
    .select({ begun: count(), completed: count(viewerProgress.completed_at) })
    .from(viewerProgress)
    .where(and(eq(viewerProgress.viewer_id, `u:${user_id}`), gt(viewerProgress.playbacks, 0)));
  return share(row?.completed ?? 0, row?.begun ?? 0);
}

/** Of the sessions for which the caller was registered, those that they attended. */
async function ownAttendanceRate({ user_id }: Scope, since: Date, now: Date): Promise<number | null> {
  const own = and(
    eq(attendees.session_id, sessions.id),
    eq(attendees.user_id, user_id),
    isNotNull(attendees.registered_at),
    isNull(attendees.cancelled_at),
  );
  const held = and(
    ...[eq(sessions.status, "ended"), eq(sessions.left_out, false)],
    ...[gte(sessions.begun_at, since), lte(sessions.begun_at, now)],
    sql`${sessions.id} in (select session_id from attendees where user_id = ${user_id})`,
  );
  const [row] = await db().execute<{ registered: number; attended: number }>(sql`
    with came as (${attendances(held)})
    select count(distinct ${sessions.id})::int as registered, count(distinct came.session_id)::int as attended
    from ${sessions} join ${attendees} on ${own}
      left join came on came.session_id = ${sessions.id} and came.user_id = ${user_id}
    where ${held}`);
  return share(row?.attended ?? 0, row?.registered ?? 0);
}
