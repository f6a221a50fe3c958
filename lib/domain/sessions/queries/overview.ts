import "server-only";
import { and, eq, ne, sql } from "drizzle-orm";
import { reachesSessions } from "@/lib/auth/reach";
import { ownSchool } from "@/lib/auth/school";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { feedback, sessionNumbers, sessions } from "@/lib/db/tables/sessions";
import { oneDecimal, share, twoDecimals } from "@/lib/measure/rounding";
import type { OverviewQuery } from "../filters";
import type { OverviewAnswer, SessionSummary, Theme } from "../schema";
import { begunWithin, sessionList } from "./list";
import { readThemes } from "./themes";

/** The sessions that an overview counts. */
export const counted = { status: "ended", left_out: "false" } as const;

/** How many sessions an overview lists. */
const recentMax = 5;

/** Over the finished sessions that a scope reaches: over all people, not a mean of means. */
export async function overview(scope: Scope, query: OverviewQuery, now: Date): Promise<OverviewAnswer> {
  const [totals, recent] = await Promise.all([
    totalsOf(scope, query),
    sessionList(
      scope,
      { ...query, ...counted, sort: "when", order: "desc", limit: recentMax, offset: 0 },
      now,
    ),
  ]);
  return { success: true, ...totals, recent_sessions: recent.items };
}

async function reachedWithin(scope: Scope, query: OverviewQuery) {
  const { time_zone: timeZone } = await ownSchool(scope);
  return and(
    reachesSessions(scope, sessions),
    eq(sessions.left_out, false),
    query.instructor_id ? eq(sessions.instructor_id, query.instructor_id) : undefined,
    begunWithin(query, timeZone),
  );
}

/** The same numbers without the sessions, for the period before. */
export async function totalsOf(
  scope: Scope,
  query: OverviewQuery,
): Promise<Omit<OverviewAnswer, "success" | "recent_sessions">> {
  const stored = sessionNumbers;
  const sum = (value: unknown, type: "int" | "float8" = "int") =>
    sql<number>`coalesce(sum(${value}), 0)::${sql.raw(type)}`;
  const having = (status: "ended" | "scheduled") =>
    sql<number>`count(*) filter (where ${sessions.status} = ${status})::int`;
  const [row] = await db()
    .select({
      held: having("ended"),
      planned: having("scheduled"),
      attended: sum(stored.total_attended),
      registered: sum(stored.total_registered),
      registered_attended: sum(stored.registered_attended),
      engaged: sum(stored.engaged),
      /** Attendees of sessions with recorded messages and reactions. */
      talked_attended: sql<number>`coalesce(sum(${stored.total_attended}) filter (where ${stored.engaged} is not null), 0)::int`,
      present_minutes: sum(sql`${stored.average_duration_minutes} * ${stored.total_attended}`, "float8"),
      ratings: sum(stored.total_responses),
      rating_sum: sum(sql`${stored.average_rating} * ${stored.total_responses}`, "float8"),
    })
    .from(sessions)
    .leftJoin(stored, and(eq(stored.session_id, sessions.id), eq(sessions.status, "ended")))
    .where(await reachedWithin(scope, query));
  if (!row) throw new Error("an aggregate returned no row");
  return {
    sessions_held: row.held,
    sessions_planned: row.planned,
    total_attended: row.attended,
    total_registered: row.registered,
    registered_attended: row.registered_attended,
    engaged: row.engaged,
    attended_where_recorded: row.talked_attended,
    average_attendance_rate: share(row.registered_attended, row.registered),
    average_engagement_rate: share(row.engaged, row.talked_attended),
    average_duration_minutes: row.attended === 0 ? null : oneDecimal(row.present_minutes / row.attended),
    average_rating: row.ratings === 0 ? null : twoDecimals(row.rating_sum / row.ratings),
  };
}

/** The themes of the comments on the sessions of a period, and the number of comments. */
export async function themesOfDays(
  scope: Scope,
  query: OverviewQuery,
): Promise<{ themes: Theme[]; comments: number }> {
  return await readThemes(
    and(await reachedWithin(scope, query), eq(sessions.status, "ended"), ne(feedback.comment, "")),
  );
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
