import { z } from "zod";
import { day, lastDays, percentageOrNull, reference, uuid, whole } from "@/lib/http/contract";

/* What was watched on the last days, of the videos that lists show. */

export const contentQuery = z.object({
  ...lastDays(30),
  /** So many videos, and so many courses. */
  limit: z.coerce.number().int().min(1).max(100).default(10),
  /** Of a course's videos; with a class only what its learners watched. By id or external id. */
  course_id: reference.optional(),
  class_id: reference.optional(),
});
export type ContentQuery = z.output<typeof contentQuery>;

const sums = {
  views: whole,
  watch_time_seconds: z.number(),
  /** Views that covered the school's completion threshold. */
  completed_views: whole,
};
/** The completed views, of all views; null without views. */
const completed_views_percentage = percentageOrNull;

export const contentAnswer = z.object({
  success: z.literal(true),
  from: day,
  /** Today, which is not over. */
  to: day,
  time_zone: z.string(),
  /** The most viewed first, of as many views the longer watched; as many views share a rank. */
  most_viewed: z.array(
    z.object({
      ...{ rank: whole, video_id: uuid, title: z.string(), course_id: uuid, course_title: z.string() },
      ...{ ...sums, completed_views_percentage },
    }),
  ),
  /** Videos with a view. */
  viewed_videos: whole,
  /** The most viewed courses first, in the same way. */
  completion_by_course: z.array(
    z.object({
      ...{ rank: whole, course_id: uuid, title: z.string(), viewed_videos: whole },
      ...{ ...sums, completed_views_percentage },
    }),
  ),
  viewed_courses: whole,
  /** Every day, the first one first. */
  daily: z.array(z.object({ day, ...sums })),
});
export type ContentTrends = Omit<z.output<typeof contentAnswer>, "success">;
