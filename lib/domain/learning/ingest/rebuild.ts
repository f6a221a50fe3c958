import "server-only";
import { textArray } from "@/lib/db/literals";
import type { Queries, Writer } from "@/lib/db/writer";
import { dayOf } from "@/lib/platform/time";
import { addEvent, type LearningEvent, type LearningRows, summariesOf } from "../roll-ups";
import {
  addSummaries,
  eventRows,
  hourRows,
  lockActors,
  lockAllActors,
  readBasesOf,
  readRowsOf,
  readSince,
  summaryRows,
  writeRows,
} from "./rows";

/** One row of a roll-up that differed from its events. */
export type LearningDifference = { table: string; key: string; stored: string; rebuilt: string };

/** Events that are read at a time: bounds the memory. */
const chunk = 5000;
/** Actors in one transaction: each waits for their writers and keeps them waiting. */
export const actorsAtOnce = 50;

/** The actors of a school, by their events and by their roll-ups. */
export async function actorsOfSchool(sql: Queries, schoolId: string): Promise<string[]> {
  const rows = await sql<{ actor: string }[]>`
    select actor from learning_events where school_id = ${schoolId}
    union select actor from gamification_stats where school_id = ${schoolId}
    union select actor from gamification_bases where school_id = ${schoolId} order by 1`;
  return rows.map(({ actor }) => actor);
}

/**
 * Computes these actors' roll-ups again from their events, writes them where they differ, and returns the differences: none, unless the
 * school's zone changed or something else wrote to the tables.
 */
export const rebuildActors = (
  writer: Writer,
  schoolId: string,
  actors: readonly string[],
): Promise<LearningDifference[]> =>
  writer.longTransaction(async (sql) => {
    await lockActors(sql, actors);
    return await rebuildLockedActors(sql, schoolId, actors);
  });

/** The same; the caller holds the actors' locks. */
export async function rebuildLockedActors(
  sql: Queries,
  schoolId: string,
  actors: readonly string[],
): Promise<LearningDifference[]> {
  const [school] = await sql<{ time_zone: string }[]>`select time_zone from schools where id = ${schoolId}`;
  if (!school) return [];
  const rebuilt = await readBasesOf(sql, actors);
  const events = sql`select * from learning_events where actor = any(${textArray(actors)}::uuid[]) order by actor, occurred_at, id`;
  for await (const part of events.cursor(chunk))
    for (const row of part) addEvent(rebuilt, onDay(eventRows.read(row), school.time_zone));
  const stored = await readRowsOf(sql, actors);
  const differences = differencesOf(stored, rebuilt);
  if (differences.length > 0) {
    const of = textArray(actors);
    await Promise.all([
      sql`delete from learning_sessions where actor = any(${of}::uuid[])`,
      sql`delete from daily_activity where actor = any(${of}::uuid[])`,
      sql`delete from gamification_stats where actor = any(${of}::uuid[])`,
      sql`delete from ai_coach_metrics where actor = any(${of}::uuid[])`,
    ]);
    await Promise.all(writeRows(sql, rebuilt));
    await addSummaries(sql, summariesOf(stored.days, rebuilt.days));
  }
  return differences;
}

const onDay = (event: Omit<LearningEvent, "day">, timeZone: string): LearningEvent => ({
  ...event,
  day: dayOf(event.occurred_at, timeZone),
});

const tableNames = {
  sessions: "learning_sessions",
  days: "daily_activity",
  stats: "gamification_stats",
  ai: "ai_coach_metrics",
} as const satisfies Record<keyof LearningRows, string>;

function differencesOf(stored: LearningRows, rebuilt: LearningRows): LearningDifference[] {
  return (Object.keys(tableNames) as (keyof LearningRows)[]).flatMap((name) =>
    compare(tableNames[name], stored[name], rebuilt[name]),
  );
}

/** A row's values in the order of their names: a JSON object of Postgres has another order. */
const written = (row: object | undefined): string =>
  row === undefined
    ? "no row"
    : JSON.stringify(row, (_, value: unknown) =>
        value !== null && typeof value === "object" && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
          : value,
      );

