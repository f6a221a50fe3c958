import { boolean, integer, pgTable, text } from "drizzle-orm/pg-core";
import { createdAt, id } from "./columns";

/** A school: the wall nobody reads across. Its settings are columns, so that each has a type and a default. */
export const schools = pgTable("schools", {
  id: id(),
  name: text("name").notNull(),
  externalId: text("external_id").unique(),
  timeZone: text("time_zone").notNull(),
  /** Per cent of a video's seconds that a viewer must have covered to have completed it. */
  completionThreshold: integer("completion_threshold").notNull().default(90),
  /** Per cent of viewers that the school hopes will complete; drawn where completion is. */
  completionTarget: integer("completion_target").notNull().default(70),
  /** When false, a beacon needs a playback token or a sign-in. */
  anonymousViewers: boolean("anonymous_viewers").notNull().default(true),
  /** Tracking requests a minute from one address; a whole school may sit behind one. */
  addressLimitPerMinute: integer("address_limit_per_minute").notNull().default(6000),
  /** Seconds of presence that make somebody an attendee of a live session. */
  attendanceMinimumSeconds: integer("attendance_minimum_seconds").notNull().default(1),
  /** Minutes after a live session's start that still count as on time. */
  onTimeMinutes: integer("on_time_minutes").notNull().default(5),
  createdAt: createdAt(),
});
