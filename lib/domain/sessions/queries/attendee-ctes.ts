import "server-only";
import { sql } from "@/lib/db/client";
import { parseMultirange } from "@/lib/measure/ranges";
import type { AttendeeFacts } from "../numbers";
import type { Session, SessionWindow } from "../session";

/*
 * One session's people with everything that is counted of each: the one place where presence becomes stays. Numbers,
 * the attendance table and its CSV all stand on it, so that they cannot disagree.
 */

/**
 * The CTEs `stays`, `said`, `reacted` and `people` of one session. `people` has a row for every attendee: `stays` merged over
 * all their clients and clipped to the window, `present_ms`, and counts. While the session is live a stay that goes on reaches to
 * `now`. A stay of heartbeats `[lower, upper − grace)` (tables/sessions.ts). Half-open throughout.
 */
export function peopleOf(session: Pick<Session, "id" | "status">, window: SessionWindow | null, now: Date) {
  const from = window?.from.getTime() ?? 0;
  const to = window?.to.getTime() ?? 0;
  const open =
    session.status === "live"
      ? sql()`p.grace_ms > 0 and upper(r) > ${now.getTime()}::bigint and (p.left_ms is null or p.left_ms < upper(r) - p.grace_ms)`
      : sql()`false`;
  return sql()`
    stays as materialized (
      select p.attendee_id, range_agg(int8range(lower(r), greatest(lower(r),
          case when ${open} then ${now.getTime()}::bigint else upper(r) - p.grace_ms end)))
        * int8multirange(int8range(${from}::bigint, ${to}::bigint)) as stays
      from presence p, unnest(p.heard) r where p.session_id = ${session.id} group by p.attendee_id
    ),
    ${saidOf(session)},
    people as (
      select a.id, a.user_id, a.display_name as name, a.email, a.host, a.registered_at, a.cancelled_at,
        a.registered_at is not null and a.cancelled_at is null as registered,
        coalesce(t.stays, '{}') as stays, a.reported_ms,
        coalesce(a.reported_ms, (select sum(upper(x) - lower(x)) from unnest(t.stays) x), 0)::bigint as present_ms,
        coalesce(m.messages, 0) + a.reported_messages as messages, coalesce(m.questions, 0) as questions,
        coalesce(e.reactions, 0) as reactions, f.rating, f.comment
      from attendees a
        left join stays t on t.attendee_id = a.id
        left join said m on m.attendee_id = a.id
        left join reacted e on e.attendee_id = a.id
        left join feedback f on f.session_id = a.session_id and f.attendee_id = a.id
      where a.session_id = ${session.id}
    )`;
}

/** The CTEs `said` and `reacted` of one session: how often each attendee wrote, asked and reacted. */
export const saidOf = (session: Pick<Session, "id">) => sql()`
  said as materialized (
    select attendee_id, count(*)::int as messages, (count(*) filter (where question))::int as questions
    from messages where session_id = ${session.id} group by attendee_id
  ),
  reacted as materialized (
    select attendee_id, count(*)::int as reactions from reactions where session_id = ${session.id} group by attendee_id
  )`;

/** Whether a row of `people` attended, as SQL: the same rule as `isAttended`. */
export const attendedRow = (session: Pick<Session, "attendance_minimum_seconds">) =>
  sql()`(not host and present_ms > 0 and present_ms >= ${session.attendance_minimum_seconds * 1000}::bigint)`;

type FactsRow = {
  host: boolean;
  registered: boolean;
  stays: string;
  reported_ms: string | null;
  messages: number;
  questions: number;
  reactions: number;
  rating: number | null;
};

/** What a session's numbers are counted from: everybody, and reactions by type (the hosts' left out). Two reads of one session by index. */
export async function readFacts(
  session: Session,
  window: SessionWindow,
  now: Date,
): Promise<{ people: AttendeeFacts[]; reactions_by_type: Record<string, number> }> {
  const [rows, types] = await Promise.all([
    sql()<FactsRow[]>`
      with ${peopleOf(session, window, now)}
      select host, registered, stays::text, reported_ms, messages, questions, reactions, rating from people`,
    sql()<{ type: string; count: number }[]>`
      select r.type, count(*)::int as count from reactions r join attendees a on a.session_id = r.session_id and a.id = r.attendee_id
      where r.session_id = ${session.id} and not a.host group by r.type order by count desc, r.type`,
  ]);
  return {
    people: rows.map((row) => ({
      ...row,
      stays: parseMultirange(row.stays),
      reported_ms: row.reported_ms === null ? null : Number(row.reported_ms),
    })),
    reactions_by_type: Object.fromEntries(types.map(({ type, count }) => [type, count])),
  };
}

/** Messages, questions and reactions by minute of the window, of the audience; minutes without any are left out. */
export async function readMinutes(
  session: Session,
  window: SessionWindow,
): Promise<{ minute: number; messages: number; questions: number; reactions: number }[]> {
  const from = window.from;
  return await sql()<{ minute: number; messages: number; questions: number; reactions: number }[]>`
    select minute, sum(messages)::int as messages, sum(questions)::int as questions, sum(reactions)::int as reactions from (
      select floor(extract(epoch from m.sent_at - ${from}::timestamptz) / 60)::int as minute, count(*) as messages,
        count(*) filter (where m.question) as questions, 0 as reactions
      from messages m join attendees a on a.session_id = m.session_id and a.id = m.attendee_id
      where m.session_id = ${session.id} and not a.host group by 1
      union all
      select floor(extract(epoch from r.sent_at - ${from}::timestamptz) / 60)::int, 0, 0, count(*)
      from reactions r join attendees a on a.session_id = r.session_id and a.id = r.attendee_id
      where r.session_id = ${session.id} and not a.host group by 1
    ) x where minute between 0 and ${Math.ceil((window.to.getTime() - from.getTime()) / 60_000)}
    group by minute order by minute`;
}

/** Recording seconds that each attendee covered and how long they watched: the CTE `watched` of one session and one video. */
export const watchedOf = (sessionId: string, videoId: string) => sql()`
  watched as materialized (
    select i.attendee_id, range_agg(v.watched) as ranges, sum(v.watch_ms)::bigint as watch_ms
    from attendee_identities i join viewer_progress v on v.video_id = ${videoId} and v.viewer_id = i.identity
    where i.session_id = ${sessionId} group by i.attendee_id
  )`;
