import { z } from "zod";
import { instant, numberOrNull, percentageOrNull, whole } from "@/lib/http/contract";
import { type MetricKey, metricKeys, metrics, type VideoNumbers } from "./metrics";

/* The answers of the video routes. Times are seconds of media unless a name says otherwise. */

const inUnit = { count: whole, percent: percentageOrNull, ratio: numberOrNull, seconds: numberOrNull };
type NumberSchemas = { [Key in MetricKey]: z.ZodType<VideoNumbers[Key]> };
/** The numbers of one video, which metrics.ts lists and computes; `null` is an unknown number. */
export const videoNumbers = z.object({
  ...(Object.fromEntries<z.ZodType>(
    metricKeys.map((key) => [key, inUnit[metrics[key].unit]]),
  ) as NumberSchemas),
  total_watch_time_seconds: z.number(),
});

export const videoSummary = z.object({
  video_id: z.string(),
  title: z.string(),
  course_id: z.string(),
  course_title: z.string(),
  lesson_number: z.string().nullable(),
  status: z.enum(["processing", "ready", "failed"]),
  duration_seconds: numberOrNull,
  published_at: instant.nullable(),
  ...videoNumbers.shape,
  first_view_at: instant.nullable(),
  last_view_at: instant.nullable(),
});
export type VideoSummary = z.infer<typeof videoSummary>;

export const popularVideo = videoSummary.extend({
  rank: whole,
  /** Places gained (+) or lost (−) against the period of the same length before; null when it had no views then, or all time is asked for. */
  rank_change: whole.nullable(),
});
export type PopularVideo = z.infer<typeof popularVideo>;

export const videosAnswer = z.object({
  success: z.literal(true),
  stats: z.object({
    total_videos_with_analytics: whole,
    total_views: whole,
    total_unique_viewers: whole,
    total_watch_time_hours: z.number(),
    average_completion_rate: percentageOrNull,
    videos_by_completion_rate: z.object({ high: whole, medium: whole, low: whole }),
  }),
  popular_videos: z.array(popularVideo),
});
export type VideosAnswer = z.infer<typeof videosAnswer>;

export const courseVideosAnswer = z.object({
  success: z.literal(true),
  overview: z.object({
    course_id: z.string(),
    total_videos: whole,
    total_views: whole,
    most_viewed_video: videoSummary.nullable(),
    least_completed_video: videoSummary.nullable(),
  }),
  videos: z.array(videoSummary),
});

export type CourseVideosAnswer = z.infer<typeof courseVideosAnswer>;

/** A value of a breakdown; `folded`: those of few people together, for others than the course's own instructors, and of some days all. */
const part = { value: z.string().nullable(), folded: z.boolean() };
const breakdown = z.array(z.object({ ...part, views: whole, percentage: z.number() }));

export const videoAnswer = z.object({
  success: z.literal(true),
  video: videoSummary,
  /** Players in frames that could not be followed; in no other number. */
  unfollowed: z.object({ blocked_players: whole, silent_players: whole, last_at: instant.nullable() }),
  /** Views that are stored and counted once the length is known; null when it is. `is_live`: at least one is of a stream without an end. */
  waiting: z.object({ playbacks: whole, is_live: z.boolean() }).nullable(),
  by_device: breakdown,
  by_browser: breakdown,
  by_os: breakdown,
  by_country: breakdown,
  by_referrer: breakdown,
  /** Views by what shows that they were played: `ranges` (every second is exact), `positions` (from players of the older contract), or `reported` (only what their player says). */
  by_proof: breakdown,
  /** By picture height; views are not counted per quality. */
  by_quality: z.array(z.object({ ...part, watch_time_seconds: z.number(), percentage: z.number() })),
  by_day: z.array(
    z.object({ day: z.string(), views: whole, watch_time_seconds: z.number(), completed: whole }),
  ),
});
export type VideoAnswer = z.infer<typeof videoAnswer>;

