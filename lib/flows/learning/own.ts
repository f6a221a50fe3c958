import "server-only";
import { and, asc, count, countDistinct, desc, eq, gte, inArray, lt, sql } from "drizzle-orm";
import { pseudonymsOf } from "@/lib/auth/pseudonym";
import { type Learner, reachesLearningEvents } from "@/lib/auth/reach";
import { ownSchool } from "@/lib/auth/school";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { isAnyOf } from "@/lib/db/literals";
import { gamificationStats, learningEvents, learningSessions } from "@/lib/db/tables/learning";
import { xpForLevel } from "@/lib/domain/learning/activity";
import { type LearningHeatmap, type LearningOverview, weekdayOf } from "@/lib/domain/learning/schema";
import { oneDecimal } from "@/lib/measure/rounding";
import { type Day, plusDays, startOfDayInstant } from "@/lib/platform/time";
import { learnerDays } from "./days";

/* What somebody reads of their own learning: the days' numbers, XP with level and achievements, and what they did with materials. */

/** The newest achievements that an overview has. */
const achievementsMax = 100;

/** The caller with their school's zone, and their days. Somebody without a school has no learning events. */
export async function ownDays(scope: Scope, now: Date) {
  const { user_id, school_id } = scope;
  const { time_zone } = await ownSchool(scope);
  const person = { user_id, school_id, time_zone };
  return { person, time_zone, days: await learnerDays(scope, person, now) };
}

/** The caller's own learning of the last days, and their level and streaks. */
export async function ownOverview(scope: Scope, count: number, now: Date): Promise<LearningOverview> {
  const { person, time_zone, days } = await ownDays(scope, now);
  const [from, to] = [plusDays(days.today, 1 - count), days.today];
  const [standing, materials] = await Promise.all([
    standingOf(scope, person),
    person.school_id === null
      ? { sessions: 0, materials_viewed: 0, materials_completed: 0 }
      : materialsOf(await pseudonymsOf(person.school_id, person.user_id), { from, to, time_zone }),
  ]);
  const { current_streak, longest_streak } = days;
  const { active_days, active_seconds, xp } = days.totals(from, to);
  return {
    ...{ from, to, time_zone, ...materials, active_days, active_seconds, xp, current_streak, longest_streak },
    ...{ ...standing, achievements: standing.achievements ?? [] },
  };
}

/** The stretches and the materials of a person's learning events in some days. */
async function materialsOf(
  actors: readonly string[],
  { from, to, time_zone }: { from: Day; to: Day; time_zone: string },
) {
  const within = (column: typeof learningEvents.occurred_at | typeof learningSessions.started_at) =>
    and(
      gte(column, startOfDayInstant(from, time_zone)),
      lt(column, startOfDayInstant(plusDays(to, 1), time_zone)),
    );
  const [sessions, viewed] = await Promise.all([
    db()
      .select({ sessions: count() })
      .from(learningSessions)
      .where(and(isAnyOf(learningSessions.actor, actors), within(learningSessions.started_at))),
    db()
      .select({
        event_type: learningEvents.event_type,
        materials: countDistinct(sql`${learningEvents.properties} ->> 'material_id'`),
      })
      .from(learningEvents)
      .where(
        and(
          isAnyOf(learningEvents.actor, actors),
          within(learningEvents.occurred_at),
          inArray(learningEvents.event_type, ["material_view", "material_complete"]),
        ),
      )
      .groupBy(learningEvents.event_type),
  ]);
  const materials = (type: string) => viewed.find(({ event_type }) => event_type === type)?.materials ?? 0;
  return {
    sessions: sessions[0]?.sessions ?? 0,
    materials_viewed: materials("material_view"),
    materials_completed: materials("material_complete"),
  };
}

/** Where everybody begins. */
const newcomer = { total_xp: 0, level: 1, xp_to_next_level: xpForLevel(2) };

/**
 * A person's XP of all time with their level, for anybody who reaches the person: a leaderboard shows the same. What earned it belongs to no course, so the
 * newest achievements are null where the scope may not read the learning events.
 */
export async function standingOf(scope: Scope, person: Learner & { school_id: string | null }) {
  if (person.school_id === null) return { ...newcomer, achievements: [] };
  const actors = await pseudonymsOf(person.school_id, person.user_id);
  const [{ xp, level }, achievements] = await Promise.all([
    xpOf(actors),
    reachesLearningEvents(scope, person) ? achievementsOf(actors) : null,
  ]);
  return { total_xp: xp, level, xp_to_next_level: xpForLevel(level + 1) - xp, achievements };
}

async function achievementsOf(actors: readonly string[]) {
  const rows = await db()
    .select({ properties: learningEvents.properties, occurred_at: learningEvents.occurred_at })
    .from(learningEvents)
    .where(and(isAnyOf(learningEvents.actor, actors), eq(learningEvents.event_type, "achievement_earned")))
    .orderBy(desc(learningEvents.occurred_at), asc(learningEvents.id))
    .limit(achievementsMax);
  return rows.map(({ properties, occurred_at }) => ({
    achievement_id: String(properties.achievement_id),
    name: String(properties.name ?? properties.achievement_id),
    earned_at: occurred_at.toISOString(),
  }));
}

/** A person's latest XP and achievements; none where the scope may not read them. */
export async function latestAwards(
  scope: Scope,
  person: Learner & { school_id: string | null },
  limit: number,
) {
  if (!reachesLearningEvents(scope, person)) return [];
  const { actor, id, event_type, occurred_at, properties } = learningEvents;
  return await db()
    .select({ id, event_type, occurred_at, properties })
    .from(learningEvents)
    .where(
      and(
        isAnyOf(actor, await pseudonymsOf(person.school_id, person.user_id)),
        inArray(event_type, ["xp_earned", "achievement_earned"]),
      ),
    )
    .orderBy(desc(occurred_at), asc(id))
    .limit(limit);
}

async function xpOf(actors: readonly string[]): Promise<{ xp: number; level: number }> {
  const [stats] = await db()
    .select({ xp: gamificationStats.xp, level: gamificationStats.level })
    .from(gamificationStats)
    .where(isAnyOf(gamificationStats.actor, actors));
  return stats ?? { xp: 0, level: 1 };
}

/** What the caller did on each of the last days. */
export async function ownHeatmap(scope: Scope, count: number, now: Date): Promise<LearningHeatmap> {
  const { time_zone, days } = await ownDays(scope, now);
  return { time_zone, days: days.between(plusDays(days.today, 1 - count), days.today) };
}

/** The caller's own XP on each of the last days, with level, streaks and achievements. */
export async function ownProgress(scope: Scope, count: number, now: Date) {
  const { person, time_zone, days } = await ownDays(scope, now);
  const [from, to] = [plusDays(days.today, 1 - count), days.today];
  const { achievements, ...standing } = await standingOf(scope, person);
  const { current_streak, longest_streak } = days;
  return {
    ...{ from, to, time_zone, xp: days.totals(from, to).xp, current_streak, longest_streak, ...standing },
    achievements: achievements ?? [],
    trend: days.between(from, to).map(({ day, xp }) => ({ day, xp })),
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
