import { sql } from "drizzle-orm";
import {
  bigint,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import {
  bytes,
  createdAt,
  id,
  instant,
  int4multirange,
  int8multirange,
  reference,
  revision,
} from "./columns";
import { schools } from "./schools";

/*
 * The learning family: what learners do, each by their pseudonym (lib/auth/pseudonym.ts), which leads every key. Nothing here names a
 * person, and no foreign key leaves the family. The roll-ups change in the transaction of the events (lib/domain/learning/ingest).
 */

/** What a school's pseudonyms are made with. Without its row nobody can tell any more whose events these are. */
export const schoolKeys = pgTable("school_keys", {
  school_id: uuid()
    .primaryKey()
    .references(() => schools.id, { onDelete: "cascade" }),
  salt: bytes().notNull(),
  /** That of the names that are replaced now (lib/flows/privacy/rotate-key.ts); null while all names are of one key. */
  former_salt: bytes(),
  /** Another one with each salt: who computed a name with an earlier key sees that it was replaced. */
  version: uuid().notNull().defaultRandom(),
  created_at: createdAt(),
  /** When the salt was replaced the last time, and since when no row has a name of the one before; null: never. */
  replaced_at: instant(),
  rotated_at: instant(),
});

/** A property that a school declares for a type of its own. */
export type DeclaredProperty = { name: string; type: "text" | "number" | "boolean"; required: boolean };

/** A school's own types of learning events, besides those that every school has (lib/domain/learning/events.ts). */
export const customEventTypes = pgTable(
  "custom_event_types",
  {
    id: id(),
    school_id: reference(() => schools.id, "owned"),
    /** `x_lab_visit`: events name their type so, and it never changes. */
    name: text().notNull(),
    title: text().notNull(),
    properties: jsonb().$type<DeclaredProperty[]>().notNull(),
    /** Events of an archived type are refused; those that are stored stay. */
    archived_at: instant(),
    revision: revision(),
    created_at: createdAt(),
  },
  (table) => [uniqueIndex("custom_event_types_name").on(table.school_id, table.name)],
);

const actor = () => uuid().notNull();
const school = () => uuid().notNull();
const total = () => bigint({ mode: "number" }).notNull().default(0);
const count = () => integer().notNull().default(0);

/**
 * Types whose events are not deleted by their age: awards, of which each is given once, and completed materials, by which the progress of lessons is
 * computed.
 */
export const stayingTypes: readonly string[] = [
  ...["xp_earned", "level_up", "achievement_earned", "streak_update"],
  "material_complete",
];

/**
 * What happened, as it was sent. The migration partitions it by months (UTC) of `occurred_at`; months that have no partition of their own are in
 * `learning_events_default`, so that every event has a place. An event's id is unique by `learning_event_ids`.
 */
export const learningEvents = pgTable(
  "learning_events",
  {
    actor: actor(),
    /** By the sender's clock, within the time that is accepted. */
    occurred_at: instant().notNull(),
    id: uuid().notNull(),
    school_id: school(),
    event_type: text().notNull(),
    properties: jsonb().$type<Record<string, unknown>>().notNull(),
    received_at: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.actor, table.occurred_at, table.id] }),
    index("learning_events_school").on(table.school_id, table.occurred_at),
    // In the order of receipt, which is nearly the order of the rows: a few kB for millions of them.
    index("learning_events_received").using("brin", table.received_at),
    index("learning_events_properties").using("gin", table.properties.op("jsonb_path_ops")),
    // Who has completed a material: a few of all events (lib/domain/courses/lessons/completed-materials.ts).
    index("learning_events_completed")
      .on(table.school_id, sql`(${table.properties} ->> 'material_id')`, table.actor)
      .where(sql`${table.event_type} = 'material_complete'`),
  ],
);

/**
 * The ids of all events: a unique index on a partitioned table must contain what it is partitioned by, and a repetition may claim another
 * time.
 */
export const learningEventIds = pgTable(
  "learning_event_ids",
  { actor: actor(), id: uuid().notNull() },
  (table) => [primaryKey({ columns: [table.actor, table.id] })],
);

