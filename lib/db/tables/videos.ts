import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  bigint,
  boolean,
  date,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { createdAt, id, instant, int4multirange, int8multirange, reference, revision } from "./columns";
import { courses, lessons } from "./courses";
import { schools } from "./schools";

export const videoStatus = pgEnum("video_status", ["processing", "ready", "failed"]);
export const videoProvider = pgEnum("video_provider", ["file", "cloudflare"]);

export const videos = pgTable(
  "videos",
  {
    id: id(),
    school_id: reference(() => schools.id),
    course_id: reference(() => courses.id),
    lesson_id: uuid().references(() => lessons.id, { onDelete: "set null" }),
    lesson_position: integer().notNull().default(0),
    external_id: text(),
    title: text().notNull(),
    provider: videoProvider().notNull().default("file"),
    /** The provider's own id for it; null for a file. */
    provider_id: text(),
    /** When the provider last changed it, by its latest notification. */
    provider_changed_at: instant(),
    /** The address from which a browser plays it; null if only the course page has it. */
    source_url: text(),
    /** The page on which learners watch it. */
    page_url: text(),
    status: videoStatus().notNull().default("processing"),
    /** From staff, or while it is unknown from a viewer whom the school vouches for, or from players that agree (lib/domain/videos/length.ts). */
    duration_ms: integer(),
    published_at: instant(),
    /** The name of an uploaded file in the server's folder for media, and of the picture shown before it plays. */
    media_file: text(),
    poster_file: text(),
    /** Counted up when another file replaces it. The earlier facts then move to a row that names this one by `version_of`; players name this one. */
    version: integer().notNull().default(1),
    version_of: uuid().references((): AnyPgColumn => videos.id, { onDelete: "cascade" }),
    /** An archived video is in no list; its numbers stay. */
    archived_at: instant(),
    revision: revision(),
    created_at: createdAt(),
  },
  (table) => [
    uniqueIndex("videos_external_id").on(table.school_id, table.external_id),
    index("videos_lesson").on(table.lesson_id).where(sql`${table.lesson_id} is not null`),
    index("videos_version_of").on(table.version_of).where(sql`${table.version_of} is not null`),
    index("videos_course").on(table.course_id),
    index("videos_school").on(table.school_id),
    index("videos_provider_id").on(table.provider_id).where(sql`${table.provider_id} is not null`),
  ],
);

/* The playback family, keyed by `video_id`. No foreign key refers to another family, no secondary index contains a column that most beacons
 * update (HOT updates), and only lib/domain/videos/ingest writes these tables. */

const counters = {
  plays: integer().notNull().default(0),
  pauses: integer().notNull().default(0),
  seeks: integer().notNull().default(0),
  quality_changes: integer().notNull().default(0),
  rebuffers: integer().notNull().default(0),
  rebuffer_ms: bigint({ mode: "number" }).notNull().default(0),
  retries: integer().notNull().default(0),
  lost: integer().notNull().default(0),
};

