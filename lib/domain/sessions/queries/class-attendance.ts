import "server-only";
import { and, eq, type SQL, sql } from "drizzle-orm";
import { reachesSessions } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { attendances } from "@/lib/db/attendance";
import { db } from "@/lib/db/client";
import { enrollments } from "@/lib/db/tables/courses";
import { attendees, sessions } from "@/lib/db/tables/sessions";

/** Of those who take a course and are in one class (null: in none), how many registered for a session and came to it. */
export type ClassAttendance = {
  session_id: string;
  class_id: string | null;
  registered: number;
  registered_attended: number;
  attended: number;
};

/** For each session of a course that the scope reaches and that counts, by class; sessions without anybody of a class are left out. */
export async function classAttendance(scope: Scope, course: { id: string }): Promise<ClassAttendance[]> {
  const counted: SQL = sql`(${and(
    eq(sessions.course_id, course.id),
    eq(sessions.left_out, false),
    reachesSessions(scope, sessions),
  )})`;
  const rows = await db().execute<ClassAttendance>(sql`
    with came as materialized (${attendances(and(counted, eq(sessions.status, "ended")))}), theirs as (
      select ${sessions.id} as session_id, ${enrollments.class_id} as class_id, ${enrollments.user_id} as user_id,
        bool_or(${attendees.registered_at} is not null and ${attendees.cancelled_at} is null) as registered
      from ${sessions} join ${attendees} on ${attendees.session_id} = ${sessions.id} and not ${attendees.host}
        join ${enrollments} on ${enrollments.course_id} = ${sessions.course_id} and ${enrollments.user_id} = ${attendees.user_id}
      where ${counted} group by ${sessions.id}, ${enrollments.class_id}, ${enrollments.user_id}
    )
    select theirs.session_id, class_id, (count(*) filter (where registered))::int as registered,
      (count(*) filter (where registered and came.user_id is not null))::int as registered_attended,
      count(came.user_id)::int as attended
    from theirs left join came on came.session_id = theirs.session_id and came.user_id = theirs.user_id
    group by theirs.session_id, class_id`);
  return [...rows];
}