const sessionColumns = () => ({
  actor: actor(),
  id: uuid().notNull(),
  school_id: school(),
  started_at: instant().notNull(),
  last_event_at: instant().notNull(),
  /** When the client ended it; without that it closes half an hour after its last event. */
  ended_at: instant(),
  /** The half hours after its events, in epoch milliseconds (lib/domain/learning/activity.ts). */
  active: int8multirange().notNull(),
  duration_ms: total(),
  events: count(),
  /** The first materials of it in the order of their ids, at most as many as are counted. */
  material_ids: jsonb().$type<string[]>().notNull(),
  materials: count(),
  xp: total(),
});

/** A stretch of learning that the client named. It ends with its last event. */
export const learningSessions = pgTable("learning_sessions", sessionColumns(), (table) => [
  primaryKey({ columns: [table.actor, table.id] }),
]);

const dayColumns = () => ({
  actor: actor(),
  day: date().notNull(),
  school_id: school(),
  events: count(),
  active: int8multirange().notNull(),
  active_ms: total(),
  xp: total(),
});

/** What an actor did on a day of their school's zone. */
export const dailyActivity = pgTable("daily_activity", dayColumns(), (table) => [
  primaryKey({ columns: [table.actor, table.day] }),
  index("daily_activity_school").on(table.school_id, table.day),
]);

/** What all actors of a school did on a day together: the sum of their rows. */
export const dailySummary = pgTable(
  "daily_summary",
  { school_id: school(), day: date().notNull(), events: total(), active_ms: total(), xp: total() },
  (table) => [primaryKey({ columns: [table.school_id, table.day] })],
);

const statsColumns = () => ({
  actor: uuid().primaryKey(),
  school_id: school(),
  xp: total(),
  level: integer().notNull().default(1),
  /**
   * The days with learning events, as days since 1970, and the streaks of these alone. A learner's streak counts views and attendances too
   * (lib/flows/learning/days.ts).
   */
  active_days: int4multirange().notNull(),
  last_active_day: date(),
  /** The consecutive days that end with the last one. */
  streak_days: count(),
  longest_streak_days: count(),
  /** How many completions of materials they have sent: of which lessons' progress depends (lib/db/stored-progress.ts). */
  materials_completed: count(),
});

/** An actor's experience points, level and streak. Every actor with an event has a row. */
export const gamificationStats = pgTable("gamification_stats", statsColumns(), (table) => [
  index("gamification_stats_school").on(table.school_id),
]);

const aiColumns = () => ({
  actor: actor(),
  day: date().notNull(),
  school_id: school(),
  sent: count(),
  received: count(),
  /** How many answers took how many tenths of a second. */
  responses: jsonb().$type<Record<string, number>>().notNull(),
  median_response_ms: integer(),
  ratings: count(),
  rating_sum: count(),
});

/** An actor's messages to and from an AI coach on a day. */
export const aiCoachMetrics = pgTable("ai_coach_metrics", aiColumns(), (table) => [
  primaryKey({ columns: [table.actor, table.day] }),
  index("ai_coach_metrics_school").on(table.school_id, table.day),
]);

/*
 * What the events that were deleted by their age add to the roll-ups: of each actor the rows that these events alone would make. A roll-up is that of its
 * base and of the events that are left.
 */
export const learningSessionBases = pgTable("learning_session_bases", sessionColumns(), (table) => [
  primaryKey({ columns: [table.actor, table.id] }),
]);
export const dailyActivityBases = pgTable("daily_activity_bases", dayColumns(), (table) => [
  primaryKey({ columns: [table.actor, table.day] }),
]);
export const gamificationBases = pgTable("gamification_bases", statsColumns(), (table) => [
  index("gamification_bases_school").on(table.school_id),
]);
export const aiCoachBases = pgTable("ai_coach_bases", aiColumns(), (table) => [
  primaryKey({ columns: [table.actor, table.day] }),
]);

/** A school's events of a type in an hour (UTC), and how many actors they are of. */
export const hourlySummary = pgTable(
  "hourly_summary",
  {
    school_id: school(),
    hour: instant().notNull(),
    event_type: text().notNull(),
    events: count(),
    actors: count(),
  },
  (table) => [primaryKey({ columns: [table.school_id, table.hour, table.event_type] })],
);