/** What the video's provider says that it delivered. `day` is the provider's, in UTC. */
export const deliveredAnswer = z.object({
  success: z.literal(true),
  /** `not_connected`: no credentials. `unavailable`: reading fails since then, and the minutes are those read before. `waiting`: nothing is read yet. */
  state: z.enum(["not_connected", "waiting", "connected", "unavailable"]),
  unavailable_since: instant.nullable(),
  /** When this video was last read. */
  read_at: instant.nullable(),
  delivered_minutes: z.number(),
  by_day: z.array(z.object({ day: z.string(), delivered_minutes: z.number() })),
  /** ISO 3166 codes; null is unknown. */
  by_country: z.array(z.object({ ...part, delivered_minutes: z.number() })),
});
export type DeliveredAnswer = z.infer<typeof deliveredAnswer>;

/** Who watches now, by the provider's count; null while it is not a live video there, or not known. */
export const liveViewersAnswer = z.object({
  success: z.literal(true),
  state: z.enum(["not_connected", "connected", "unavailable"]),
  unavailable_since: instant.nullable(),
  live_viewers: whole.nullable(),
});
export type LiveViewersAnswer = z.infer<typeof liveViewersAnswer>;

/** The largest picture of a video. */
export const pictureBytesMax = 4 * 1024 * 1024;

/** A video's settings. */
export const savedVideo = z.object({
  success: z.literal(true),
  id: z.string(),
  external_id: z.string().nullable(),
  title: z.string(),
  course_id: z.string(),
  lesson_id: z.string().nullable(),
  duration_seconds: numberOrNull,
  provider: z.enum(["file", "cloudflare"]),
  provider_id: z.string().nullable(),
  source_url: z.string().nullable(),
  page_url: z.string().nullable(),
  published_at: instant.nullable(),
  archived_at: instant.nullable(),
  /** Counted up when the file is replaced. */
  version: whole,
  /** Raised by each edit. */
  revision: whole,
});

export type SavedVideo = z.infer<typeof savedVideo>;

/** The same once its file is replaced, with the row of the earlier version; or with the work that replaces it in the background. */
export const replacedVideo = savedVideo.extend({
  earlier_id: z.string().nullable(),
  work_id: z.string().nullable(),
});

/** What was deleted with a video. */
export const deletedVideo = z.object({
  success: z.literal(true),
  id: z.string(),
  views: whole,
  viewers: whole,
  watch_time_seconds: z.number(),
  versions: whole,
});

export const heatmapAnswer = z.object({
  success: z.literal(true),
  video_id: z.string(),
  segments: z.array(
    z.object({
      segment_start: whole,
      segment_end: whole,
      view_count: whole,
      unique_viewers: whole,
      completion_rate: percentageOrNull,
      drop_off_count: whole,
    }),
  ),
});

export type HeatmapAnswer = z.infer<typeof heatmapAnswer>;

export const moment = z.object({
  kind: z.enum(["intro", "spike", "dip", "top", "drop_off"]),
  from_second: whole,
  to_second: whole,
  /** The marked second: a spike's peak, a dip's lowest second, else the beginning. */
  at_second: whole,
  /** intro: share left after 30 s; spike: plays per cover at its peak; dip: points below its surroundings; top: per cent of those there at its start who stay to its end; drop_off: per cent lost. */
  value: z.number(),
  /** So many of `present`: left after the intro, replays at a spike's peak, skips of a dip's lowest second, there at a top moment's end, lost in a drop-off. */
  views: whole,
  /** The views that stopped anywhere (intro), the plays of a spike's peak, the views that play what follows a dip, those there at a top moment's start, those that got to a drop-off. */
  present: whole,
});
export type Moment = z.infer<typeof moment>;

export const retentionAnswer = z.object({
  success: z.literal(true),
  video_id: z.string(),
  duration_seconds: numberOrNull,
  /** Views that covered anything: the base of every share. */
  base: whole,
  /** One entry a second: views that covered it, and plays of it (replays included). A view that covered half of it counts half. */
  covers: z.array(z.number()),
  plays: z.array(z.number()),
  /** 0–100, one decimal: covers ÷ base and plays ÷ base. */
  retention_percentage: z.array(z.number()),
  watch_ratio: z.array(z.number()),
  moments: z.array(moment),
  /** The middle half of the school's videos of 0.8–1.25 × the length, at 100 points of their length; null with fewer than 5 of them. */
  typical: z
    .object({
      videos: whole,
      low: z.array(z.number()),
      high: z.array(z.number()),
      relative_score: z.number().min(0).max(1).nullable(),
    })
    .nullable(),
});
export type RetentionAnswer = z.infer<typeof retentionAnswer>;

