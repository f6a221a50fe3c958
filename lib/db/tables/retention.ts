import { bigint, date, integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { id, instant, reference } from "./columns";
import { schools } from "./schools";

/** What a night deleted of one kind of a school's facts by their age (lib/flows/retention). */
export const retentionRuns = pgTable(
  "retention_runs",
  {
    id: id(),
    school_id: reference(() => schools.id, "owned"),
    kind: text().notNull(),
    /** The school's day on which the night began. */
    night: date().notNull(),
    /** The limit of that night. */
    months: integer().notNull(),
    /** What was older went, and from when the oldest of it was. */
    before: instant().notNull(),
    oldest_at: instant(),
    rows: bigint({ mode: "number" }).notNull().default(0),
    started_at: instant().notNull(),
    /** Null until all of it is deleted. */
    finished_at: instant(),
    /** When it failed last, until it succeeds. */
    failed_at: instant(),
  },
  (table) => [unique("retention_runs_night").on(table.school_id, table.kind, table.night)],
);

/**
 * What is counted of a session's facts that were deleted by their age: its numbers are those of this and of the facts that are left. How often each
 * attendee wrote and reacted is in their own row.
 */
export const sessionBases = pgTable("session_bases", {
  session_id: uuid().primaryKey(),
  /** When messages and reactions were deleted; null: none were. */
  chat_deleted_at: instant(),
  feedback_deleted_at: instant(),
  /** How many reactions of each type the audience sent. */
  reactions: jsonb().$type<Record<string, number>>().notNull().default({}),
  /** How many of the audience gave each rating. */
  ratings: jsonb().$type<Record<string, number>>().notNull().default({}),
});
