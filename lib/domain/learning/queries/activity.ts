import "server-only";
import { and, between, eq, isNull, sql } from "drizzle-orm";
import { inSchool, reachesSessions, reachesVideos } from "@/lib/auth/reach";
import { isAdmin, type Scope } from "@/lib/auth/scope";
import { db, dbPlanning } from "@/lib/db/client";
import { isOneOf } from "@/lib/db/literals";
import { dailyActivity, dailySummary, gamificationStats } from "@/lib/db/tables/learning";
import { schools } from "@/lib/db/tables/schools";
import { sessionNumbers, sessions } from "@/lib/db/tables/sessions";
import { videos, videoTotals } from "@/lib/db/tables/videos";
import { eachWatchedDay, videoDays, videoVersion } from "@/lib/db/video-days";
import { dayNumber } from "@/lib/measure/day-set";
import { oneDecimal } from "@/lib/measure/rounding";
import { type Day, daysInclusive, plusDays } from "@/lib/platform/time";
import type { Activity } from "../engagement";

type Learned = { day: Day; events: number; active_ms: number; xp: number };
type Dates = { from: Day; to: Day };

/** What these actors learned on each of these days, from a row for each of their days. */
const learnedOf = (scope: Scope, { from, to }: Dates, actors: readonly string[]) =>
  db()
    .select({
      day: dailyActivity.day,
      events: dailyActivity.events,
      active_ms: dailyActivity.active_ms,
      xp: dailyActivity.xp,
    })
    .from(dailyActivity)
    .where(
      and(
        ...[inSchool(scope, dailyActivity), isOneOf(dailyActivity.actor, actors)],
        between(dailyActivity.day, from, to),
      ),
    );

/** What all actors of the scope's schools learned, from a row for each day of a school. */
const learnedOfAll = (scope: Scope, { from, to }: Dates) =>
  db()
    .select({
      day: dailySummary.day,
      events: dailySummary.events,
      active_ms: dailySummary.active_ms,
      xp: dailySummary.xp,
    })
    .from(dailySummary)
    .where(and(inSchool(scope, dailySummary), between(dailySummary.day, from, to)));

/**
 * The learning of each day: of these actors, or of the scope's whole school. Where they are most of an admin's school, it is that of the school
 * without that of the others, so that a year costs a row a day and not a row a day and person.
 */
async function learnedByDay(
  scope: Scope,
  dates: Dates,
  actors: readonly string[] | null,
): Promise<Learned[]> {
  const others = actors && isAdmin(scope) ? await otherActors(scope, actors) : null;
  const isMost = actors === null || (others !== null && others.length < actors.length);
  const rows = isMost
    ? others?.length
      ? sql`${learnedOfAll(scope, dates)} union all
          select day, -events, -active_ms, -xp from (${learnedOf(scope, dates, others)}) others`
      : sql`${learnedOfAll(scope, dates)}`
    : sql`${learnedOf(scope, dates, actors)}`;
  const days = await dbPlanning().execute<Record<keyof Learned, string>>(sql`
    select day::text as day, sum(events) as events, sum(active_ms) as active_ms, sum(xp) as xp
    from (${rows}) learned group by day`);
  return days.map(({ day, events, active_ms, xp }) => ({
    ...{ day, events: Number(events), active_ms: Number(active_ms), xp: Number(xp) },
  }));
}

/** The actors of the scope's schools who are none of these. */
async function otherActors(scope: Scope, actors: readonly string[]): Promise<string[]> {
  const among = new Set(actors);
  const { actor } = gamificationStats;
  const rows = await db().select({ actor }).from(gamificationStats).where(inSchool(scope, gamificationStats));
  return rows.flatMap((row) => (among.has(row.actor) ? [] : [row.actor]));
}

/**
 * The activity of each of these days, and of all together, from the roll-ups: the learning of these actors, or of the scope's whole school, and the
 * views and attendances of the videos and sessions that the scope reaches.
 */
export async function activityByDay(
  scope: Scope,
  { from, to }: { from: Day; to: Day },
  actors: readonly string[] | null,
): Promise<{ daily: (Activity & { day: Day })[] } & Activity> {
  const [learned, watched, attended] = await Promise.all([
    learnedByDay(scope, { from, to }, actors),
    viewsByDay(scope, { from, to }),
    attendancesByDay(scope, from, to),
  ]);
  const learnedOn = new Map(learned.map((row) => [row.day, row]));
  const attendedOn = new Map(attended.map((row) => [row.day, row.attendances]));
  const daily = Array.from({ length: daysInclusive(from, to) }, (_, index) => {
    const day = plusDays(from, index);
    const row = learnedOn.get(day);
    const learning_events = row?.events ?? 0;
    const video_views = watched[index]!;
    const attendances = attendedOn.get(day) ?? 0;
    return {
      ...{ day, learning_events, video_views, attendances },
      activities: learning_events + video_views + attendances,
      minutes: oneDecimal((row?.active_ms ?? 0) / 60_000),
      xp: row?.xp ?? 0,
    };
  });
  const total = (of: (day: Activity) => number) => daily.reduce((sum, one) => sum + of(one), 0);
  return {
    daily,
    learning_events: total((one) => one.learning_events),
    video_views: total((one) => one.video_views),
    attendances: total((one) => one.attendances),
    activities: total((one) => one.activities),
    minutes: oneDecimal(learned.reduce((sum, row) => sum + row.active_ms, 0) / 60_000),
    xp: total((one) => one.xp),
  };
}

/** The views of each day, of the videos that the scope reaches and lists show. */
async function viewsByDay(scope: Scope, { from, to }: Dates): Promise<number[]> {
  const versions = await db()
    .select({ id: videos.id, version: videoVersion })
    .from(videos)
    .leftJoin(videoTotals, eq(videoTotals.video_id, videos.id))
    .where(and(reachesVideos(scope, videos), isNull(videos.version_of), isNull(videos.archived_at)));
  const views = new Array<number>(daysInclusive(from, to)).fill(0);
  const time = { first: dayNumber(from), last: dayNumber(to) };
  for (const days of (await videoDays(new Map(versions.map(({ id, version }) => [id, version])))).values())
    eachWatchedDay(days, time, (day, index) => {
      views[index]! += day.views;
    });
  return views;
}

/** People who attended the ended sessions of each day, or a course's, by the day of the session's own school; tests and those left out do not count. */
export function attendancesByDay(scope: Scope, from: Day, to: Day, courseId: string | null = null) {
  const day = sql<Day>`((${sessions.begun_at} at time zone ${schools.time_zone})::date)::text`;
  return db()
    .select({ day, attendances: sql<number>`sum(${sessionNumbers.total_attended})`.mapWith(Number) })
    .from(sessions)
    .innerJoin(schools, eq(schools.id, sessions.school_id))
    .innerJoin(sessionNumbers, eq(sessionNumbers.session_id, sessions.id))
    .where(
      and(
        reachesSessions(scope, sessions),
        courseId === null ? undefined : eq(sessions.course_id, courseId),
        ...[eq(sessions.status, "ended"), eq(sessions.left_out, false)],
        sql`${day} between ${from} and ${to}`,
      ),
    )
    .groupBy(day);
}
