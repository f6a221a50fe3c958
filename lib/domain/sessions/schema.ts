import { z } from "zod";
import { instant, numberOrNull, percentageOrNull, whole } from "@/lib/http/contract";
import { minuteActivity } from "./messages";
import { eachMetric, metrics, type SessionMetric, scoreComponents, storedMetrics } from "./metrics";
import { sessionInfo } from "./session";

/*
 * What the dashboard's session routes answer: the contract of the routes, the pages, OpenAPI and the tests. Instants are
 * ISO 8601 UTC; `null` is a number that cannot be known; rates are 0–100 with one decimal.
 */

/** Every field may be null. */
const nullable = <Shape extends Record<string, z.ZodType>>(shape: Shape) =>
  Object.fromEntries(Object.entries(shape).map(([key, field]) => [key, field.nullable()])) as {
    [Key in keyof Shape]: z.ZodNullable<Shape[Key]>;
  };

const attendanceNumbers = z.object({
  total_registered: whole,
  total_attended: whole,
  /** Registered who attended: the attendance rate's numerator. */
  registered_attended: whole,
  walk_ins: whole,
  attendance_rate: percentageOrNull,
  on_time_arrivals: whole,
  late_arrivals: whole,
  average_duration_minutes: numberOrNull,
  /** The average of the minutes as a share of the session's length: comparable between sessions of any length. */
  average_presence_percentage: percentageOrNull,
});
/** All null if a report has attendance but no messages or reactions. */
const engagementNumbers = z.object({
  chat_message_count: whole.nullable(),
  unique_chatters: whole.nullable(),
  questions_asked: whole.nullable(),
  reaction_count: whole.nullable(),
  reactions_by_type: z.record(z.string(), whole),
  /** Attended, and wrote or reacted: the engagement rate's numerator. */
  engaged: whole.nullable(),
  engagement_rate: percentageOrNull,
});
const peakViewers = z.object({
  /** Null if reports have durations but no times. */
  peak_count: whole.nullable(),
  peak_timestamp: instant.nullable(),
  timeline: z.array(z.object({ at: instant, viewers: whole })),
});
const dropOffPoint = z.object({
  from: instant,
  to: instant,
  /** The minute in which most of them left. */
  at: instant,
  /** People at its start, and how many of them left for good. */
  present: whole,
  lost: whole,
  lost_percent: z.number(),
});
/** The same with its times as shares (0–1) of the session. */
export const placedDropOff = dropOffPoint.extend({ from: z.number(), to: z.number(), at: z.number() });
export type DropOffPoint = z.infer<typeof dropOffPoint>;
const scorePart = z.object({
  component: z.enum(scoreComponents),
  /** 0–100; null for a component that does not apply. */
  value: percentageOrNull,
  /** Its weight in version 1. */
  weight: z.number(),
  /** Its weight after those that do not apply are left out; null if it is left out itself. */
  effective_weight: z.number().nullable(),
  points: z.number().nullable(),
});
export type ScorePart = z.infer<typeof scorePart>;

/** Why there is no score; `few_people`: there is one of fewer than 5 people, which is compared with nothing. */
export const scoreNotes = ["nobody_came", "too_little_known", "few_people"] as const;
export type ScoreNote = (typeof scoreNotes)[number];

/** Everything counted from one session's own facts. */
export const sessionNumbers = z.object({
  attendance: attendanceNumbers,
  engagement: engagementNumbers,
  peak_viewers: peakViewers,
  /** Present at each minute of the window, from 0: people and their share of those who attended. Empty if unknown. */
  retention: z.array(z.object({ minute: whole, viewers: whole, percentage: z.number() })),
  drop_off_points: z.array(dropOffPoint),
  average_rating: numberOrNull,
  rating_distribution: z.object({ "1": whole, "2": whole, "3": whole, "4": whole, "5": whole }),
  total_responses: whole,
  engagement_score: percentageOrNull,
  engagement_score_note: z.enum(scoreNotes).nullable(),
  engagement_score_parts: z.array(scorePart),
  engagement_score_version: z.literal(1),
  /** How precisely times are known; `first_to_last` makes the peak an upper bound, `durations` unknown. */
  presence: z.enum(["spans", "first_to_last", "durations"]),
});
export type SessionNumbers = z.infer<typeof sessionNumbers>;

