import { sql } from "drizzle-orm";
import {
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { languageCodes } from "@/lib/language/languages";
import { bytes, createdAt, id, instant, reference, revision } from "./columns";

export const languages = pgEnum("language", languageCodes);
export const role = pgEnum("role", ["admin", "instructor", "assistant", "student"]);

/** A school: nobody can read another school's data. Its settings are columns, so that each has a type and a default. */
export const schools = pgTable("schools", {
  id: id(),
  name: text().notNull(),
  external_id: text().unique(),
  /** Its short name for programs, in lower case. */
  slug: text().unique(),
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
  /** The same as per cent of the session's length; where both are set, a person needs both. */
  attendance_minimum_percent: integer(),
  /** Minutes after a live session's start that still count as on time. */
  on_time_minutes: integer().notNull().default(5),
  /** Numbers of fewer people than this are not shown where people are compared. */
  minimum_group_size: integer().notNull().default(5),
  /** What each act gives in XP, where it is not the default (lib/domain/gamification/rules.ts). */
  xp_rules: jsonb().$type<Record<string, { xp: number; daily_max: number | null }>>().notNull().default({}),
  /** Whether learners are ranked by their XP. */
  rankings: boolean().notNull().default(true),
  /** No longer read: `retention` has the months of each kind. */
  retention_months: integer(),
  /** After how many months each kind of facts is deleted, where it is not the usual (lib/domain/compliance/retention). */
  retention: jsonb().$type<Record<string, number>>().notNull().default({}),
  /** Learning events from before this were deleted by their age, or are being; none is stored any more. */
  learning_since: instant(),
  /** Shown to learners: a text, or the address of a page. */
  privacy_notice: text(),
  /** The colour of links and buttons, `#rrggbb`; null is Lectern's. */
  accent: text(),
  /** Mail domains whose people get an account at their first sign-in through the provider. */
  oidc_domains: text().array().notNull().default(sql`'{}'`),
  /** The role that they get where no claim decides it. */
  oidc_default_role: role().notNull().default("student"),
  /** The claim that decides it, and the role for each of its values. */
  oidc_role_claim: text(),
  oidc_roles: jsonb().$type<Record<string, (typeof role.enumValues)[number]>>().notNull().default({}),
  /** The steps of the set-up page that its admin skipped, and when they closed the page. */
  setup_skipped: text().array().notNull().default(sql`'{}'`),
  setup_closed_at: instant(),
  /** Made up, with all of its people and numbers: it can be removed again. */
  demo: boolean().notNull().default(false),
  revision: revision(),
  created_at: createdAt(),
});

/** A school's logo, in a table of its own: no other query of the school reads it. */
export const schoolLogos = pgTable("school_logos", {
  school_id: uuid()
    .primaryKey()
    .references(() => schools.id, { onDelete: "cascade" }),
  /** Its media type, by its content: `image/png`, `image/jpeg`, `image/webp`. */
  type: text().notNull(),
  body: bytes().notNull(),
  created_at: createdAt(),
});

/** A part of the school's year, in which classes run. Its days are the school's, both included. */
export const terms = pgTable(
  "terms",
  {
    id: id(),
    school_id: reference(() => schools.id, "owned"),
    external_id: text(),
    name: text().notNull(),
    starts_on: date().notNull(),
    ends_on: date().notNull(),
    revision: revision(),
    created_at: createdAt(),
  },
  (table) => [
    uniqueIndex("terms_external_id").on(table.school_id, table.external_id),
    index("terms_school").on(table.school_id, table.starts_on),
  ],
);

/** The page scripts that this installation serves or has served, by the name with their hash: course pages that name one keep getting it. */
export const pageScripts = pgTable("page_scripts", {
  name: text().primaryKey(),
  body: text().notNull(),
  created_at: createdAt(),
});