function compare(
  table: string,
  stored: ReadonlyMap<string, object>,
  rebuilt: ReadonlyMap<string, object>,
): LearningDifference[] {
  return [...new Set([...stored.keys(), ...rebuilt.keys()])]
    .map((key) => ({ table, key, stored: written(stored.get(key)), rebuilt: written(rebuilt.get(key)) }))
    .filter((row) => row.stored !== row.rebuilt);
}

/** Sums the days of a school's actors again, and writes the sums where they differ. All writers of the family wait meanwhile. */
export const rebuildSummaries = (writer: Writer, schoolId: string): Promise<LearningDifference[]> =>
  writer.longTransaction(async (sql) => {
    await lockAllActors(sql);
    const [summed, before] = await Promise.all([
      sql`select school_id, day::text as day, sum(events) as events, sum(active_ms) as active_ms, sum(xp) as xp
        from daily_activity where school_id = ${schoolId} group by school_id, day`,
      sql`select *, day::text as day from daily_summary where school_id = ${schoolId}`,
    ]);
    // A row of zeros means the same as no row.
    const byKey = (rows: Iterable<Record<string, unknown>>) =>
      new Map(
        [...rows]
          .map(summaryRows.read)
          .filter(({ events, active_ms, xp }) => events !== 0 || active_ms !== 0 || xp !== 0)
          .map((row) => [`${row.school_id} ${row.day}`, row]),
      );
    const [rebuilt, stored] = [byKey(summed), byKey(before)];
    const differences = compare("daily_summary", stored, rebuilt);
    if (differences.length > 0) {
      await sql`delete from daily_summary where school_id = ${schoolId}`;
      await summaryRows.write(sql, [...rebuilt.values()]);
    }
    return differences;
  });

/** The days (UTC) in which a school has events or hours, since it keeps events: the hours before stay as they are. */
export async function eventDaysOf(sql: Queries, schoolId: string): Promise<string[]> {
  const rows = await sql<{ day: string }[]>`
    select distinct ((at at time zone 'UTC')::date)::text as day from (
      select occurred_at as at from learning_events where school_id = ${schoolId}
      union all select hour from hourly_summary where school_id = ${schoolId}) kept
    where at >= coalesce((select learning_since from schools where id = ${schoolId}), '-infinity') order by 1`;
  return rows.map(({ day }) => day);
}

/** Counts a school's hours of one day (UTC) again, and writes them where they differ. All writers of the family wait meanwhile. */
export const rebuildHours = (writer: Writer, schoolId: string, day: string): Promise<LearningDifference[]> =>
  writer.longTransaction(async (sql) => {
    await lockAllActors(sql);
    const since = (await readSince(sql, [schoolId])).get(schoolId)?.toISOString() ?? "";
    const begin = `${day}T00:00:00Z`;
    // The hours before stay as they are.
    const from = begin < since ? since : begin;
    const [counted, before] = await Promise.all([
      sql`select school_id, date_trunc('hour', occurred_at, 'UTC') as hour, event_type, count(*)::int as events, count(distinct actor)::int as actors
        from learning_events
        where school_id = ${schoolId} and occurred_at >= ${from}::timestamptz and occurred_at < ${begin}::timestamptz + interval '1 day'
        group by 1, 2, 3`,
      sql`select * from hourly_summary
        where school_id = ${schoolId} and hour >= ${from}::timestamptz and hour < ${begin}::timestamptz + interval '1 day' and (events <> 0 or actors <> 0)`,
    ]);
    const byKey = (rows: Iterable<Record<string, unknown>>) =>
      new Map(
        [...rows]
          .map(hourRows.read)
          .map((row) => [`${row.school_id} ${row.hour.toISOString()} ${row.event_type}`, row]),
      );
    const [rebuilt, stored] = [byKey(counted), byKey(before)];
    const differences = compare("hourly_summary", stored, rebuilt);
    if (differences.length > 0) {
      await sql`delete from hourly_summary
        where school_id = ${schoolId} and hour >= ${from}::timestamptz and hour < ${begin}::timestamptz + interval '1 day'`;
      await hourRows.write(sql, [...rebuilt.values()]);
    }
    return differences;
  });
