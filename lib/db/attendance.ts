import "server-only";
import { and, eq, isNotNull, not, type SQL, sql } from "drizzle-orm";
import { schools } from "./tables/schools";
import { attendees, presence, sessions } from "./tables/sessions";

const milliseconds = (instant: SQL | typeof sessions.begun_at) =>
  sql`(extract(epoch from ${instant}) * 1000)::bigint`;

/**
 * Who came to each of these sessions, when it began and for how long they were present: `session_id`, `user_id`, `at`, `present_ms`. Somebody
 * came who was present for the school's minimum (`minimumPresence` of the sessions has the rule), by a report's minutes where there is one.
 */
export function attendances(where: SQL | undefined): SQL {
  const from = milliseconds(sessions.begun_at);
  const to = sql`greatest(${from}, ${milliseconds(sql`coalesce(${sessions.ended_at}, ${sessions.scheduled_end})`)})`;
  const minimum = sql`greatest(${schools.attendance_minimum_seconds} * 1000,
    ceil((${to} - ${from}) * coalesce(${schools.attendance_minimum_percent}, 0) / 100.0))`;
  const stays = sql`(select range_agg(int8range(lower(r), greatest(lower(r), upper(r) - ${presence.grace_ms})))
    from ${presence} cross join lateral unnest(${presence.heartbeats}) r
    where ${presence.session_id} = ${attendees.session_id} and ${presence.attendee_id} = ${attendees.id})
    * int8multirange(int8range(${from}, ${to}))`;
  const present = sql`max(coalesce(${attendees.reported_ms}, (select sum(upper(x) - lower(x)) from unnest(${stays}) x), 0))`;
  // The presence is computed once for each attendee: a column and a HAVING clause that name one subquery each run it.
  return sql`select session_id, user_id, at, present_ms from (
    select ${attendees.session_id} as session_id, ${attendees.user_id} as user_id, ${sessions.begun_at} as at,
      ${present} as present_ms, ${minimum} as minimum_ms
    from ${sessions} join ${schools} on ${schools.id} = ${sessions.school_id}
      join ${attendees} on ${and(eq(attendees.session_id, sessions.id), isNotNull(attendees.user_id), not(attendees.host))}
    where ${where}
    group by ${attendees.session_id}, ${attendees.user_id}, ${sessions.id}, ${schools.id}) counted
    where present_ms >= greatest(1, minimum_ms)`;
}
