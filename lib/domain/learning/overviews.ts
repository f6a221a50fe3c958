import { z } from "zod";
import { day, instant, numberOrNull, percentageOrNull, reference, uuid, whole } from "@/lib/http/contract";
import { activity } from "./engagement";

/*
 * A school's, a teacher's or one's own learning in a few numbers. Students are those whom the reader may read about: an admin all of the school,
 * other staff the learners of their courses, a student themself. Active is who signed in, watched, attended a session or has a learning event.
 */

export const schoolOverviewAnswer = z.object({
  success: z.literal(true),
  /** Active and attendance are of the 30 days to today. */
  from: day,
  to: day,
  time_zone: z.string(),
  total_students: whole,
  active_students: whole,
  /** Classes that have not ended, with an active student. */
  active_classes: whole,
  /** The mean over the videos of their completion rates; a student's own: the videos that they completed, of those that they began. */
  average_completion_rate: percentageOrNull,
  /** The mean of people's best scores in quizzes; null with fewer than 3. */
  average_quiz_score_percentage: percentageOrNull,
  /** Assessments that are set to a class, and how many of their learners submitted something. */
  assignments_set: whole,
  assignments_submitted: whole,
  /** The active, of all students. */
  engagement_rate: percentageOrNull,
  /** Those who attended, of those who were registered for a session. */
  attendance_rate: percentageOrNull,
});
export type SchoolOverview = Omit<z.output<typeof schoolOverviewAnswer>, "success">;

export const timeRanges = ["day", "week", "month", "year"] as const;
export type TimeRange = (typeof timeRanges)[number];
export const dashboardQuery = z.object({ time_range: z.enum(timeRanges).default("week") });

export const dashboardAnswer = z.object({
  success: z.literal(true),
  time_range: z.enum(timeRanges),
  /** 1, 7, 30 or 365 days to today. */
  from: day,
  to: day,
  time_zone: z.string(),
  total_students: whole,
  active_users: whole,
  /** Learning events of the students, and views and attendances of the reader's videos and sessions. */
  activities: whole,
  /** Views that covered the completion threshold, of all views; null without views. */
  completed_views_percentage: percentageOrNull,
  /** The mean of people's best scores in quizzes that were submitted; null with fewer than 3. */
  average_quiz_score_percentage: percentageOrNull,
  /** The ten with the most XP, and who shares the last rank; none where the school has no rankings or too few people have XP. */
  top_performers: z.array(z.object({ rank: whole, user_id: uuid, name: z.string(), xp: whole })),
  /** The last ten videos that students completed, the latest first. */
  recent_completions: z.array(
    z.object({ user_id: uuid, name: z.string(), video_id: uuid, title: z.string(), completed_at: instant }),
  ),
});
export type Dashboard = Omit<z.output<typeof dashboardAnswer>, "success">;

export const summaryQuery = z.object({
  /** 29 days before the end if missing. */
  start_date: day.optional(),
  /** Today if missing; at most 366 days with the start. */
  end_date: day.optional(),
  /** Only the learners of this class, by id or external id. */
  class_id: reference.optional(),
});
export type SummaryQuery = z.output<typeof summaryQuery>;

export const summaryAnswer = z.object({
  success: z.literal(true),
  start_date: day,
  end_date: day,
  time_zone: z.string(),
  class_id: uuid.nullable(),
  total_students: whole,
  /** Students who had a learning event, began a view or attended a session in these days. */
  active_users: whole,
  ...activity.pick({ learning_events: true, minutes: true }).shape,
  /** Of the reader's videos and sessions; null for a class, whose own are not known. */
  video_views: whole.nullable(),
  attendances: whole.nullable(),
  activities: whole.nullable(),
  total_xp: whole,
  /** By student; null without students. */
  average_xp: numberOrNull,
  /** Videos that students completed, and how many students did. */
  videos_completed: whole,
  students_completing: whole,
  /** Quizzes that students submitted, each person's once. */
  quizzes_submitted: whole,
  /** The mean of people's best scores; null with fewer than 3. */
  average_quiz_score_percentage: percentageOrNull,
});
export type Summary = Omit<z.output<typeof summaryAnswer>, "success">;

export const realtimeAnswer = z.object({
  success: z.literal(true),
  at: instant,
  time_zone: z.string(),
  /** Who had a learning event, watched a video or was present in a live session in the last 5 minutes. */
  active_users: whole,
  /** The last ten things that learners did, by their learning events, the latest first. */
  latest: z.array(
    z.object({
      /** Null where it is not one of the reader's students. */
      user_id: uuid.nullable(),
      name: z.string().nullable(),
      event_type: z.string(),
      material_id: z.string().nullable(),
      occurred_at: instant,
    }),
  ),
  /** Since midnight in the school's zone; views and attendances, and so the sum, are known to staff only. */
  today: z.object({
    day,
    learning_events: whole,
    video_views: whole.nullable(),
    attendances: whole.nullable(),
    activities: whole.nullable(),
  }),
});
export type Realtime = Omit<z.output<typeof realtimeAnswer>, "success">;
