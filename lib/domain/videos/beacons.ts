import { z } from "zod";
import { numberOrNull, reference, storableText, uuid } from "@/lib/http/contract";

/*
 * The requests of players and their answers: the contract of the tracker, the routes, OpenAPI and the tests. Times are seconds of media unless a name says otherwise.
 */

/** The largest body; a batch of 100 fits. */
export const bodyBytesMax = 64 * 1024;
export const batchItemsMax = 100;
/** A beacon has the ranges played since the last one: a few. */
const playedRangesMax = 200;
/** `seq` and shifted repeats both live in an int4. */
const seqMax = 2 ** 30;
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

/** The length that the player has now: it can become known late, and grows while a stream is recorded. */
const length = {
  video_duration_seconds: z.number().positive().max(mediaSecondsMax).nullish(),
  /** The player plays a stream whose end nobody knows: it has no length. */
  is_live: z.boolean().optional(),
};

export const viewBeacon = z.object({
  ...identity,
  ...length,
  video_id: reference,
  course_id: reference,
  session_id: uuid,
  lesson_id: reference.nullish(),
  is_preview: z.boolean().default(false),
  referrer: storableText(2048).nullish(),
  /** A player in a frame that could not be followed, and why: it is no view, and its video's page says so. */
  unfollowed: z.enum(["blocked", "silent"]).optional(),
});

const progressFields = {
  ...identity,
  ...length,
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
  message: "is required with played: without it a repeated beacon looks like a replay",
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
  /** The player's opinion; only the share of covered seconds counts. */
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
/** A player's input, before defaults are filled in. */
export type BatchItemInput = z.input<typeof batchItem>;

export const viewAnswer = z.object({
  success: z.literal(true),
  /** The playback's id here: its session id. */
  analytics_id: z.string(),
  session_id: z.string(),
  /** Where this viewer stopped last; null for an unknown viewer, or one who has completed. */
  resume_position_seconds: numberOrNull,
});
export const progressAnswer = z.object({ success: z.literal(true) });
/** One result an item, in order. `code`: why an item was refused; a refused item does not affect the others. */
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
