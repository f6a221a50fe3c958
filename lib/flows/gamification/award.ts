import "server-only";
import { and, eq, gte, lt, sql } from "drizzle-orm";
import { writingOf } from "@/lib/auth/pseudonym";
import { processLocks } from "@/lib/db/advisory-locks";
import { announceAll } from "@/lib/db/bus/bus";
import { db, type Tx } from "@/lib/db/client";
import { isAnyOf } from "@/lib/db/literals";
import { gamificationStats, learningEvents } from "@/lib/db/tables/learning";
import { schools } from "@/lib/db/tables/schools";
import { queriesOf, transaction } from "@/lib/db/tx";
import type { Writer } from "@/lib/db/writer";
import { type Award, awardId, awardsFor, earnedKey, type Fact } from "@/lib/domain/gamification/awards";
import { acts, rulesOf } from "@/lib/domain/gamification/rules";
import { levelOf, type streaksOf } from "@/lib/domain/learning/activity";
import {
  announcementOf,
  applyLearningEvents,
  type NewEvent,
} from "@/lib/domain/learning/ingest/apply-events";
import { namesInUse, namesOfPerson, nameToWrite } from "@/lib/domain/learning/ingest/names";
import { eventKey, readIds } from "@/lib/domain/learning/ingest/rows";
import type { LearningEvent } from "@/lib/domain/learning/roll-ups";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { dayOf, plusDays, startOfDayInstant } from "@/lib/platform/time";
import { streaksOfPeople } from "../learning/days";
import { achievementProperties, type Done, reachedAchievements } from "./achievements";
import type { Earned } from "./facts";

/** What a student did, by their pseudonym too. */
type Own = Fact & Done;

