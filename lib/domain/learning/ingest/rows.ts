import "server-only";
import { lockSpaces } from "@/lib/db/advisory-locks";
import { instantArray, numberArray, textArray } from "@/lib/db/literals";
import { tableRows } from "@/lib/db/table-rows";
import {
  aiCoachBases,
  aiCoachMetrics,
  dailyActivity,
  dailyActivityBases,
  dailySummary,
  gamificationBases,
  gamificationStats,
  hourlySummary,
  learningEventIds,
  learningEvents,
  learningSessionBases,
  learningSessions,
} from "@/lib/db/tables/learning";
import type { Queries } from "@/lib/db/writer";
import {
  type AiRow,
  actorHourKey,
  type DayRow,
  dayKey,
  type HourRow,
  hourOf,
  type LearningEvent,
  type LearningRows,
  type SessionRow,
  type StatsRow,
  type SummaryRow,
  sessionKey,
  sessionOf,
} from "../roll-ups";

/*
 * The learning family's rows, in sets. A writer holds the advisory locks of its actors before its first read, so that it needs no row lock; every
 * statement goes by keys that the actor leads.
 */

/** Advisory locks of the learning family: one of 64 per hash of the actor. */
const lockSpace = lockSpaces.learning;
const lockBuckets = 64;

/** The bucket whose lock serialises everything written about an actor; also what shards the commit queue. A pseudonym is random throughout. */
export const actorBucket = (actor: string): number => Number.parseInt(actor.slice(-4), 16) % lockBuckets;

/** Takes the locks of these actors, in order, until the transaction ends: the first statement of every writer of the family. */
export async function lockActors(sql: Queries, actors: Iterable<string>): Promise<void> {
  await lockBucketsOf(
    sql,
    [...new Set([...actors].map(actorBucket))].sort((a, b) => a - b),
  );
}

/** Waits for every writer of the family, and keeps others waiting. */
export const lockAllActors = (sql: Queries): Promise<void> =>
  lockBucketsOf(
    sql,
    Array.from({ length: lockBuckets }, (_, bucket) => bucket),
  );

async function lockBucketsOf(sql: Queries, buckets: readonly number[]): Promise<void> {
  await sql`select count(*) from (select pg_advisory_xact_lock(${lockSpace}::int, b) from unnest(${numberArray(buckets)}::int[]) b offset 0) x`;
}

type StoredEvent = Omit<LearningEvent, "day">;
type EventId = Pick<LearningEvent, "actor" | "id">;
export const eventKey = ({ actor, id }: EventId): string => `${actor} ${id}`;

const eventColumns = [
  "actor",
  "occurred_at",
  "id",
  "school_id",
  "event_type",
  "properties",
  "received_at",
] as const;
export const eventRows = tableRows<StoredEvent>(learningEvents, ["actor", "occurred_at", "id"], {
  columns: eventColumns,
  updates: [],
});
export const eventIdRows = tableRows<EventId>(learningEventIds, ["actor", "id"], { updates: [] });
export const sessionRows = tableRows<SessionRow>(learningSessions, ["actor", "id"]);
export const dayRows = tableRows<DayRow>(dailyActivity, ["actor", "day"]);
export const statsRows = tableRows<StatsRow>(gamificationStats, ["actor"]);
export const aiRows = tableRows<AiRow>(aiCoachMetrics, ["actor", "day"]);
const sessionBaseRows = tableRows<SessionRow>(learningSessionBases, ["actor", "id"]);
const dayBaseRows = tableRows<DayRow>(dailyActivityBases, ["actor", "day"]);
const statsBaseRows = tableRows<StatsRow>(gamificationBases, ["actor"]);
const aiBaseRows = tableRows<AiRow>(aiCoachBases, ["actor", "day"]);
export const summaryRows = tableRows<SummaryRow>(dailySummary, ["school_id", "day"]);
export const hourRows = tableRows<HourRow>(hourlySummary, ["school_id", "hour", "event_type"]);

