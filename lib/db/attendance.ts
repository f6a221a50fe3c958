import "server-only";
import { and, eq, isNotNull, not, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { schools } from "./tables/schools";
import { attendees, presence, sessions, sessionVersions } from "./tables/sessions";

const milliseconds = (instant: SQL | typeof sessions.begun_at) =>
  sql`(extract(epoch from ${instant}) * 1000)::bigint`;

const from = milliseconds(sessions.begun_at);
const to = sql`greatest(${from}, ${milliseconds(sql`coalesce(${sessions.ended_at}, ${sessions.scheduled_end})`)})`;

/** For how long an attendee of an ended session was present by their visits, in milliseconds. */
export const visitedMs: SQL<number> = sql<number>`(select coalesce(sum(upper(x) - lower(x)), 0)::bigint
  from unnest((select range_agg(int8range(lower(r), greatest(lower(r), upper(r) - ${presence.grace_ms})))
      from ${presence} cross join lateral unnest(${presence.heartbeats}) r
      where ${presence.session_id} = ${attendees.session_id} and ${presence.attendee_id} = ${attendees.id})
    * int8multirange(int8range(${from}, ${to}))) x)`;

/** How long somebody must be present in a session to have come, in milliseconds: more than nothing, the school's seconds, and its share of the session. */
export const minimumPresentMs: SQL<number> = sql<number>`greatest(1, ${schools.attendance_minimum_seconds} * 1000,
  ceil((${to} - ${from}) * coalesce(${schools.attendance_minimum_percent}, 0) / 100.0))`;

/**
 * The attendees with an account who came to each of these sessions, when it began and for how long they were present: `session_id`, `user_id`,
 * `at`, `present_ms`. Somebody came who was present for the school's minimum (`minimumPresence` of the sessions has the rule), by a report's minutes
 * where there is one. What is stored of their presence is read while it is of the session's current facts, else it is computed. Who has two
 * attendees in a session can have two rows.
 */
export function whoCame(where: SQL | undefined): SQL {
  const stored = sql`case when ${sessionVersions.presence_version} = ${sessionVersions.version} then ${attendees.present_ms} end`;
  // With an offset it is computed once for each attendee, not for each place that names it.
  return sql`
    select ${attendees.session_id} as session_id, ${attendees.user_id} as user_id, ${sessions.begun_at} as at, counted.ms as present_ms
    from ${sessions} join ${schools} on ${schools.id} = ${sessions.school_id}
      left join ${sessionVersions} on ${sessionVersions.session_id} = ${sessions.id}
      join ${attendees} on ${and(eq(attendees.session_id, sessions.id), isNotNull(attendees.user_id), not(attendees.host))}
      cross join lateral (select coalesce(${attendees.reported_ms}, ${stored}, ${visitedMs}) as ms offset 0) counted
    where ${where} and counted.ms >= ${minimumPresentMs}`;
}

/** The same with one row for each session and person. */
export const attendances = (where: SQL | undefined): SQL => sql`
  select session_id, user_id, at, max(present_ms) as present_ms from (${whoCame(where)}) came group by session_id, user_id, at`;

/*
 * Which sessions of a course somebody was to attend: those that they are registered for, whenever they began to take the course; since then also
 * those that nobody is registered for, which are for the whole course. A session to which only others are registered, as those of another
 * class, is not theirs, nor one whose registration they cancelled; unless they came.
 */

const hasRegistered: SQL = sql`exists (select from ${attendees}
  where ${attendees.session_id} = ${sessions.id} and ${attendees.registered_at} is not null and ${attendees.cancelled_at} is null
    and not ${attendees.host})`;

/**
 * `registered`: who of these people registered for these sessions (`session_id`, `user_id`, `active`); `by_registration`: those for which somebody, of these
 * people or not, still is.
 */
export const registrations = (where: SQL | undefined, people: SQL = sql`true`): SQL => sql`
  registered as materialized (
    select ${attendees.session_id} as session_id, ${attendees.user_id} as user_id, bool_or(${attendees.cancelled_at} is null) as active
    from ${sessions} join ${attendees} on ${attendees.session_id} = ${sessions.id}
    where ${where} and ${attendees.registered_at} is not null and not ${attendees.host} and ${people}
    group by ${attendees.session_id}, ${attendees.user_id}
  ), by_registration as materialized (
    select ${sessions.id} as session_id from ${sessions} where ${where} and ${hasRegistered}
  )`;

/**
 * The rule. `isRegistered` is null for somebody who never registered and false for somebody who cancelled; `isSince`: the session began since they take the
 * course; `isByRegistration`: somebody is registered for it.
 */
export const wasToAttend = (is: { isRegistered: SQL; isSince: SQL; isByRegistration: SQL }): SQL<boolean> =>
  sql<boolean>`coalesce(${is.isRegistered}, ${is.isSince} and not ${is.isByRegistration})`;

/** The same where `registered` is joined for the session and the person. */
export const wasToAttendOf = (isSince: SQL, sessionId: SQLWrapper = sessions.id): SQL<boolean> =>
  wasToAttend({
    isRegistered: sql`registered.active`,
    isSince,
    isByRegistration: sql`${sessionId} in (select session_id from by_registration)`,
  });

/** The ended sessions that count in a taker's course. Not parameters: the plan that is kept for any value would expect far fewer rows. */
export const heldForTakers: SQL = sql`${sessions.course_id} = takers.course_id and ${sessions.status} = 'ended' and not ${sessions.left_out}`;

/**
 * `takers`, the first parts of a statement: these (`course_id`, `user_id`, `since`, …), with ids of sessions: which of the course they came to (`came_to`), and
 * when each began (`came_at`); which they registered for (`registered_for`) and no longer are (`cancelled`); which of the course somebody is registered for
 * (`by_registration`). Each person's facts are read by the index of the person, whatever the planner expects.
 */
export const takersWithSessions = (takers: SQL): SQL => sql`
  given as materialized (${takers}), registering as materialized (
    select ${sessions.course_id} as course_id, array_agg(${sessions.id}) as ids from ${sessions}
    where ${sessions.course_id} in (select course_id from given) and ${hasRegistered}
    group by ${sessions.course_id}
  ), takers as materialized (
    select takers.*, attended.*, own.*, coalesce(registering.ids, '{}') as by_registration
    from given takers left join registering on registering.course_id = takers.course_id
      cross join lateral (
        select coalesce(array_agg(session_id), '{}') as came_to, coalesce(array_agg(at), '{}') as came_at
        from (${whoCame(and(heldForTakers, sql`${attendees.user_id} = takers.user_id`))}) came) attended
      cross join lateral (
        select coalesce(array_agg(session_id) filter (where active), '{}') as registered_for,
          coalesce(array_agg(session_id) filter (where not active), '{}') as cancelled
        from (
          select ${attendees.session_id} as session_id, bool_or(${attendees.cancelled_at} is null) as active from ${attendees}
          where ${attendees.user_id} = takers.user_id and ${attendees.registered_at} is not null and not ${attendees.host}
          group by ${attendees.session_id}) one) own
  )`;

/** The sessions that count for one of these `takers`: those that they were to attend or came to, and do not teach. */
export const sessionsOfTaker: SQL = sql`${heldForTakers} and ${sessions.instructor_id} <> takers.user_id
  and (${sessions.id} = any(takers.came_to) or ${wasToAttend({
    isRegistered: sql`case when ${sessions.id} = any(takers.registered_for) then true when ${sessions.id} = any(takers.cancelled) then false end`,
    isSince: sql`${sessions.begun_at} > takers.since`,
    isByRegistration: sql`${sessions.id} = any(takers.by_registration)`,
  })})`;
