import { z } from "zod";
import { storableText } from "@/lib/platform/text";

/* What the dashboard's routes are asked: days, pages and orders of what schema.ts says they answer. */

/** A UUID of ours, or the school's own id for the thing. */
const reference = storableText(200).min(1);

const day = z.iso.date("must be a day, YYYY-MM-DD");
const daysShape = { from: day.optional(), to: day.optional() };
const forwards = ({ from, to }: { from?: string | undefined; to?: string | undefined }) =>
  !from || !to || from <= to;
const forwardsError = { path: ["to"], message: "must not be before from" };

/** Days of the school's zone, both included; without an end, all time on that side. */
export const daysQuery = z.object(daysShape).refine(forwards, forwardsError);
export type DaysQuery = z.infer<typeof daysQuery>;

export const videoSorts = [
  "views",
  "viewers",
  "watch_time",
  "watched",
  "completion",
  "recent",
  "title",
] as const;
const listShape = {
  ...daysShape,
  limit: z.coerce.number().int().min(1).max(100).default(10),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  sort: z.enum(videoSorts).default("views"),
  /** Default: largest or latest first, titles from A. */
  order: z.enum(["asc", "desc"]).optional(),
  q: z.string().trim().max(200).optional(),
  course_id: reference.optional(),
};
export const videoListQuery = z.object(listShape).refine(forwards, forwardsError);
export type VideoListQuery = z.infer<typeof videoListQuery>;

export const videosQuery = z
  .object({
    ...listShape,
    /** Verifies the roll-ups first, and rebuilds what differs. */
    refresh: z.enum(["true", "false"]).optional(),
  })
  .refine(forwards, forwardsError);
export const refreshQuery = z
  .object({ ...daysShape, refresh: z.enum(["true", "false"]).optional() })
  .refine(forwards, forwardsError);

export const videoParams = z.object({ videoId: reference });
export const courseParams = z.object({ courseId: reference });
export const ownCourseQuery = z.object({ course_id: reference });

export const viewersQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(12),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  sort: z.enum(["watched", "recent", "name", "replays", "stopped"]).default("watched"),
  q: z.string().max(200).optional(),
});
export type ViewersQuery = z.infer<typeof viewersQuery>;