/** Which of these events are stored, by their keys. */
export async function readIds(sql: Queries, events: readonly EventId[]): Promise<Set<string>> {
  const rows = await sql<EventId[]>`
    select i.actor, i.id
    from unnest(${textArray(events.map(({ actor }) => actor))}::uuid[], ${textArray(events.map(({ id }) => id))}::uuid[]) k(actor, id)
    join learning_event_ids i on i.actor = k.actor and i.id = k.id`;
  return new Set(rows.map(eventKey));
}

/** The rows that these events change, as they are stored. */
export async function readRows(sql: Queries, events: readonly LearningEvent[]): Promise<LearningRows> {
  const actors = textArray([...new Set(events.map(({ actor }) => actor))]);
  const days = [...new Map(events.map((event) => [dayKey(event), event])).values()];
  const dayActors = textArray(days.map(({ actor }) => actor));
  const dayDays = textArray(days.map(({ day }) => day));
  const sessions = new Map(
    events.flatMap((event) => {
      const id = sessionOf(event);
      return id === null
        ? []
        : [[sessionKey({ actor: event.actor, id }), { actor: event.actor, id }] as const];
    }),
  );
  const [ofSessions, ofDays, stats, ai] = await Promise.all([
    sql`select s.* from unnest(${textArray([...sessions.values()].map(({ actor }) => actor))}::uuid[], ${textArray([...sessions.values()].map(({ id }) => id))}::uuid[]) k(actor, id)
      join learning_sessions s on s.actor = k.actor and s.id = k.id`,
    sql`select d.*, d.day::text as day from unnest(${dayActors}::uuid[], ${dayDays}::date[]) k(actor, day)
      join daily_activity d on d.actor = k.actor and d.day = k.day`,
    sql`select g.*, g.last_active_day::text as last_active_day from unnest(${actors}::uuid[]) k(actor)
      join gamification_stats g on g.actor = k.actor`,
    sql`select a.*, a.day::text as day from unnest(${dayActors}::uuid[], ${dayDays}::date[]) k(actor, day)
      join ai_coach_metrics a on a.actor = k.actor and a.day = k.day`,
  ]);
  return toRows(ofSessions, ofDays, stats, ai);
}

type Found = Iterable<Record<string, unknown>>;
function toRows(sessions: Found, days: Found, stats: Found, ai: Found): LearningRows {
  return {
    sessions: new Map([...sessions].map(sessionRows.read).map((row) => [sessionKey(row), row])),
    days: new Map([...days].map(dayRows.read).map((row) => [dayKey(row), row])),
    stats: new Map([...stats].map(statsRows.read).map((row) => [row.actor, row])),
    ai: new Map([...ai].map(aiRows.read).map((row) => [dayKey(row), row])),
  };
}

type Names = Record<keyof LearningRows, string>;
const rollUps: Names = {
  sessions: "learning_sessions",
  days: "daily_activity",
  stats: "gamification_stats",
  ai: "ai_coach_metrics",
};
/** What the events that were deleted by their age add to the roll-ups. */
export const bases: Names = {
  sessions: "learning_session_bases",
  days: "daily_activity_bases",
  stats: "gamification_bases",
  ai: "ai_coach_bases",
};

async function readFrom(sql: Queries, names: Names, actors: readonly string[]): Promise<LearningRows> {
  const of = textArray(actors);
  const [sessions, days, stats, ai] = await Promise.all([
    sql`select * from ${sql(names.sessions)} where actor = any(${of}::uuid[])`,
    sql`select *, day::text as day from ${sql(names.days)} where actor = any(${of}::uuid[])`,
    sql`select *, last_active_day::text as last_active_day from ${sql(names.stats)} where actor = any(${of}::uuid[])`,
    sql`select *, day::text as day from ${sql(names.ai)} where actor = any(${of}::uuid[])`,
  ]);
  return toRows(sessions, days, stats, ai);
}

/** All rows of these actors. */
export const readRowsOf = (sql: Queries, actors: readonly string[]): Promise<LearningRows> =>
  readFrom(sql, rollUps, actors);

/** What the deleted events of these actors add to their roll-ups. */
export const readBasesOf = (sql: Queries, actors: readonly string[]): Promise<LearningRows> =>
  readFrom(sql, bases, actors);

