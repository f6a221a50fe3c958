import "server-only";
import { and, eq, gt, sql } from "drizzle-orm";
import { pseudonymsOf } from "@/lib/auth/pseudonym";
import { ownSchool } from "@/lib/auth/school";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { isAnyOf } from "@/lib/db/literals";
import { dailyActivity, learningEvents } from "@/lib/db/tables/learning";
import { type Act, acts } from "@/lib/domain/gamification/rules";
import { levelDays } from "@/lib/domain/learning/levels";
import { type Day, startOfDayInstant } from "@/lib/platform/time";

/** What an act gave: how often and how much in a time, and how much in all. `other` is what staff gave. */
export type XpOfAct = {
  act: Act | "other";
  times: number;
  xp: number;
  total_xp: number;
};

/** Where the caller's XP came from, since a day (null: all), and when it reached which level; null without a school. */
export async function ownXp(scope: Scope, from: Day | null) {
  if (scope.school_id === null) return null;
  const [{ time_zone }, actors] = await Promise.all([
    ownSchool(scope),
    pseudonymsOf(scope.school_id, scope.user_id),
  ]);
  const [days, given] = await Promise.all([
    db()
      .select({ day: dailyActivity.day, xp: dailyActivity.xp })
      .from(dailyActivity)
      .where(and(isAnyOf(dailyActivity.actor, actors), gt(dailyActivity.xp, 0))),
    givenBy(actors, from === null ? null : startOfDayInstant(from, time_zone)),
  ]);
  return { ...levelDays(days), by_act: given };
}

async function givenBy(actors: readonly string[], since: Date | null): Promise<XpOfAct[]> {
  const { event_type, properties, occurred_at } = learningEvents;
  const reason = sql<string | null>`${properties} ->> 'reason'`;
  const amount = sql`(${properties} ->> 'amount')::bigint`;
  const inTime = since ? sql`${occurred_at} >= ${since.toISOString()}::timestamptz` : sql`true`;
  const number = (value: ReturnType<typeof sql>) => sql<number>`${value}`.mapWith(Number);
  const rows = await db()
    .select({
      reason,
      times: number(sql`count(*) filter (where ${inTime})`),
      xp: number(sql`coalesce(sum(${amount}) filter (where ${inTime}), 0)`),
      total_xp: number(sql`sum(${amount})`),
    })
    .from(learningEvents)
    .where(and(isAnyOf(learningEvents.actor, actors), eq(event_type, "xp_earned")))
    .groupBy(reason);
  const names: readonly string[] = acts;
  const sumOf = (act: XpOfAct["act"], own: typeof rows): XpOfAct => ({
    act,
    times: own.reduce((sum, row) => sum + row.times, 0),
    xp: own.reduce((sum, row) => sum + row.xp, 0),
    total_xp: own.reduce((sum, row) => sum + row.total_xp, 0),
  });
  return [
    ...acts.map((act) =>
      sumOf(
        act,
        rows.filter((row) => row.reason === act),
      ),
    ),
    sumOf(
      "other",
      rows.filter((row) => !row.reason || !names.includes(row.reason)),
    ),
  ];
}