/** Waits until awards that run now are stored, and keeps others waiting until the transaction ends. */
export async function holdAwards(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${processLocks.awards})`);
}

/** Waits until awards that run now are stored. */
export const awardsStored = (): Promise<void> => transaction(holdAwards);

/** The transaction that holds the job's claim, and the connection that writes. */
export type Run = { tx: Tx; writer: Writer; now: Date };

/**
 * Stores the XP that these facts earn by their schools' rules, each once, with the levels, streaks and achievements that were reached by it. All of a
 * school is one transaction; the bus announces it after its commit. Returns how many awards of XP were stored. Only one process may award at a time,
 * since the day's limits are read first.
 */
export async function award(run: Run, earned: readonly Earned[]): Promise<number> {
  const bySchool = new Map<string, Earned[]>();
  for (const fact of earned) getOrInsert(bySchool, fact.school_id, () => []).push(fact);
  let awarded = 0;
  for (const [schoolId, facts] of bySchool) awarded += await awardInSchool(run, schoolId, facts);
  return awarded;
}

async function awardInSchool(run: Run, school_id: string, earned: readonly Earned[]): Promise<number> {
  const [school] = await db()
    .select({ time_zone: schools.time_zone, xp_rules: schools.xp_rules })
    .from(schools)
    .where(eq(schools.id, school_id));
  if (!school) return 0;
  const dayOfSchool = (at: Date) => dayOf(at, school.time_zone);
  const named = await Promise.all(
    earned.map(async ({ user_id, act, key, at, active_at = at }) => ({
      ...{ of: await writingOf(school_id, user_id), user_id, act, key, at, day: dayOfSchool(at) },
      active_at,
    })),
  );
  // Nobody renames them while awards run (lib/flows/privacy/rotate-key.ts).
  const inUse = await namesInUse(
    queriesOf(run.tx),
    named.flatMap(({ of }) => namesOfPerson(of)),
  );
  const facts = named.map((one) => ({ ...one, actor: nameToWrite(one.of, inUse) }));
  const writing = new Map(facts.map(({ actor, of }) => [actor, of]));
  // Whatever is done is also an activity of its day.
  const all = facts.flatMap(({ active_at, ...fact }): Own[] => {
    const day = dayOfSchool(active_at);
    return fact.act === "first_activity"
      ? [fact]
      : [fact, { ...fact, act: "first_activity", key: day, at: active_at, day }];
  });
  const ids = all.map(({ actor, act, key }) => ({ actor, id: awardId(act, key) }));
  const stored = await readIds(queriesOf(run.tx), ids);
  const isStored = (one: { actor: string; id: string }) => stored.has(eventKey(one));
  const open = all.filter((_, i) => !isStored(ids[i]!));
  if (open.length === 0) return 0;
  const awards = awardsFor(open, rulesOf(school.xp_rules), isStored, await earnedOn(open, school.time_zone));
  const standings = await standingsWith(run, { school_id, time_zone: school.time_zone }, awards, open);
  const reached = await reachedBy(run, awards, open, standings);
  const achieved = await reachedAchievements(
    run,
    { school_id, time_zone: school.time_zone },
    open,
    (actor) => {
      const { xp, longest_streak_days } = standings(actor);
      return { level: levelOf(xp), longest_streak_days };
    },
  );
  const event = ({ actor, at }: Pick<Fact, "actor" | "at">) => ({
    ...{ of: writing.get(actor)!, actor, school_id, day: dayOf(at, school.time_zone) },
    ...{ occurred_at: at, received_at: run.now },
  });
  const events: NewEvent[] = [
    ...awards.map((one) => ({
      ...event(one),
      ...{ id: one.id, event_type: "xp_earned" },
      properties: {
        ...{ amount: one.amount, reason: one.act },
        ...(one.act === "first_activity" ? {} : { material_id: one.key }),
      },
    })),
    ...reached.map(({ fact, ...one }) => ({ ...event(fact), ...one })),
    ...achieved.map(({ achievement, id, ...one }) => ({
      ...{ ...event(one), id, event_type: "achievement_earned" },
      properties: achievementProperties(achievement),
    })),
  ];
  const outcomes = await applyLearningEvents(run.writer, events);
  announceAll(
    events
      .filter((_, index) => outcomes[index]?.kind === "stored")
      .map((event) => ({ type: event.event_type, payload: { ...announcementOf(event), school_id } })),
  );
  return awards.length;
}

/** What each act has given on the days of these facts, as far as it was awarded here. */
async function earnedOn(facts: readonly Fact[], timeZone: string): Promise<Map<string, number>> {
  const days = facts.map(({ day }) => day).sort();
  const { actor, id, event_type, occurred_at, properties } = learningEvents;
  const rows = await db()
    .select({ actor, id, occurred_at, properties })
    .from(learningEvents)
    .where(
      and(
        isAnyOf(actor, [...new Set(facts.map((fact) => fact.actor))]),
        eq(event_type, "xp_earned"),
        gte(occurred_at, startOfDayInstant(days[0]!, timeZone)),
        lt(occurred_at, startOfDayInstant(plusDays(days.at(-1)!, 1), timeZone)),
      ),
    );
  const earned = new Map<string, number>();
  for (const { actor, id, occurred_at, properties } of rows) {
    const day = dayOf(occurred_at, timeZone);
    const act = acts.find((name) => name === properties.reason);
    // Staff may award XP with the same words.
    if (!act || id !== awardId(act, String(properties.material_id ?? day))) continue;
    const key = earnedKey({ actor, act, day });
    earned.set(key, (earned.get(key) ?? 0) + Number(properties.amount));
  }
  return earned;
}

type Standing = ReturnType<typeof streaksOf> & { xp: number };
const newcomer: Standing = { xp: 0, streak_days: 0, longest_streak_days: 0, last_active_day: null };

/** What each actor of these facts has, with these awards: XP, and the streaks of all their days. */
async function standingsWith(
  { tx, now }: Run,
  school: { school_id: string; time_zone: string },
  awards: readonly Award[],
  facts: readonly Own[],
) {
  const { actor, xp } = gamificationStats;
  const [streaks, rows] = await Promise.all([
    streaksOfPeople(school, facts, now),
    tx
      .select({ actor, xp })
      .from(gamificationStats)
      .where(isAnyOf(actor, [...new Set(facts.map((fact) => fact.actor))])),
  ]);
  const standings = new Map<string, Standing>(
    [...streaks].map(([actor, streak]) => [actor, { ...newcomer, ...streak }]),
  );
  for (const { actor, xp: amount } of [
    ...rows,
    ...awards.map((one) => ({ actor: one.actor, xp: one.amount })),
  ]) {
    const before = standings.get(actor) ?? newcomer;
    standings.set(actor, { ...before, xp: before.xp + amount });
  }
  return (actor: string): Standing => standings.get(actor) ?? newcomer;
}

type Reached = Pick<LearningEvent, "id" | "event_type" | "properties"> & { fact: Fact };

/** The levels that the awards reach, and the streaks of the days of these facts, that are not stored yet. */
async function reachedBy(
  { tx }: Run,
  awards: readonly Award[],
  facts: readonly Fact[],
  standingOf: (actor: string) => Standing,
): Promise<Reached[]> {
  // A level is reached by the award that brings the XP for it.
  const given = new Map<string, Award[]>();
  for (const one of awards) getOrInsert(given, one.actor, () => []).push(one);
  const levels = [...given].flatMap(([actor, own]) => {
    let xp = standingOf(actor).xp - own.reduce((sum, { amount }) => sum + amount, 0);
    let level = 1;
    return own.flatMap((fact): Reached[] => {
      xp += fact.amount;
      const reached: Reached[] = [];
      while (level < levelOf(xp)) {
        level += 1;
        reached.push({
          fact,
          id: awardId("level_up", `${level}`),
          event_type: "level_up",
          properties: { level },
        });
      }
      return reached;
    });
  });
  const streaks = facts.flatMap((fact): Reached[] => {
    const { streak_days, last_active_day } = standingOf(fact.actor);
    if (fact.act !== "first_activity" || last_active_day !== fact.day || streak_days < 2) return [];
    return [
      {
        ...{ fact, id: awardId("streak_update", fact.day) },
        ...{ event_type: "streak_update", properties: { streak_days } },
      },
    ];
  });
  const reached = [...levels, ...streaks];
  const key = ({ fact, id }: Reached) => ({ actor: fact.actor, id });
  const stored = await readIds(queriesOf(tx), reached.map(key));
  return reached.filter((one) => !stored.has(eventKey(key(one))));
}
