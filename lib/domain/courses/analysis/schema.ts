import { z } from "zod";
import { instant, numberOrNull, percentageOrNull, reference, sorting, whole } from "@/lib/http/contract";

/* The analysis of a course by its lessons: what may be asked, and its answer. */

/** The value of the class filter for the learners who are in no class. */
export const inNoClass = "none";

export const courseLessonsQuery = z.object({
  /** A class by its id or external id, or `none` for who is in no class. Every number is then of these learners. */
  class_id: reference.optional(),
});

const standings = ["stopped", "active"] as const;
export type LessonStanding = (typeof standings)[number];

/** What the course's page shows: a class, and of a lesson who stopped there or is there. */
export const coursePageQuery = courseLessonsQuery.extend({
  lesson: reference.optional(),
  standing: z.enum(standings).default("stopped"),
});

/** The order of the page's table of lessons. */
export const lessonOrderQuery = z.object(
  sorting(["lesson", "started", "completed", "watched", "quiz"], "lesson"),
);
export type LessonOrder = z.infer<typeof lessonOrderQuery>;

/** The place of a video at which most of those there stop for good. */
const hardestMoment = z.object({
  from_second: whole,
  to_second: whole,
  present: whole,
  lost: whole,
  lost_percentage: z.number(),
});

/** The passage of a video that is replayed most, by 5 people or more: where it is, its highest second and how many plays of that repeat it. */
const replayedMoment = z.object({ from_second: whole, to_second: whole, at_second: whole, replays: whole });

const lessonVideo = z.object({
  video_id: z.string(),
  title: z.string(),
  duration_seconds: numberOrNull,
  /** Learners who watched any of it, and the median of how much they watched; null below 5 of them. */
  learners: whole,
  median_watched_percentage: percentageOrNull,
  /** The share of views, with a class of its learners, that played each of 25 equal parts; empty when it is unknown. */
  curve: z.array(z.number()),
  hardest_moment: hardestMoment.nullable(),
  /** Null with a class, of which it is not counted. */
  replayed_moment: replayedMoment.nullable(),
});
export type LessonVideo = z.infer<typeof lessonVideo>;

const lessonSession = z.object({
  session_id: z.string(),
  title: z.string(),
  session_status: z.enum(["scheduled", "live", "ended", "cancelled"]),
  begun_at: instant,
  registered: whole,
  /** Null until it is over. */
  registered_attended: whole.nullable(),
  attended: whole.nullable(),
  /** People present at equal steps; empty with a class, and when it is unknown. */
  curve: z.array(z.number()),
});
export type LessonSession = z.infer<typeof lessonSession>;

const quiz = {
  /** The best scores of each learner in each quiz, and how many learners have one. The mean is null below 3 of them. */
  quiz_results: whole,
  quiz_learners: whole,
  average_quiz_score_percentage: percentageOrNull,
};

const analysedLesson = z.object({
  lesson_id: z.string(),
  number: z.string(),
  title: z.string(),
  /** Began anything of the lesson or of a later one. */
  reached: whole,
  /** Began anything of the lesson. */
  started: whole,
  completed: whole,
  /** Of the enrolled. */
  reached_percentage: percentageOrNull,
  completed_percentage: percentageOrNull,
  /** It is their furthest, they did nothing in the course for 14 days, and they have not completed it. */
  stopped: whole,
  /** It is their furthest, and they did something in the course in the last 14 days. */
  active: whole,
  /** The mean progress in the lesson, of the learners of whom something can be known. */
  learners_with_progress: whole,
  average_progress_percentage: percentageOrNull,
  ...quiz,
  videos: z.array(lessonVideo),
  sessions: z.array(lessonSession),
});
export type AnalysedLesson = z.infer<typeof analysedLesson>;

const courseNumbers = z.object({
  enrolled: whole,
  enrolled_in_classes: whole,
  /** Began a lesson: stopped, active, completed, or without a known time. */
  begun: whole,
  active_last_7_days: whole,
  active: whole,
  stopped: whole,
  /** Completed each lesson that can be completed so far. */
  completed: whole,
  learners_with_progress: whole,
  average_progress_percentage: percentageOrNull,
  ...quiz,
  /** Over the ended sessions that the caller reaches. */
  live_sessions: whole,
  registered: whole,
  registered_attended: whole,
  attendance_rate: percentageOrNull,
});
export type CourseNumbers = z.infer<typeof courseNumbers>;

const analysedClass = z.object({
  /** Null for who is in no class. */
  class_id: z.string().nullable(),
  name: z.string().nullable(),
  /** Fewer than 5 learners: no shares of them are given. */
  too_few: z.boolean(),
  numbers: courseNumbers,
  most_stopped_lesson_id: z.string().nullable(),
  /** By lesson, in their order; empty when there are too few. */
  reached: z.array(whole),
  stopped: z.array(whole),
});
export type AnalysedClass = z.infer<typeof analysedClass>;

/** How much of the course its learners have completed, of the videos, sessions and assessments that its lessons have today. */
const completionForecast = z.object({
  /** The last day of its classes; null while one has no end. */
  ends_on: z.string().nullable(),
  /** By the end of the Sunday of each whole week, from the first one with any; the last 52. */
  weeks: z.array(z.object({ until: z.string(), percentage: z.number() })),
  /**
   * By the end of the next weeks up to the end, or of four, as far ahead as four past forecasts can be compared with what came; from eight weeks on. Four of five past forecasts
   * this far ahead would have held.
   */
  forecast: z.array(
    z.object({
      until: z.string(),
      expected_percentage: z.number(),
      low_percentage: z.number(),
      high_percentage: z.number(),
      /** How many past forecasts were compared, and by how many points they were off on average. */
      compared: whole,
      mean_error_points: z.number(),
    }),
  ),
});
export type CompletionWeeks = z.infer<typeof completionForecast>;

export const courseLessonsAnswer = z.object({
  success: z.literal(true),
  course_id: z.string(),
  class_id: z.string().nullable(),
  /** A class of fewer than 5 learners: its lessons are left out, and its rates are null. */
  too_few: z.boolean(),
  numbers: courseNumbers,
  /** The lesson at which more people stopped than at any other, beyond chance. */
  most_stopped_lesson_id: z.string().nullable(),
  lessons: z.array(analysedLesson),
  /** All classes of the course, whatever the filter. */
  classes: z.array(analysedClass),
  /** Null for fewer than 5 learners. */
  completion_forecast: completionForecast.nullable(),
});
export type CourseLessonsAnswer = z.infer<typeof courseLessonsAnswer>;
