import { z } from "zod";
import {
  instant,
  numberOrNull,
  percentageOrNull,
  reference,
  storableText,
  uuid,
  whole,
} from "@/lib/http/contract";

/*
 * What players send and what the video routes answer: the contract that the tracker, the routes, OpenAPI and the tests
 * are all written against. Times are seconds of media unless a name says otherwise.
 */

/** A body may be no larger; a batch of 100 fits with room. */
export const bodyBytesMax = 64 * 1024;
export const batchItemsMax = 100;
/** A beacon carries what was played since the last one: a few ranges, not a history. */
export const playedRangesMax = 200;
/** `seq` and shifted repeats both live in an int4. */
export const seqMax = 2 ** 30;
/** No video is longer than this (12 days): repeats of a second are kept shifted by 2^20. */
export const mediaSecondsMax = 2 ** 20 - 1;
/** Nobody can play faster than this. */
export const speedMax = 16;

const mediaSeconds = z.number().min(0).max(mediaSecondsMax);
const count = z.number().int().min(0).max(1_000_000);
const milliseconds = z
  .number()
  .min(0)
  .max(30 * 24 * 3600 * 1000);

const identity = {
  /** A playback token: who is watching, signed by the school. */
  token: z.string().max(4096).optional(),
  /** A random id that the tracker keeps only with consent. */
  visitor_id: storableText(64)
    .regex(/^[A-Za-z0-9_-]{8,64}$/, "must be 8 to 64 letters, digits, - or _")
    .optional(),
};

export const viewBeacon = z.object({
  ...identity,
  video_id: reference,
  course_id: reference,
  session_id: uuid,
  video_duration_seconds: z.number().positive().max(mediaSecondsMax).nullish(),
  lesson_id: reference.nullish(),
  is_preview: z.boolean().default(false),
  referrer: storableText(2048).nullish(),
});

const progressFields = {
  ...identity,
  session_id: uuid,
  video_id: reference.optional(),
  /** Counts this playback's beacons from 0: one that was applied is acknowledged and changes nothing. */
  seq: z.number().int().min(0).max(seqMax).optional(),
  /** Ranges played since the last beacon, each `[from, to]`; replays are ranges of their own. */
  played: z
    .array(
      z
        .tuple([mediaSeconds, mediaSeconds])
        .refine(([from, to]) => to >= from, "must not end before it begins"),
    )
    .max(playedRangesMax)
    .optional(),
  play_count: count.optional(),
  pause_count: count.optional(),
  seek_count: count.optional(),
  average_playback_speed: z.number().min(0.05).max(speedMax).optional(),
  quality_changes: count.optional(),
  /** Media seconds by picture height: `{"720": 61}`. */
  quality: z
    .record(z.string().regex(/^\d{2,5}$/, "must be a picture height"), mediaSeconds)
    .refine((value) => Object.keys(value).length <= 20, "has too many heights")
    .optional(),
  rebuffer_count: count.optional(),
  rebuffer_ms: milliseconds.optional(),
  startup_ms: milliseconds.optional(),
  retries: count.optional(),
  abandoned: z.boolean().optional(),
};

const playedNeedsSeq = (beacon: { played?: unknown; seq?: number | undefined }) =>
  !beacon.played || beacon.seq !== undefined;
const playedNeedsSeqError = {
  path: ["seq"],
  message: "is needed with played: without it a repeat could not be told from a replay",
};

const watchTime = z
  .number()
  .min(0)
  .max(mediaSecondsMax * speedMax);

const progressShape = z.object({
  ...progressFields,
  current_position_seconds: mediaSeconds,
  watch_time_seconds: watchTime.optional(),
});
const completeShape = z.object({
  ...progressFields,
  current_position_seconds: mediaSeconds.optional(),
  watch_time_seconds: watchTime,
  /** What the player believes; what counts is the share of seconds covered. */
  completion_percentage: z.number().min(0).max(100),
});

export const progressBeacon = progressShape.refine(playedNeedsSeq, playedNeedsSeqError);
export const completeBeacon = completeShape.refine(playedNeedsSeq, playedNeedsSeqError);

export const batchItem = z.discriminatedUnion("type", [
  viewBeacon.extend({ type: z.literal("view") }),
  progressShape.extend({ type: z.literal("progress") }).refine(playedNeedsSeq, playedNeedsSeqError),
  completeShape.extend({ type: z.literal("complete") }).refine(playedNeedsSeq, playedNeedsSeqError),
]);

