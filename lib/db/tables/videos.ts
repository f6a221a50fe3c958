import {
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
import { createdAt, id, instant, int4multirange } from "./columns";
import { courses, lessons } from "./courses";
import { schools } from "./schools";

export const videoStatus = pgEnum("video_status", ["processing", "ready", "failed"]);
export const videoProvider = pgEnum("video_provider", ["file", "cloudflare"]);

export const videos = pgTable(
  "videos",
  {
    id: id(),
    schoolId: uuid("school_id")
      .notNull()
      .references(() => schools.id),
    courseId: uuid("course_id")
      .notNull()
      .references(() => courses.id),
    lessonId: uuid("lesson_id").references(() => lessons.id),
    externalId: text("external_id"),
    title: text("title").notNull(),
    provider: videoProvider("provider").notNull().default("file"),
    /** Where a browser plays it from; none when only the course page knows. */
    sourceUrl: text("source_url"),
    /** Where learners meet it. */
    pageUrl: text("page_url"),
    status: videoStatus("status").notNull().default("processing"),
    /** Rules over what beacons say; they only fill it while it is unknown. */
    durationMs: integer("duration_ms"),
    publishedAt: instant("published_at"),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex("videos_external_id").on(table.schoolId, table.externalId),
    index("videos_course").on(table.courseId),
    index("videos_school").on(table.schoolId),
  ],
);

/*
 * The playback family, keyed by `video_id` (spec: ingest SQL). No foreign key leaves it, no secondary index touches a
 * column that a beacon updates (HOT updates), and nothing here is written except by lib/domain/videos/ingest.
 */

const counters = {
  plays: integer("plays").notNull().default(0),
  pauses: integer("pauses").notNull().default(0),
  seeks: integer("seeks").notNull().default(0),
  qualityChanges: integer("quality_changes").notNull().default(0),
  rebuffers: integer("rebuffers").notNull().default(0),
  rebufferMs: bigint("rebuffer_ms", { mode: "number" }).notNull().default(0),
  retries: integer("retries").notNull().default(0),
};

/** One row a playback: the facts, folded as they arrive. */
export const playbacks = pgTable(
  "playbacks",
  {
    videoId: uuid("video_id").notNull(),
    sessionId: uuid("session_id").notNull(),
    /** The school's day on which the playback was first heard of: all its numbers belong there. */
    day: date("day").notNull(),
    firstHeardAt: instant("first_heard_at").notNull(),
    lastHeardAt: instant("last_heard_at").notNull(),
    /** When its view came; none while only progress has. */
    viewedAt: instant("viewed_at"),
    /** `u:` user, `s:` token subject, `v:` visitor; none: anonymous, its own viewer. */
    viewerId: text("viewer_id"),
    preview: boolean("preview").notNull().default(false),
    /** Whether the roll-ups hold it (its view came and the video's duration is known). */
    rolledUp: boolean("rolled_up").notNull().default(false),
    device: text("device"),
    browser: text("browser"),
    os: text("os"),
    country: text("country"),
    referrer: text("referrer"),
    /** The `seq`s applied. */
    applied: int4multirange("applied").notNull().default("{}"),
    /** Seconds covered at least once. */
    watched: int4multirange("watched").notNull().default("{}"),
    /** The k-th repeat of a second, shifted by k·2^20: plays per second can be rebuilt from this row alone. */
    replays: int4multirange("replays").notNull().default("{}"),
    mediaMs: bigint("media_ms", { mode: "number" }).notNull().default(0),
    reportedMs: bigint("reported_ms", { mode: "number" }).notNull().default(0),
    positionMs: integer("position_ms"),
    positionSeq: integer("position_seq").notNull().default(-1),
    /** Average speed × 1000, that of the position's beacon. */
    speedMilli: integer("speed_milli"),
    startupMs: integer("startup_ms"),
    abandoned: boolean("abandoned").notNull().default(false),
    /** Media milliseconds by picture height, absolute: `{"720": 61000}`. */
    quality: jsonb("quality").$type<Record<string, number>>().notNull().default({}),
    ...counters,
  },
  (table) => [
    primaryKey({ columns: [table.videoId, table.sessionId] }),
    index("playbacks_viewer").on(table.viewerId, table.videoId),
    index("playbacks_day").on(table.videoId, table.day),
  ],
);

/** One row a viewer of a video: where they stopped and what they have seen over all their playbacks. */
export const viewerProgress = pgTable(
  "viewer_progress",
  {
    videoId: uuid("video_id").notNull(),
    viewerId: text("viewer_id").notNull(),
    watched: int4multirange("watched").notNull().default("{}"),
    playbacks: integer("playbacks").notNull().default(0),
    watchMs: bigint("watch_ms", { mode: "number" }).notNull().default(0),
    positionMs: integer("position_ms"),
    /** The playback that the position is of: the latest begun that has one. */
    positionAt: instant("position_at"),
    positionSessionId: uuid("position_session_id"),
    completedAt: instant("completed_at"),
    lastWatchedAt: instant("last_watched_at"),
  },
  (table) => [
    primaryKey({ columns: [table.videoId, table.viewerId] }),
    index("viewer_progress_viewer").on(table.viewerId),
  ],
);

/** Second by second, as net deltas (begun minus ended): a running sum is the curve. */
export const videoSeconds = pgTable(
  "video_seconds",
  {
    videoId: uuid("video_id").notNull(),
    second: integer("second").notNull(),
    plays: integer("plays").notNull(),
    covers: integer("covers").notNull(),
  },
  (table) => [primaryKey({ columns: [table.videoId, table.second] })],
);

/** Ten seconds each; `views … viewers_whole` as net deltas, `drop_offs` a count. */
export const videoSegments = pgTable(
  "video_segments",
  {
    videoId: uuid("video_id").notNull(),
    segment: integer("segment").notNull(),
    views: integer("views").notNull(),
    whole: integer("whole").notNull(),
    viewers: integer("viewers").notNull(),
    viewersWhole: integer("viewers_whole").notNull(),
    dropOffs: integer("drop_offs").notNull(),
  },
  (table) => [primaryKey({ columns: [table.videoId, table.segment] })],
);

/** What a playback adds wherever playbacks are summed: the same columns by day, by breakdown and in all. */
const sums = {
  views: integer("views").notNull().default(0),
  previews: integer("previews").notNull().default(0),
  /** Views with any play. */
  started: integer("started").notNull().default(0),
  /** Views with at least one covered second: the retention base. */
  played: integer("played").notNull().default(0),
  /** Views that covered at least half. */
  half: integer("half").notNull().default(0),
  /** Views that covered the completion threshold. */
  completed: integer("completed").notNull().default(0),
  /** The larger of media time played and what was reported. */
  watchMs: bigint("watch_ms", { mode: "number" }).notNull().default(0),
  mediaMs: bigint("media_ms", { mode: "number" }).notNull().default(0),
  /** Watch time ÷ speed. */
  wallMs: bigint("wall_ms", { mode: "number" }).notNull().default(0),
  coveredSeconds: bigint("covered_seconds", { mode: "number" }).notNull().default(0),
  startupMs: bigint("startup_ms", { mode: "number" }).notNull().default(0),
  startups: integer("startups").notNull().default(0),
  abandoned: integer("abandoned").notNull().default(0),
  ...counters,
};

export const videoDaily = pgTable(
  "video_daily",
  { videoId: uuid("video_id").notNull(), day: date("day").notNull(), ...sums },
  (table) => [primaryKey({ columns: [table.videoId, table.day] })],
);

export const videoTotals = pgTable("video_totals", {
  videoId: uuid("video_id").primaryKey(),
  ...sums,
  viewers: integer("viewers").notNull().default(0),
  completers: integer("completers").notNull().default(0),
  longestWatchMs: bigint("longest_watch_ms", { mode: "number" }).notNull().default(0),
  firstViewAt: instant("first_view_at"),
  lastViewAt: instant("last_view_at"),
});

/** Views by device, browser, os, country and referrer; watch time by quality (picture height). An unknown value is ''. */
export const videoBreakdowns = pgTable(
  "video_breakdowns",
  {
    videoId: uuid("video_id").notNull(),
    dimension: text("dimension").notNull(),
    value: text("value").notNull(),
    views: integer("views").notNull().default(0),
    watchMs: bigint("watch_ms", { mode: "number" }).notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.videoId, table.dimension, table.value] })],
);

/** Which video a playback is of, for beacons that bear only the session; the row is also the place to lock. */
export const playbackRoutes = pgTable("playback_routes", {
  sessionId: uuid("session_id").primaryKey(),
  videoId: uuid("video_id"),
});

/** Beacons that came before anything said which video they are of. */
export const orphanBeacons = pgTable(
  "orphan_beacons",
  {
    sessionId: uuid("session_id").notNull(),
    /** Kind and seq, or a hash of the beacon: twice the same is kept once. */
    key: text("key").notNull(),
    receivedAt: instant("received_at").notNull(),
    beacon: jsonb("beacon").$type<Record<string, unknown>>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.sessionId, table.key] })],
);
