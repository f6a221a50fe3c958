import "server-only";
import { and, asc, between, count, countDistinct, desc, eq, gte, inArray, lt, sql } from "drizzle-orm";
import { actorOf } from "@/lib/auth/pseudonym";
import { ownSchool } from "@/lib/auth/school";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { dailyActivity, gamificationStats, learningEvents, learningSessions } from "@/lib/db/tables/learning";
import { currentStreak, xpForLevel } from "@/lib/domain/learning/activity";
import { type LearningHeatmap, type LearningOverview, weekdayOf } from "@/lib/domain/learning/schema";
import { oneDecimal } from "@/lib/measure/rounding";
import { dayOf, plusDays, startOfDayInstant } from "@/lib/platform/time";

/** The newest achievements that an overview has. */
const achievementsMax = 100;

/** Whose events the caller's are, and the days that end today in their school's zone. Somebody without a school has no events. */
async function ownDays(scope: Scope, days: number, now: Date) {
  const { time_zone } = await ownSchool(scope);
  const to = dayOf(now, time_zone);
  const actor = scope.school_id === null ? null : await actorOf(scope.school_id, scope.user_id);
  return { actor, time_zone, from: plusDays(to, 1 - days), to };
}

/** The caller's own learning of the last days, and their level and streaks. */
export async function ownOverview(scope: Scope, days: number, now: Date): Promise<LearningOverview> {
  const { actor, time_zone, from, to } = await ownDays(scope, days, now);
  const within = (column: typeof learningEvents.occurred_at | typeof learningSessions.started_at) =>
    and(
      gte(column, startOfDayInstant(from, time_zone)),
      lt(column, startOfDayInstant(plusDays(to, 1), time_zone)),
    );
  const materials = sql`${learningEvents.properties} ->> 'material_id'`;
  const [stats, activity, sessions, viewed, achievements] = actor
    ? await Promise.all([
        db().select().from(gamificationStats).where(eq(gamificationStats.actor, actor)),
        db()
          .select({
            active_days: sql<number>`count(*) filter (where ${dailyActivity.events} > 0)`.mapWith(Number),
            active_ms: sql<number>`coalesce(sum(${dailyActivity.active_ms}), 0)`.mapWith(Number),
            xp: sql<number>`coalesce(sum(${dailyActivity.xp}), 0)`.mapWith(Number),
          })
          .from(dailyActivity)
          .where(and(eq(dailyActivity.actor, actor), between(dailyActivity.day, from, to))),
        db()
          .select({ sessions: count() })
          .from(learningSessions)
          .where(and(eq(learningSessions.actor, actor), within(learningSessions.started_at))),
        db()
          .select({ event_type: learningEvents.event_type, materials: countDistinct(materials) })
          .from(learningEvents)
          .where(
            and(
              eq(learningEvents.actor, actor),
              within(learningEvents.occurred_at),
              inArray(learningEvents.event_type, ["material_view", "material_complete"]),
            ),
          )
          .groupBy(learningEvents.event_type),
        db()
          .select({ properties: learningEvents.properties, occurred_at: learningEvents.occurred_at })
          .from(learningEvents)
          .where(and(eq(learningEvents.actor, actor), eq(learningEvents.event_type, "achievement_earned")))
          .orderBy(desc(learningEvents.occurred_at), asc(learningEvents.id))
          .limit(achievementsMax),
      ])
    : [[], [], [], [], []];
  const [own = { xp: 0, level: 1, last_active_day: null, streak_days: 0, longest_streak_days: 0 }] = stats;
  const materialsOf = (type: string) => viewed.find(({ event_type }) => event_type === type)?.materials ?? 0;
  return {
    ...{ from, to, time_zone },
    sessions: sessions[0]?.sessions ?? 0,
    active_seconds: Math.round((activity[0]?.active_ms ?? 0) / 1000),
    active_days: activity[0]?.active_days ?? 0,
    materials_viewed: materialsOf("material_view"),
    materials_completed: materialsOf("material_complete"),
    xp: activity[0]?.xp ?? 0,
    total_xp: own.xp,
    level: own.level,
    xp_to_next_level: xpForLevel(own.level + 1) - own.xp,
    current_streak: currentStreak(own, to),
    longest_streak: own.longest_streak_days,
    achievements: achievements.map(({ properties, occurred_at }) => ({
      achievement_id: String(properties.achievement_id),
      name: String(properties.name ?? properties.achievement_id),
      earned_at: occurred_at.toISOString(),
    })),
  };
}

/** All XP of a person of a school, and their level. */
export async function totalXp(schoolId: string, userId: string): Promise<{ xp: number; level: number }> {
  const { actor, xp, level } = gamificationStats;
  const [stats] = await db()
    .select({ xp, level })
    .from(gamificationStats)
    .where(eq(actor, await actorOf(schoolId, userId)));
  return stats ?? { xp: 0, level: 1 };
}

/** What the caller did on each of the last days. */
export async function ownHeatmap(scope: Scope, days: number, now: Date): Promise<LearningHeatmap> {
  const { actor, time_zone, from, to } = await ownDays(scope, days, now);
  const rows = actor
    ? await db()
        .select()
        .from(dailyActivity)
        .where(and(eq(dailyActivity.actor, actor), between(dailyActivity.day, from, to)))
    : [];
  const byDay = new Map(rows.map((row) => [row.day, row]));
  return {
    time_zone,
    days: Array.from({ length: days }, (_, index) => {
      const day = plusDays(from, index);
      const row = byDay.get(day);
      return {
        day,
        count: row?.events ?? 0,
        minutes: oneDecimal((row?.active_ms ?? 0) / 60_000),
        xp: row?.xp ?? 0,
      };
    }),
  };
}

/** The caller's own XP on each of the last days, with level, streaks and achievements. */
export async function ownProgress(scope: Scope, days: number, now: Date) {
  const [overview, heatmap] = await Promise.all([
    ownOverview(scope, days, now),
    ownHeatmap(scope, days, now),
  ]);
  const { from, to, time_zone, xp, total_xp, level, xp_to_next_level } = overview;
  const { current_streak, longest_streak, achievements } = overview;
  return {
    ...{ from, to, time_zone, xp, total_xp, level, xp_to_next_level, current_streak, longest_streak },
    achievements,
    trend: heatmap.days.map((one) => ({ day: one.day, xp: one.xp })),
  };
}

/** The caller's own XP of the last seven days. */
export async function ownWeek(scope: Scope, now: Date) {
  const { time_zone, trend, xp, current_streak } = await ownProgress(scope, 7, now);
  return {
    time_zone,
    days: trend.map((one) => ({ ...one, weekday: weekdayOf(one.day) })),
    total_xp: xp,
    daily_average: oneDecimal(xp / 7),
    current_streak,
  };
}
