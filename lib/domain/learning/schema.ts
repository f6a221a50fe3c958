import { z } from "zod";
import { day, instant, lastDays, whole } from "@/lib/http/contract";

/* What a person asks of their own learning, and is answered. */

export const overviewQuery = z.object(lastDays(30));
export const heatmapQuery = z.object(lastDays(365));

/** Totals are of all time, the rest of the days that were asked for. */
export const overviewAnswer = z.object({
  success: z.literal(true),
  from: day,
  to: day,
  time_zone: z.string(),
  /** Stretches that the client named, by when they started. */
  sessions: whole,
  /**
   * The sum of three times: between learning events at most half an hour apart, played of videos, and present in sessions. What was done at the same
   * time counts in each.
   */
  active_seconds: whole,
  /** Days with a learning event, a video view or an attended session. */
  active_days: whole,
  materials_viewed: whole,
  materials_completed: whole,
  xp: whole,
  total_xp: whole,
  level: whole,
  xp_to_next_level: whole,
  /** Consecutive active days; today not yet active does not end it. */
  current_streak: whole,
  longest_streak: whole,
  achievements: z.array(z.object({ achievement_id: z.string(), name: z.string(), earned_at: instant })),
});
export type LearningOverview = Omit<z.infer<typeof overviewAnswer>, "success">;

/** A learner's day: an active one with any of the three that are counted. */
export const activityDay = z.object({
  day,
  /** The sum of the three. */
  count: whole,
  learning_events: whole,
  video_views: whole,
  /** Of sessions that began on the day. */
  attendances: whole,
  /** The sum of the three: what was done at the same time counts in each. */
  minutes: z.number(),
  learning_minutes: z.number(),
  watch_minutes: z.number(),
  attendance_minutes: z.number(),
  xp: whole,
});
export type ActivityDay = z.infer<typeof activityDay>;

export const heatmapAnswer = z.object({
  success: z.literal(true),
  time_zone: z.string(),
  /** Every day, the first one first. */
  days: z.array(activityDay),
});
export type LearningHeatmap = Omit<z.infer<typeof heatmapAnswer>, "success">;

const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;
export const weekdayOf = (date: string) => weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()]!;

/** The last seven days, with today. */
export const weeklyXpAnswer = z.object({
  success: z.literal(true),
  time_zone: z.string(),
  days: z.array(z.object({ day, weekday: z.enum(weekdays), xp: whole })),
  total_xp: whole,
  /** The sum ÷ 7. */
  daily_average: z.number(),
  current_streak: whole,
});

export const progressAnswer = overviewAnswer
  .pick({ success: true, from: true, to: true, time_zone: true, xp: true, total_xp: true, level: true })
  .extend(overviewAnswer.pick({ xp_to_next_level: true, current_streak: true, longest_streak: true }).shape)
  .extend({
    achievements: overviewAnswer.shape.achievements,
    /** Every day, the first one first. */
    trend: z.array(z.object({ day, xp: whole })),
  });
