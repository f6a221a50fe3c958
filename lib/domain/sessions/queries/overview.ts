import "server-only";
import { ownSchool } from "@/lib/auth/school";
import type { Scope } from "@/lib/auth/scope";
import { sql } from "@/lib/db/client";
import { plusDays, startOfDayInstant } from "@/lib/platform/time";
import type { OverviewQuery } from "../filters";
import { oneDecimal, share, twoDecimals } from "../numbers";
import type { OverviewAnswer, SessionSummary, Theme } from "../schema";
import { themesOf } from "../themes";
import { refreshStale, sessionList } from "./list";
import { reachableSessions } from "./reach";

/** Sessions that an overview names. */
const recentMax = 5;

/** Over the finished sessions that a scope reaches: all together, not the mean of means. */
export async function overview(scope: Scope, query: OverviewQuery, now: Date): Promise<OverviewAnswer> {
  await refreshStale(scope, now);
  const [totals, recent] = await Promise.all([
    totalsOf(scope, query),
    sessionList(
      scope,
      { ...query, status: "ended", sort: "when", order: "desc", limit: recentMax, offset: 0 },
      now,
    ),
  ]);
  return { success: true, ...totals, recent_sessions: recent.items };
}

/** The same numbers without the sessions, for the days before. */
export async function totalsOf(
  scope: Scope,
  { instructor_id, from, to }: OverviewQuery,
): Promise<Omit<OverviewAnswer, "success" | "recent_sessions">> {
  const { time_zone: timeZone } = await ownSchool(scope);
  const begun = sql()`s.begun_at`;
  const rows = await sql()<
    {
      held: number;
      planned: number;
      attended: number;
      registered: number;
      registered_attended: number;
      engaged: number;
      /** Who came to sessions of which it is known who took part. */
      talked_attended: number;
      present_minutes: number;
      ratings: number;
      rating_sum: number;
    }[]
  >`
    select count(*) filter (where s.status = 'ended')::int as held, count(*) filter (where s.status = 'scheduled')::int as planned,
      coalesce(sum(k.total_attended), 0)::int as attended, coalesce(sum(k.total_registered), 0)::int as registered,
      coalesce(sum(k.registered_attended), 0)::int as registered_attended, coalesce(sum(k.engaged), 0)::int as engaged,
      coalesce(sum(k.total_attended) filter (where k.engaged is not null), 0)::int as talked_attended,
      coalesce(sum(k.average_duration_minutes * k.total_attended), 0)::float8 as present_minutes,
      coalesce(sum(k.total_responses), 0)::int as ratings, coalesce(sum(k.average_rating * k.total_responses), 0)::float8 as rating_sum
    from sessions s left join session_numbers k on k.session_id = s.id and s.status = 'ended'
    where ${reachableSessions(scope)}
      ${instructor_id ? sql()`and s.instructor_id = ${instructor_id}` : sql()``}
      ${from ? sql()`and ${begun} >= ${startOfDayInstant(from, timeZone)}` : sql()``}
      ${to ? sql()`and ${begun} < ${startOfDayInstant(plusDays(to, 1), timeZone)}` : sql()``}`;
  const row = rows[0]!;
  return {
    sessions_held: row.held,
    sessions_planned: row.planned,
    total_attended: row.attended,
    total_registered: row.registered,
    average_attendance_rate: share(row.registered_attended, row.registered),
    average_engagement_rate: share(row.engaged, row.talked_attended),
    average_duration_minutes: row.attended === 0 ? null : oneDecimal(row.present_minutes / row.attended),
    average_rating: row.ratings === 0 ? null : twoDecimals(row.rating_sum / row.ratings),
  };
}

/** Comments that themes are looked for in, the latest: counting words of more would keep a page waiting. */
const themedMax = 2000;

/** What was written about the sessions of these days, all together; and how many comments that was. */
export async function themesOfDays(
  scope: Scope,
  { instructor_id, from, to }: OverviewQuery,
): Promise<{ themes: Theme[]; comments: number }> {
  const { time_zone: timeZone } = await ownSchool(scope);
  const begun = sql()`s.begun_at`;
  const rows = await sql()<{ rating: number; comment: string }[]>`
    select f.rating, f.comment from sessions s join feedback f on f.session_id = s.id
    where ${reachableSessions(scope)} and s.status = 'ended' and f.comment <> ''
      ${instructor_id ? sql()`and s.instructor_id = ${instructor_id}` : sql()``}
      ${from ? sql()`and ${begun} >= ${startOfDayInstant(from, timeZone)}` : sql()``}
      ${to ? sql()`and ${begun} < ${startOfDayInstant(plusDays(to, 1), timeZone)}` : sql()``}
    order by f.sent_at desc limit ${themedMax}`;
  return { themes: themesOf(rows), comments: rows.length };
}

/** The next sessions that a scope reaches, soonest first. */
export async function nextSessions(scope: Scope, limit: number, now: Date): Promise<SessionSummary[]> {
  const { items } = await sessionList(
    scope,
    { status: "scheduled", sort: "when", order: "asc", limit, offset: 0 },
    now,
  );
  return items;
}
