import "server-only";
import { and, between, eq, isNull, sql } from "drizzle-orm";
import { inSchool, reachesSessions, reachesVideos } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { db, dbPlanning } from "@/lib/db/client";
import { isOneOf } from "@/lib/db/literals";
import { dailyActivity } from "@/lib/db/tables/learning";
import { schools } from "@/lib/db/tables/schools";
import { sessionNumbers, sessions } from "@/lib/db/tables/sessions";
import { videoDaily, videos } from "@/lib/db/tables/videos";
import { oneDecimal } from "@/lib/measure/rounding";
import { type Day, daysInclusive, plusDays } from "@/lib/platform/time";
import type { Activity } from "../engagement";

/**
 * The activity of each of these days, and of all together, from the roll-ups: the learning of these actors, or of the scope's whole school, and the
 * views and attendances of the videos and sessions that the scope reaches.
 */
export async function activityByDay(
  scope: Scope,
  { from, to }: { from: Day; to: Day },
  actors: readonly string[] | null,
): Promise<{ daily: (Activity & { day: Day })[] } & Activity> {
  const theirs = and(
    inSchool(scope, dailyActivity),
    actors ? isOneOf(dailyActivity.actor, actors) : undefined,
    between(dailyActivity.day, from, to),
  );
  const [learned, watched, attended] = await Promise.all([
    dbPlanning()
      .select({
        day: dailyActivity.day,
        events: sumOf(dailyActivity.events),
        active_ms: sumOf(dailyActivity.active_ms),
        xp: sumOf(dailyActivity.xp),
      })
      .from(dailyActivity)
      .where(theirs)
      .groupBy(dailyActivity.day),
    dbPlanning()
      .select({ day: videoDaily.day, views: sumOf(videoDaily.views) })
      .from(videos)
      .innerJoin(videoDaily, eq(videoDaily.video_id, videos.id))
      .where(
        and(
          reachesVideos(scope, videos),
          ...[isNull(videos.version_of), isNull(videos.archived_at)],
          between(videoDaily.day, from, to),
        ),
      )
      .groupBy(videoDaily.day),
    attendancesByDay(scope, from, to),
  ]);
  const learnedOn = new Map(learned.map((row) => [row.day, row]));
  const viewsOn = new Map(watched.map((row) => [row.day, row.views]));
  const attendedOn = new Map(attended.map((row) => [row.day, row.attendances]));
  const daily = Array.from({ length: daysInclusive(from, to) }, (_, index) => {
    const day = plusDays(from, index);
    const row = learnedOn.get(day);
    const learning_events = row?.events ?? 0;
    const video_views = viewsOn.get(day) ?? 0;
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

const sumOf = (
  column: (typeof dailyActivity)["events" | "active_ms" | "xp"] | (typeof videoDaily)["views"],
) => sql<number>`coalesce(sum(${column}), 0)`.mapWith(Number);

/** People who attended the ended sessions of each day, by the day of the session's own school; tests and those left out do not count. */
function attendancesByDay(scope: Scope, from: Day, to: Day) {
  const day = sql<Day>`((${sessions.begun_at} at time zone ${schools.time_zone})::date)::text`;
  return db()
    .select({ day, attendances: sql<number>`sum(${sessionNumbers.total_attended})`.mapWith(Number) })
    .from(sessions)
    .innerJoin(schools, eq(schools.id, sessions.school_id))
    .innerJoin(sessionNumbers, eq(sessionNumbers.session_id, sessions.id))
    .where(
      and(
        reachesSessions(scope, sessions),
        ...[eq(sessions.status, "ended"), eq(sessions.left_out, false)],
        sql`${day} between ${from} and ${to}`,
      ),
    )
    .groupBy(day);
}