/** One row per playback: its facts, combined as they arrive. */
export const playbacks = pgTable(
  "playbacks",
  {
    video_id: uuid().notNull(),
    playback_id: uuid().notNull(),
    /** The school's day of the playback's first beacon: all its numbers belong to this day. */
    day: date().notNull(),
    first_heard_at: instant().notNull(),
    last_heard_at: instant().notNull(),
    /** When its view arrived; null while only progress has. */
    viewed_at: instant(),
    /** `u:` user, `s:` token subject, `v:` visitor; null if anonymous: the playback is then a viewer by itself. */
    viewer_id: text(),
    preview: boolean().notNull().default(false),
    /** The suspect that it belongs to; null if it does not look automated. */
    suspect_id: uuid(),
    /** Whether the roll-ups include it: its view arrived, the video's duration is known, and it is not a suspect's that staff have not counted. */
    rolled_up: boolean().notNull().default(false),
    device: text(),
    browser: text(),
    os: text(),
    country: text(),
    referrer: text(),
    /** The lesson as the player named it. */
    lesson_id: text(),
    /** The longest and the shortest length of the video that the player has reported: that of a recording which still runs grows. */
    reported_length_ms: integer(),
    shortest_length_ms: integer(),
    /** Whether the player has played a stream without an end. */
    is_live: boolean().notNull().default(false),
    /** The `seq`s applied. */
    applied: int4multirange().notNull().default("{}"),
    /** Beacons without ranges that prove more together with one that has not come yet (lib/domain/videos/positions.ts). */
    positions: jsonb().$type<
      { seq: number | null; position_ms: number; watch_ms: number; at_ms: number }[] | null
    >(),
    /** What shows that it was played: `ranges`, `positions`, or `reported`; null while nothing does. */
    proof: text().$type<"reported" | "positions" | "ranges">(),
    /** Tenths of a second covered at least once; the next three are tenths too (lib/measure/tenths.ts). */
    watched: int4multirange().notNull().default("{}"),
    /** Those of `watched` that only a position shows: no media time counts for them. */
    seen: int4multirange().notNull().default("{}"),
    /** What was played past the video's stored length: it counts once the length is corrected. */
    past_end: int4multirange().notNull().default("{}"),
    /** The k-th repeat of a tenth, shifted by k·2^24: the plays of each can be rebuilt from this row alone. */
    replays: int8multirange().notNull().default("{}"),
    media_ms: bigint({ mode: "number" }).notNull().default(0),
    reported_ms: bigint({ mode: "number" }).notNull().default(0),
    /** The percentage with which a player of the older contract says that the video was completed. */
    reported_percentage: integer(),
    position_ms: integer(),
    position_seq: integer().notNull().default(-1),
    /** Average speed × 1000, from the position's beacon. */
    speed_milli: integer(),
    startup_ms: integer(),
    abandoned: boolean().notNull().default(false),
    /** Media milliseconds by picture height, absolute: `{"720": 61000}`. */
    quality: jsonb().$type<Record<string, number>>().notNull().default({}),
    ...counters,
  },
  (table) => [
    primaryKey({ name: "playbacks_video_id_session_id_pk", columns: [table.video_id, table.playback_id] }),
    index("playbacks_viewer").on(table.viewer_id, table.video_id),
    index("playbacks_day").on(table.video_id, table.day),
    index("playbacks_viewed").on(table.viewed_at).where(sql`${table.viewer_id} like 'u:%'`),
    index("playbacks_suspect")
      .on(table.video_id, table.suspect_id)
      .where(sql`${table.suspect_id} is not null`),
  ],
);

export const suspectDecision = pgEnum("suspect_decision", ["counted", "left_out"]);

/** Playbacks from one address that look automated (lib/flows/ingest/bursts.ts). No number includes them unless staff decide so. */
export const videoSuspects = pgTable(
  "video_suspects",
  {
    video_id: uuid().notNull(),
    id: uuid().notNull(),
    found_at: instant().notNull(),
    /** Null until staff decide. */
    decision: suspectDecision(),
    decided_at: instant(),
  },
  (table) => [primaryKey({ columns: [table.video_id, table.id] })],
);

export const unfollowedReason = pgEnum("unfollowed_reason", ["blocked", "silent"]);

/** Players in frames that the tracker could not follow, so that what they played is unknown. They are no playbacks, and in no other number. */
export const unfollowedPlayers = pgTable(
  "unfollowed_players",
  {
    video_id: uuid().notNull(),
    playback_id: uuid().notNull(),
    day: date().notNull(),
    heard_at: instant().notNull(),
    /** The provider's script was not loaded, or the player in the frame did not answer it. */
    reason: unfollowedReason().notNull(),
  },
  (table) => [primaryKey({ columns: [table.video_id, table.playback_id] })],
);