/** The same in an answer: null where the session has not begun. */
const answeredAttendance = z.object({
  ...nullable(attendanceNumbers.shape),
  total_registered: whole,
});
const answeredNumbers = sessionNumbers.extend({
  attendance: answeredAttendance,
  rating_distribution: sessionNumbers.shape.rating_distribution.nullable(),
  total_responses: whole.nullable(),
});
export type AnsweredNumbers = z.infer<typeof answeredNumbers>;

/** The stored numbers of a finished session. */
export const storedNumbers = z.object({
  numbers: sessionNumbers,
  /** People present at 101 equal steps of the session; empty if unknown. */
  by_percent: z.array(whole),
});
export type StoredNumbers = z.infer<typeof storedNumbers>;

const part = { value: z.string().nullable(), folded: z.boolean() };
const breakdown = z.array(z.object({ ...part, views: whole, percentage: z.number() }));
/** The recording's numbers, as the videos' routes give them. */
export const vodNumbers = z.object({
  total_views: whole,
  unique_viewers: whole,
  unique_completers: whole,
  total_watch_time_seconds: z.number(),
  average_watch_time_seconds: numberOrNull,
  completion_rate: percentageOrNull,
  drop_off_points: z.array(
    z.object({
      from_second: whole,
      to_second: whole,
      present: whole,
      lost: whole,
      lost_percent: z.number(),
    }),
  ),
  by_country: breakdown,
  by_device: breakdown,
  by_browser: breakdown,
  by_quality: z.array(z.object({ ...part, watch_time_seconds: z.number(), percentage: z.number() })),
});
export type VodNumbers = z.infer<typeof vodNumbers>;

export const sentiments = ["negative", "neutral", "positive"] as const;
export const theme = z.object({
  theme: z.string(),
  /** Comments that contain it, and their mean rating. */
  comments: whole,
  average_rating: z.number(),
});
export type Theme = z.infer<typeof theme>;
const feedbackComment = z.object({
  attendee_id: z.string(),
  name: z.string(),
  rating: whole,
  comment: z.string(),
  /** Null in a language that the lexicon does not know. */
  sentiment: z.enum(sentiments).nullable(),
  sent_at: instant,
});
export type FeedbackComment = z.infer<typeof feedbackComment>;
const ratings = { average_rating: true, rating_distribution: true, total_responses: true } as const;
const feedbackNumbers = sessionNumbers.pick(ratings).extend({
  themes: z.array(theme),
  comments: z.array(feedbackComment),
});
export type FeedbackNumbers = z.infer<typeof feedbackNumbers>;

export const analyticsAnswer = z.object({
  success: z.literal(true),
  session_id: z.string(),
  session_info: sessionInfo,
  ...answeredNumbers.omit({ ...ratings, presence: true }).shape,
  vod: vodNumbers.nullable(),
  feedback: feedbackNumbers.extend(answeredNumbers.pick(ratings).shape),
});
export type AnalyticsAnswer = z.infer<typeof analyticsAnswer>;

export const attendeeStatuses = [
  "on_time",
  "late",
  "walk_in",
  "attended",
  "did_not_come",
  "cancelled",
] as const;
const attendeeRow = z.object({
  attendee_id: z.string(),
  user_id: z.string().nullable(),
  name: z.string(),
  email: z.string().nullable(),
  /** `attended`: came, but a report has only the duration. Walk-ins are `walk_in`, also when late. */
  status: z.enum(attendeeStatuses),
  attended: z.boolean(),
  registered: z.boolean(),
  registered_at: instant.nullable(),
  first_join: instant.nullable(),
  /** Null while they are present, or if their leave time is unknown. */
  last_leave: instant.nullable(),
  /** Present when the session ended (or now, while it is live). */
  stayed_to_end: z.boolean(),
  minutes: numberOrNull,
  /** Stays as seconds from the session's start: `[from, to]`. */
  spans: z.array(z.tuple([z.number(), z.number()])),
  messages: whole,
  questions: whole,
  reactions: whole,
  rating: whole.nullable(),
  comment: z.string().nullable(),
  /** The recording; null without one, or if it is unknown whether they watched. */
  vod: z
    .object({
      watched: z.boolean(),
      watch_time_minutes: z.number(),
      completion_percentage: percentageOrNull,
      /** What of the recording is covered: `[from, to]`, in seconds to a tenth. */
      ranges: z.array(z.tuple([z.number(), z.number()])),
    })
    .nullable(),
  /** Share of the session seen, live or later: live ∪ recording; null if the times are unknown. */
  coverage_percentage: percentageOrNull,
});
export type AttendeeRow = z.infer<typeof attendeeRow>;