export type ViewBeacon = z.infer<typeof viewBeacon>;
export type ProgressBeacon = z.infer<typeof progressBeacon>;
export type CompleteBeacon = z.infer<typeof completeBeacon>;
export type BatchItem = z.infer<typeof batchItem>;
/** What a player sends, before defaults are filled in. */
export type ViewBeaconInput = z.input<typeof viewBeacon>;
export type ProgressBeaconInput = z.input<typeof progressBeacon>;
export type CompleteBeaconInput = z.input<typeof completeBeacon>;
export type BatchItemInput = z.input<typeof batchItem>;

export const viewAnswer = z.object({
  success: z.literal(true),
  /** The playback's id here: its session id. */
  analytics_id: z.string(),
  session_id: z.string(),
  /** Where this viewer stopped last; none for a viewer we do not know, or who has completed. */
  resume_position_seconds: numberOrNull,
});
export const progressAnswer = z.object({ success: z.literal(true) });
/** One result an item, in order. `code`: why an item was refused; a refused item never holds up its neighbours. */
export const batchAnswer = z.object({
  success: z.boolean(),
  results: z.array(
    z.object({
      index: z.number().int(),
      status: z.number().int(),
      code: z.string().optional(),
      detail: z.string().optional(),
    }),
  ),
});

export type ViewAnswer = z.infer<typeof viewAnswer>;
export type BatchAnswer = z.infer<typeof batchAnswer>;

/* ---- What the dashboard's routes answer ---- */

/** The numbers of one video, which metrics.ts computes; `null` is a number that cannot be known. */
export const videoNumbers = z.object({
  total_views: whole,
  preview_views: whole,
  unique_viewers: whole,
  unique_completers: whole,
  total_watch_time_seconds: z.number(),
  average_watch_time_seconds: numberOrNull,
  longest_watch_time_seconds: numberOrNull,
  /** Of the views that played: the mean share of the video's seconds covered. */
  average_watched_percentage: percentageOrNull,
  /** Plays for each second seen (1 = nothing replayed). */
  replay_ratio: numberOrNull,
  completion_rate: percentageOrNull,
  play_rate: percentageOrNull,
  drop_off_rate: percentageOrNull,
  play_count: whole,
  pause_count: whole,
  seek_count: whole,
  average_playback_speed: numberOrNull,
  rebuffering_ratio: percentageOrNull,
});
export type VideoNumbers = z.infer<typeof videoNumbers>;

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
    videos_by_completion_rate: z.object({
      high: whole,
      medium: whole,
      low: whole,
    }),
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

const breakdown = z.array(
  z.object({
    value: z.string().nullable(),
    views: whole,
    percentage: z.number(),
  }),
);

export const videoAnswer = z.object({
  success: z.literal(true),
  video: videoSummary,
  by_device: breakdown,
  by_browser: breakdown,
  by_os: breakdown,
  by_country: breakdown,
  by_referrer: breakdown,
  /** By picture height; views are not counted per quality. */
  by_quality: z.array(
    z.object({ value: z.string().nullable(), watch_time_seconds: z.number(), percentage: z.number() }),
  ),
  by_day: z.array(
    z.object({
      day: z.string(),
      views: whole,
      watch_time_seconds: z.number(),
      completed: whole,
    }),
  ),
});
export type VideoAnswer = z.infer<typeof videoAnswer>;

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
  /** Where to point: a spike's peak, a dip's lowest second, else the beginning. */
  at_second: whole,
  /** intro: share left after 30 s; spike: plays per cover at its peak; dip: points below its surroundings; top: per cent of those there at its start who stay to its end; drop_off: per cent lost. */
  value: z.number(),
  /** Views that the moment is counted from: left after the intro, replays in a spike, skips in a dip, there at a top moment's start, lost in a drop-off. */
  views: whole,
});
export type Moment = z.infer<typeof moment>;

export const retentionAnswer = z.object({
  success: z.literal(true),
  video_id: z.string(),
  duration_seconds: numberOrNull,
  /** Views with at least one covered second: the base of every share. */
  base: whole,
  /** One entry a second: views that covered it, and plays of it (replays included). */
  covers: z.array(whole),
  plays: z.array(whole),
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
  /** What was played how often: `[from, to, plays]`. */
  strip: z.array(z.tuple([whole, whole, whole])),
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
  watched: z.array(z.tuple([whole, whole])),
});
export type OwnProgress = z.infer<typeof ownProgress>;
export const ownCourseProgress = z.object({
  items: z.array(ownProgress.extend({ video_id: z.string(), title: z.string() })),
  total: whole,
});
export type OwnCourseProgress = z.infer<typeof ownCourseProgress>;