/** One row per viewer of a video: where they stopped and what they have watched in all their playbacks. */
export const viewerProgress = pgTable(
  "viewer_progress",
  {
    video_id: uuid().notNull(),
    viewer_id: text().notNull(),
    /** Tenths of a second. */
    watched: int4multirange().notNull().default("{}"),
    playbacks: integer().notNull().default(0),
    /** The days of their playbacks, as days since 1970. */
    viewed_days: int4multirange().notNull().default("{}"),
    watch_ms: bigint({ mode: "number" }).notNull().default(0),
    position_ms: integer(),
    /** The playback of the position: the latest one that has a position. */
    position_at: instant(),
    position_playback_id: uuid(),
    completed_at: instant(),
    last_watched_at: instant(),
    /** Whether it was written since the viewer's progress in the course was stored. It stays true meanwhile, so that the index does not change. */
    changed: boolean().notNull().default(true),
  },
  (table) => [
    primaryKey({ columns: [table.video_id, table.viewer_id] }),
    index("viewer_progress_viewer").on(table.viewer_id),
    index("viewer_progress_changed")
      .on(table.video_id)
      .where(sql`${table.changed} and ${table.viewer_id} like 'u:%'`),
    index("viewer_progress_completed").on(table.completed_at).where(sql`${table.completed_at} is not null`),
  ],
);

/**
 * One row per second: the plays and covers that began in it, minus those that ended in it; and how many tenths of the second were over
 * when they did. Of second s, 10 × the running sum − its own tenths were played (lib/domain/videos/retention.ts).
 */
export const videoSeconds = pgTable(
  "video_seconds",
  {
    video_id: uuid().notNull(),
    second: integer().notNull(),
    plays: integer().notNull(),
    covers: integer().notNull(),
    plays_tenths: integer().notNull().default(0),
    covers_tenths: integer().notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.video_id, table.second] })],
);

/** One row per ten seconds; `views … viewers_whole` as net deltas, `drop_offs` as a count. */
export const videoSegments = pgTable(
  "video_segments",
  {
    video_id: uuid().notNull(),
    segment: integer().notNull(),
    views: integer().notNull(),
    whole: integer().notNull(),
    viewers: integer().notNull(),
    viewers_whole: integer().notNull(),
    drop_offs: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.video_id, table.segment] })],
);

/** What a playback adds to every sum: the same columns by day, by breakdown and in total. */
const sums = {
  views: integer().notNull().default(0),
  previews: integer().notNull().default(0),
  /** Views with any play. */
  started: integer().notNull().default(0),
  /** Views that covered anything: the retention base. */
  played: integer().notNull().default(0),
  /** Views that covered at least half. */
  half: integer().notNull().default(0),
  /** Views that covered the completion threshold. */
  completed: integer().notNull().default(0),
  /** What is proven to have been played; of playbacks without proof, what was reported. */
  watch_ms: bigint({ mode: "number" }).notNull().default(0),
  /** What is proven to have been played, of views that covered anything. */
  media_ms: bigint({ mode: "number" }).notNull().default(0),
  /** Watch time ÷ speed. */
  wall_ms: bigint({ mode: "number" }).notNull().default(0),
  covered_ms: bigint({ mode: "number" }).notNull().default(0),
  startup_ms: bigint({ mode: "number" }).notNull().default(0),
  startups: integer().notNull().default(0),
  abandoned: integer().notNull().default(0),
  ...counters,
};

export const videoDaily = pgTable(
  "video_daily",
  { video_id: uuid().notNull(), day: date().notNull(), ...sums },
  (table) => [primaryKey({ columns: [table.video_id, table.day] })],
);

export const videoTotals = pgTable("video_totals", {
  video_id: uuid().primaryKey(),
  ...sums,
  viewers: integer().notNull().default(0),
  completers: integer().notNull().default(0),
  longest_watch_ms: bigint({ mode: "number" }).notNull().default(0),
  first_view_at: instant(),
  last_view_at: instant(),
});

/** Views by device, browser, os, country and referrer; watch time by quality (picture height). An unknown value is ''. */
export const videoBreakdowns = pgTable(
  "video_breakdowns",
  {
    video_id: uuid().notNull(),
    dimension: text().notNull(),
    value: text().notNull(),
    views: integer().notNull().default(0),
    watch_ms: bigint({ mode: "number" }).notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.video_id, table.dimension, table.value] })],
);
