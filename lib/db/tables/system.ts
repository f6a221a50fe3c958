import {
  bigint,
  doublePrecision,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { instant } from "./columns";
import { schools } from "./schools";

/*
 * What the installation measures about itself, kept 30 days. Each process adds a minute when it is over (lib/http/measurements.ts), and
 * several add up. A row is of one minute, of one hour (`minutes` 60) or of one day (UTC, 1440), so that weeks are read as fast as hours. Without
 * a school: the request named none.
 */

/** How long the measurements are kept, in days. */
export const systemDaysKept = 30;

/** What takes time. */
export const measures = ["request", "ingest_lag", "pool_wait", "job"] as const;
export type Measure = (typeof measures)[number];

/** What is counted. */
export const countKinds = ["error", "beacon", "refusal", "tracker"] as const;
export type CountKind = (typeof countKinds)[number];

const key = {
  /** The minutes that the row is over: 1, 60 or 1440. */
  minutes: integer().notNull(),
  school_id: uuid().references(() => schools.id, { onDelete: "cascade" }),
  at: instant().notNull(),
};

export const systemDurations = pgTable(
  "system_durations",
  {
    ...key,
    measure: text({ enum: measures }).notNull(),
    /** A request's route or a job; empty for all together. */
    name: text().notNull(),
    count: bigint({ mode: "number" }).notNull(),
    /** Requests answered with 500 or more, and jobs that failed. */
    failed: bigint({ mode: "number" }).notNull(),
    /** The histogram (lib/measure/histogram.ts): its buckets in order, and the count of each. */
    buckets: integer().array().notNull(),
    counts: integer().array().notNull(),
  },
  (table) => [
    unique("system_durations_key")
      .on(table.minutes, table.measure, table.name, table.at, table.school_id)
      .nullsNotDistinct(),
    index("system_durations_at").on(table.at),
  ],
);

export const systemCounts = pgTable(
  "system_counts",
  {
    ...key,
    kind: text({ enum: countKinds }).notNull(),
    name: text().notNull(),
    count: bigint({ mode: "number" }).notNull(),
    last_at: instant().notNull(),
    /** Of the last error of the server: its lines in the log have it. */
    last_request_id: text(),
  },
  (table) => [
    unique("system_counts_key")
      .on(table.minutes, table.kind, table.name, table.at, table.school_id)
      .nullsNotDistinct(),
    index("system_counts_at").on(table.at),
  ],
);

/**
 * The signed-in people of an hour, to count them over any hours: of each a number from 0 to 65,535 that a keyed hash of their id gives
 * (lib/measure/distinct.ts). It names nobody.
 */
export const systemPeople = pgTable(
  "system_people",
  { school_id: key.school_id, at: key.at, marks: integer().array().notNull() },
  (table) => [unique("system_people_key").on(table.at, table.school_id).nullsNotDistinct()],
);

/** A process's minute: its row says that the minute was added, so that it is added once. */
export const systemProcesses = pgTable(
  "system_processes",
  {
    process_id: uuid().notNull(),
    at: instant().notNull(),
    started_at: instant().notNull(),
    /** The largest of the minute; null when it ended before anything was looked at. */
    memory_bytes: bigint({ mode: "number" }),
    /** The longest that the event loop was blocked. */
    event_loop_delay_ms: doublePrecision(),
    /** The most beacons that waited to be stored. */
    waiting: integer().notNull(),
    /** The longest that the database took to answer; null when it did not. */
    database_ms: doublePrecision(),
  },
  (table) => [
    primaryKey({ columns: [table.process_id, table.at] }),
    index("system_processes_at").on(table.at),
  ],
);