export const viewerRow = z.object({
  /** None for a viewer who is not a user here. */
  user_id: z.string().nullable(),
  name: z.string(),
  email: z.string().nullable(),
  kind: z.enum(["user", "guest", "visitor", "anonymous"]),
  views: whole,
  watch_time_seconds: z.number(),
  watched_percentage: percentageOrNull,
  completed: z.boolean(),
  completed_at: instant.nullable(),
  position_seconds: numberOrNull,
  last_watched_at: instant.nullable(),
  /** How often each part was played: `[from, to, plays]`, in seconds to a tenth. */
  strip: z.array(z.tuple([z.number(), z.number(), whole])),
});
export type ViewerRow = z.infer<typeof viewerRow>;

export const viewersAnswer = z.object({
  success: z.literal(true),
  items: z.array(viewerRow),
  total: whole,
  anonymous: whole,
});
export type ViewersAnswer = z.infer<typeof viewersAnswer>;

export const ownProgress = z.object({
  current_position_seconds: numberOrNull,
  progress_percentage: percentageOrNull,
  completed: z.boolean(),
  completed_at: instant.nullable(),
  last_watched_at: instant.nullable(),
  /** What is covered: `[from, to]`, in seconds to a tenth. */
  watched: z.array(z.tuple([z.number(), z.number()])),
});
export type OwnProgress = z.infer<typeof ownProgress>;
export const ownCourseProgress = z.object({
  items: z.array(ownProgress.extend({ video_id: z.string(), title: z.string() })),
  total: whole,
});
export type OwnCourseProgress = z.infer<typeof ownCourseProgress>;

/** Playbacks of viewers without a token or a sign-in, from one address, that look automated: in no number unless they are `counted`. */
export const suspect = z.object({
  id: z.string(),
  playbacks: whole,
  /** When the first and the last of them began. */
  first_at: instant,
  last_at: instant,
  found_at: instant,
  decision: z.enum(["counted", "left_out"]).nullable(),
  decided_at: instant.nullable(),
});
export type Suspect = z.infer<typeof suspect>;
export const suspectsAnswer = z.object({ success: z.literal(true), items: z.array(suspect), total: whole });
export type SuspectsAnswer = z.infer<typeof suspectsAnswer>;
export const decidedSuspect = z.object({
  success: z.literal(true),
  id: z.string(),
  decision: z.enum(["counted", "left_out"]),
});

/** An address at which pages play a video, from scripts that follow a whole site. */
export const videoAddress = z.object({
  id: z.string(),
  address: z.string(),
  status: z.enum(["waiting", "mapped", "ignored"]),
  video_id: z.string().nullable(),
  video_title: z.string().nullable(),
  /** The course of the first page that named one, if it is one of the school's. */
  course_id: z.string().nullable(),
  course_title: z.string().nullable(),
  /** As the page named it. */
  course_reference: z.string().nullable(),
  /** The last page where it was played, without its query. */
  page_url: z.string().nullable(),
  first_seen_at: instant,
  last_seen_at: instant,
  waiting_beacons: whole,
  waiting_playbacks: whole,
});
export type VideoAddress = z.infer<typeof videoAddress>;
export const addressesAnswer = z.object({
  success: z.literal(true),
  items: z.array(videoAddress),
  total: whole,
});
export type AddressesAnswer = z.infer<typeof addressesAnswer>;
export const changedAddress = z.object({
  success: z.literal(true),
  id: z.string(),
  status: videoAddress.shape.status,
  video_id: z.string().nullable(),
});
export const madeVideo = z.object({ success: z.literal(true), video_id: z.string(), address_id: z.string() });

export const originsAnswer = z.object({
  success: z.literal(true),
  /** Either of the two is what `data-school` names. */
  school_id: z.string(),
  external_id: z.string().nullable(),
  origins: z.array(z.string()),
});
