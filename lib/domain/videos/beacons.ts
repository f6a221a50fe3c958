import { z } from "zod";
import { numberOrNull, reference, storableText, uuid } from "@/lib/http/contract";
import { mediaAddress } from "@/lib/platform/media-address";

/*
 * The requests of players and their answers: the contract of the tracker, the routes, OpenAPI and the tests. Times are seconds of media unless a name says otherwise.
 */

/** The largest body; a batch of 100 fits. */
export const bodyBytesMax = 64 * 1024;
export const batchItemsMax = 100;
/** A beacon has the ranges played since the last one: a few. */
const playedRangesMax = 200;
/** `seq`s are kept in an int4multirange. */
const seqMax = 2 ** 30;
/** No video is longer than this (12 days): its tenths are fewer than the shift of their repeats (coverage.ts). */
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

/** A video by the address at which the page plays it, where a script follows a whole site. */
export const address = storableText(4096)
  .refine((given) => mediaAddress(given) !== null, "must be a web address of a video, or provider:id")
  .overwrite((given) => mediaAddress(given) ?? given);

const video = {
  video_id: reference.optional(),
  /** Instead of `video_id`, from the origins that the school allows. */
  address: address.optional(),
  /** The school of the address: its id or external id. */
  school: reference.optional(),
};

const viewShape = z.object({
  ...identity,
  ...length,
  ...video,
  /** With `video_id`, a course of ours. With `address`, the page's own id of its course, if it has one. */
  course_id: reference.optional(),
  /** The page, with `address`; its query and fragment are dropped. */
  page: storableText(4096).nullish(),
  session_id: uuid,
  /** The lesson's id, ours or the school's own; refused where the school has an own id for the video's lesson and this is not it. */
  lesson_id: reference.nullish(),
  is_preview: z.boolean().default(false),
  referrer: storableText(2048).nullish(),
  /** A player in a frame that could not be followed, and why: it is no view, and its video's page says so. */
  unfollowed: z.enum(["blocked", "silent"]).optional(),
});

const progressFields = {
  ...identity,
  ...length,
  ...video,
  session_id: uuid,
  /** Counts this playback's beacons from 0: one that was applied is acknowledged and changes nothing. */
  seq: z.number().int().min(0).max(seqMax).optional(),
  /** Ranges played since the last beacon, each `[from, to]`; replays are ranges of their own. Only they give exact seconds: without them, consecutive positions prove what was played. */
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
  /** Beacons that the player gave up, because they waited for a week or too many waited. */
  lost: count.optional(),
  abandoned: z.boolean().optional(),
};

type Named = { video_id?: string | undefined; address?: string | undefined; school?: string | undefined };

/** Fails where a beacon names its video twice, or by an address of no school. */
const namesOneVideo = ({ video_id, address, school }: Named, ctx: z.RefinementCtx) => {
  const fail = (path: string, message: string) => ctx.addIssue({ code: "custom", path: [path], message });
  if (video_id !== undefined && address !== undefined) fail("address", "must not be sent with video_id");
  if (address !== undefined && school === undefined) fail("school", "is required with address");
};
const namesItsVideo = (view: Named & { course_id?: string | undefined }, ctx: z.RefinementCtx) => {
  namesOneVideo(view, ctx);
  if (view.address !== undefined) return;
  for (const field of ["video_id", "course_id"] as const)
    if (view[field] === undefined)
      ctx.addIssue({ code: "custom", path: [field], message: "is required without address" });
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
  /** With `played`, only the share of covered seconds counts. Without, this percentage completes the video where it reaches the school's threshold. */
  completion_percentage: z.number().min(0).max(100),
});

export const viewBeacon = viewShape.superRefine(namesItsVideo);
export const progressBeacon = progressShape
  .superRefine(namesOneVideo)
  .refine(playedNeedsSeq, playedNeedsSeqError);
export const completeBeacon = completeShape
  .superRefine(namesOneVideo)
  .refine(playedNeedsSeq, playedNeedsSeqError);

export const batchItem = z.discriminatedUnion("type", [
  viewShape.extend({ type: z.literal("view") }).superRefine(namesItsVideo),
  progressShape
    .extend({ type: z.literal("progress") })
    .superRefine(namesOneVideo)
    .refine(playedNeedsSeq, playedNeedsSeqError),
  completeShape
    .extend({ type: z.literal("complete") })
    .superRefine(namesOneVideo)
    .refine(playedNeedsSeq, playedNeedsSeqError),
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
