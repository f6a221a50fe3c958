import { z } from "zod";
import { day, lastDays, numberOrNull, reference, whole } from "@/lib/http/contract";

/* What a school did on each of the last days. */

/** Trends of a course, or of one of its classes, by id or external id. */
export const trendsFilter = { course_id: reference.optional(), class_id: reference.optional() };
export type TrendsFilter = { course_id?: string | undefined; class_id?: string | undefined };

export const engagementQuery = z.object({ ...lastDays(30), ...trendsFilter });
export type EngagementQuery = z.output<typeof engagementQuery>;

/** What was done, from the roll-ups. */
export const activity = z.object({
  /** Learning events that are something that a learner does; awards and system events are not counted. */
  learning_events: whole,
  video_views: whole,
  /** People who attended a session that began on the day; who attended two counts twice. */
  attendances: whole,
  /** The three above together. */
  activities: whole,
  /** The minutes between learning events at most half an hour apart. */
  minutes: z.number(),
  xp: whole,
});
export type Activity = z.output<typeof activity>;

/** Learning events belong to no course: null where a course's or class's activity is asked. */
const activityOf = activity.extend({
  learning_events: whole.nullable(),
  minutes: numberOrNull,
  xp: whole.nullable(),
});

export const engagementDay = z.object({
  day,
  /** Students who had a learning event, began a view or attended a session on the day. */
  daily_active_users: whole,
  ...activityOf.shape,
});
export type EngagementDay = z.output<typeof engagementDay>;

const week = z.object({
  from: day,
  to: day,
  /** The mean of the seven days. */
  daily_active_users: z.number(),
  activities: whole,
});

export const growth = z.object({
  /** The first seven days of the period. */
  first_week: week,
  /** The last seven days before today, which is not over. */
  last_week: week,
  /** The last week minus the first, in per cent of the first; null where the first has none. */
  active_users_change_percentage: numberOrNull,
  activities_change_percentage: numberOrNull,
  /** Of the daily active users of whole weeks, beyond chance; null with fewer than four weeks. */
  active_users_trend: z.enum(["rising", "falling", "none"]).nullable(),
});
export type Growth = z.output<typeof growth>;

export const engagementAnswer = z.object({
  success: z.literal(true),
  from: day,
  /** Today, which is not over. */
  to: day,
  time_zone: z.string(),
  /** Every day, the first one first. */
  daily: z.array(engagementDay),
  summary: activityOf.extend({
    /** Students who were active on one of the days: each once. */
    active_users: whole,
    average_daily_active_users: z.number(),
    /** The day with the most active users, the first of several; null without any. */
    busiest_day: day.nullable(),
  }),
  /** Null where the days before today are fewer than two weeks. */
  growth: growth.nullable(),
});
export type Engagement = Omit<z.output<typeof engagementAnswer>, "success">;