export const attendanceAnswer = z.object({
  success: z.literal(true),
  session_id: z.string(),
  attendance: answeredAttendance,
  items: z.array(attendeeRow),
  total: whole,
});
export type AttendanceAnswer = z.infer<typeof attendanceAnswer>;

export const engagementAnswer = z.object({
  success: z.literal(true),
  session_id: z.string(),
  engagement: engagementNumbers,
  /** Minute by minute from the start. */
  timeline: z.array(minuteActivity),
  attendees: z.array(
    attendeeRow.pick({
      attendee_id: true,
      user_id: true,
      name: true,
      messages: true,
      questions: true,
      reactions: true,
    }),
  ),
  total: whole,
});
export type EngagementAnswer = z.infer<typeof engagementAnswer>;

export const peakAnswer = z.object({
  success: z.literal(true),
  session_id: z.string(),
  peak_viewers: peakViewers,
  /** Over the instructor's ended sessions of this kind: the hour and weekday they began that have the highest peak; null with fewer than 10, or where the difference can be chance. */
  best_hour: z.object({ hour: whole, sessions: whole, average_peak: z.number() }).nullable(),
  best_weekday: z.object({ weekday: z.string(), sessions: whole, average_peak: z.number() }).nullable(),
});
export type PeakAnswer = z.infer<typeof peakAnswer>;

/** A metric's value, by its unit; null if unknown. */
const metricOrNull = (key: SessionMetric): z.ZodType<number | null> => {
  const { unit } = metrics[key];
  if (unit === "people" || unit === "count") return whole.nullable();
  return unit === "percent" || unit === "score" ? percentageOrNull : numberOrNull;
};

/** One row of the list. Numbers are null until the session has ended. */
export const sessionSummary = sessionInfo.extend({
  ...eachMetric(storedMetrics, metricOrNull),
  total_registered: whole,
  /** People present now, while it is live. */
  current_viewers: whole.nullable(),
  /** People over the session at equal steps; while live it ends at `progress` (0–1) of the scheduled length. */
  curve: z.array(whole),
  progress: z.number().nullable(),
  drop_offs: z.array(placedDropOff),
  /** The median engagement score, and the middle half, of up to 12 sessions before it: of its course and format, else of the school's of its format; null with fewer than 5. */
  typical_score: z
    .object({ low: z.number(), median: z.number(), high: z.number(), sessions: whole })
    .nullable(),
});
export type SessionSummary = z.infer<typeof sessionSummary>;

export const sessionsAnswer = z.object({
  success: z.literal(true),
  items: z.array(sessionSummary),
  total: whole,
});

export const overviewAnswer = z.object({
  success: z.literal(true),
  sessions_held: whole,
  sessions_planned: whole,
  total_attended: whole,
  total_registered: whole,
  registered_attended: whole,
  /** All sessions together: registered who attended ÷ registered. */
  average_attendance_rate: percentageOrNull,
  /** Of those who attended sessions whose messages and reactions were recorded. */
  engaged: whole,
  attended_where_recorded: whole,
  average_engagement_rate: percentageOrNull,
  average_duration_minutes: numberOrNull,
  average_rating: numberOrNull,
  recent_sessions: z.array(sessionSummary),
});
export type OverviewAnswer = z.infer<typeof overviewAnswer>;

export const savedSession = z.object({ success: z.literal(true), id: z.string(), ids: z.array(z.string()) });
export const registeredAnswer = z.object({
  success: z.literal(true),
  id: z.string(),
  registered: whole,
  /** Already registered and unchanged. */
  unchanged: whole,
});
