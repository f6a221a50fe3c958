import { sql } from "drizzle-orm";
import { boolean, integer, pgEnum, pgTable, text } from "drizzle-orm/pg-core";
import { languageCodes } from "@/lib/language/languages";
import { createdAt, id } from "./columns";

export const languages = pgEnum("language", languageCodes);

/** A school: nobody can read another school's data. Its settings are columns, so that each has a type and a default. */
export const schools = pgTable("schools", {
  id: id(),
  name: text().notNull(),
  external_id: text().unique(),
  time_zone: text().notNull(),
  /** The language of its people who have chosen none and whose browser prefers none of ours. */
  language: languages().notNull().default("en"),
  /** Per cent of a video's seconds that a viewer must cover to complete it. */
  completion_threshold: integer().notNull().default(90),
  /** The school's target for the completion rate in per cent; drawn in charts of completion. */
  completion_target: integer().notNull().default(70),
  /** When false, a beacon needs a playback token or a sign-in. */
  anonymous_viewers: boolean().notNull().default(true),
  /** Beacons a minute from one address, which a whole school can share. The limits on new playbacks derive from it (lib/flows/ingest/limits.ts). */
  address_limit_per_minute: integer().notNull().default(6000),
  /** The sites whose pages may name videos by address (`https://moodle.school.example`). None until the school allows one. */
  allowed_origins: text().array().notNull().default(sql`'{}'`),
  /** Seconds of presence from which a person counts as an attendee of a live session. */
  attendance_minimum_seconds: integer().notNull().default(1),
  /** Minutes after a live session's start that still count as on time. */
  on_time_minutes: integer().notNull().default(5),
  created_at: createdAt(),
});

/** The page scripts that this installation serves or has served, by the name with their hash: course pages that name one keep getting it. */
export const pageScripts = pgTable("page_scripts", {
  name: text().primaryKey(),
  body: text().notNull(),
  created_at: createdAt(),
});