/** In which hours these actors have events of these types already. */
export async function readHours(sql: Queries, events: readonly LearningEvent[]): Promise<Set<string>> {
  const keys = [...new Map(events.map((event) => [actorHourKey(event), event])).values()];
  const rows = await sql<{ n: string }[]>`
    select k.n from unnest(${textArray(keys.map(({ actor }) => actor))}::uuid[], ${textArray(keys.map(({ event_type }) => event_type))}::text[],
      ${instantArray(keys.map(({ occurred_at }) => hourOf(occurred_at)))}::timestamptz[]) with ordinality k(actor, event_type, hour, n)
    where exists (select from learning_events e
      where e.actor = k.actor and e.occurred_at >= k.hour and e.occurred_at < k.hour + interval '1 hour' and e.event_type = k.event_type)`;
  return new Set(rows.map(({ n }) => actorHourKey(keys[Number(n) - 1]!)));
}

/** Writes an actor's rows; `hours` adds to the hours of their schools, which other actors share, so that these locks come last. */
export function writeRows(sql: Queries, rows: LearningRows): Promise<void>[] {
  return [
    sessionRows.write(sql, [...rows.sessions.values()]),
    dayRows.write(sql, [...rows.days.values()]),
    statsRows.write(sql, [...rows.stats.values()]),
    aiRows.write(sql, [...rows.ai.values()]),
  ];
}

export async function writeBases(sql: Queries, rows: LearningRows): Promise<void> {
  await Promise.all([
    sessionBaseRows.write(sql, [...rows.sessions.values()]),
    dayBaseRows.write(sql, [...rows.days.values()]),
    statsBaseRows.write(sql, [...rows.stats.values()]),
    aiBaseRows.write(sql, [...rows.ai.values()]),
  ]);
}

export async function deleteBasesOf(sql: Queries, actor: string): Promise<void> {
  await Promise.all(Object.values(bases).map((name) => sql`delete from ${sql(name)} where actor = ${actor}`));
}

/** Since when these schools store learning events; a school of which none was deleted has no entry. */
export async function readSince(sql: Queries, schoolIds: Iterable<string>): Promise<Map<string, Date>> {
  const rows = await sql<{ id: string; learning_since: Date | string }[]>`
    select id, learning_since from schools
    where id = any(${textArray([...new Set(schoolIds)])}::uuid[]) and learning_since is not null`;
  return new Map(rows.map(({ id, learning_since }) => [id, new Date(learning_since)]));
}

/** Adds to the days of schools, in the order of their keys, before the hours; values may be negative. */
export async function addSummaries(sql: Queries, days: readonly SummaryRow[]): Promise<void> {
  if (days.length === 0) return;
  await sql`
    insert into daily_summary as d (school_id, day, events, active_ms, xp)
    select * from unnest(${textArray(days.map(({ school_id }) => school_id))}::uuid[], ${textArray(days.map(({ day }) => day))}::date[],
      ${numberArray(days.map(({ events }) => events))}::bigint[], ${numberArray(days.map(({ active_ms }) => active_ms))}::bigint[],
      ${numberArray(days.map(({ xp }) => xp))}::bigint[])
    on conflict (school_id, day) do update
      set events = d.events + excluded.events, active_ms = d.active_ms + excluded.active_ms, xp = d.xp + excluded.xp`;
}

/** Adds to the hours, in the order of their keys; values may be negative. */
export async function addHours(sql: Queries, hours: readonly HourRow[]): Promise<void> {
  if (hours.length === 0) return;
  await sql`
    insert into hourly_summary as h (school_id, hour, event_type, events, actors)
    select * from unnest(${textArray(hours.map(({ school_id }) => school_id))}::uuid[], ${instantArray(hours.map(({ hour }) => hour))}::timestamptz[],
      ${textArray(hours.map(({ event_type }) => event_type))}::text[], ${numberArray(hours.map(({ events }) => events))}::int[], ${numberArray(hours.map(({ actors }) => actors))}::int[])
    on conflict (school_id, hour, event_type) do update set events = h.events + excluded.events, actors = h.actors + excluded.actors`;
}
