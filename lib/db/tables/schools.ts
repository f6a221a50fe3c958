import { boolean, integer, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, id } from "./columns";

/** A school: the wall nobody reads across. Its settings are columns, so that each has a type and a default. */
export const schools = pgTable("schools", {
  id: id(),
  name: text().notNull(),
  external_id: text().unique(),
  time_zone: text().notNull(),
  /** Per cent of a video's seconds that a viewer must have covered to have completed it. */
  completion_threshold: integer().notNull().default(90),
  /** Per cent of viewers that the school hopes will complete; drawn where completion is. */
  completion_target: integer().notNull().default(70),
  /** When false, a beacon needs a playback token or a sign-in. */
  anonymous_viewers: boolean().notNull().default(true),
  /** Beacons a minute from one address; a whole school may sit behind one. What an address may begin follows from it (lib/flows/ingest/limits.ts). */
  address_limit_per_minute: integer().notNull().default(6000),
  /** Seconds of presence that make somebody an attendee of a live session. */
  attendance_minimum_seconds: integer().notNull().default(1),
  /** Minutes after a live session's start that still count as on time. */
  on_time_minutes: integer().notNull().default(5),
  created_at: createdAt(),
});
