import type { CompareAnswer, ComparedSession } from "./compare";
import type { MessageRow } from "./messages";
import { comparedMetrics, eachMetric, metricOf, storedMetrics } from "./metrics";
import type { AttendeeRow, SessionNumbers, SessionSummary, VodNumbers } from "./schema";
import type { SessionInfo } from "./session";

/* One session for the routes' examples: 42 registered, 34 of them and 2 more came. The numbers are consistent. */

/** Another session, where an example needs two. */
export const exampleSecondId = "0192f3a4-6b10-7c21-8f00-6d1f0c7a9e78";

export const exampleInfo: SessionInfo = {
  session_id: "0192f3a4-6b10-7c21-8f00-6d1f0c7a9e77",
  external_id: "STAT-W7",
  title: "Residuals and what they tell you",
  format: "class",
  session_status: "ended",
  instructor_id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a01",
  instructor_name: "Inês Carvalho",
  course_id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a70",
  course_title: "Statistics for everyone",
  lesson_id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a75",
  lesson_position: 2,
  series_id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a99",
  series_title: "Statistics for everyone",
  series_number: 7,
  series_length: 12,
  scheduled_start: "2026-11-18T18:00:00.000Z",
  scheduled_end: "2026-11-18T19:30:00.000Z",
  started_at: "2026-11-18T18:02:00.000Z",
  ended_at: "2026-11-18T19:34:00.000Z",
  begun_at: "2026-11-18T18:02:00.000Z",
  window: { from: "2026-11-18T18:02:00.000Z", to: "2026-11-18T19:34:00.000Z" },
  duration_minutes: 92,
  recording_video_id: "0192f3a4-5b10-7c21-8f00-6d1f0c7a9e31",
  recording_started_at: "2026-11-18T18:02:00.000Z",
  chat_enabled: true,
  anonymous_viewers: false,
  on_time_minutes: 5,
  page_url: "https://courses.harbour.example/statistics/live",
  left_out: false,
  revision: 1,
};

export const exampleNumbers: SessionNumbers = {
  attendance: {
    total_registered: 42,
    total_attended: 36,
    registered_attended: 34,
    walk_ins: 2,
    attendance_rate: 81,
    on_time_arrivals: 31,
    late_arrivals: 5,
    average_duration_minutes: 74.2,
    average_presence_percentage: 80.7,
  },
  engagement: {
    chat_message_count: 58,
    unique_chatters: 21,
    questions_asked: 15,
    reaction_count: 74,
    reactions_by_type: { "👏": 41, "👍": 33 },
    engaged: 25,
    engagement_rate: 69.4,
  },
  peak_viewers: {
    peak_count: 33,
    peak_timestamp: "2026-11-18T18:41:10.000Z",
    timeline: [
      { at: "2026-11-18T18:02:00.000Z", viewers: 9 },
      { at: "2026-11-18T18:41:10.000Z", viewers: 33 },
    ],
  },
  retention: [
    { minute: 0, viewers: 9, percentage: 25 },
    { minute: 1, viewers: 20, percentage: 55.6 },
  ],
  drop_off_points: [
    {
      from: "2026-11-18T18:59:00.000Z",
      to: "2026-11-18T19:02:00.000Z",
      at: "2026-11-18T19:00:00.000Z",
      present: 32,
      lost: 8,
      lost_percent: 25,
    },
  ],
  average_rating: 4.24,
  rating_distribution: { "1": 0, "2": 1, "3": 1, "4": 8, "5": 7 },
  total_responses: 17,
  engagement_score: 77.9,
  engagement_score_note: null,
  engagement_score_parts: [
    { component: "attendance_rate", value: 81, weight: 0.3, effective_weight: 0.3, points: 24.286 },
    { component: "engagement_rate", value: 69.4, weight: 0.4, effective_weight: 0.4, points: 27.778 },
    { component: "chat_activity", value: 80.6, weight: 0.15, effective_weight: 0.15, points: 12.083 },
    { component: "peak_retention", value: 91.7, weight: 0.15, effective_weight: 0.15, points: 13.75 },
  ],
  engagement_score_version: 1,
  presence: "spans",
};

export const exampleMessage: MessageRow = {
  message_id: "0192f3a4-7d20-7b21-8f00-6d1f0c7a9e41",
  sent_at: "2026-11-18T18:43:10.000Z",
  attendee_id: "0192f3a4-7d10-7b21-8f00-6d1f0c7a9e01",
  user_id: null,
  name: "Luís Godinho",
  host: false,
  text: "How many points do we need?",
  question: true,
  answer: null,
};

export const exampleVod: VodNumbers = {
  total_views: 31,
  unique_viewers: 24,
  unique_completers: 7,
  total_watch_time_seconds: 98320,
  average_watch_time_seconds: 3171.6,
  completion_rate: 29.2,
  drop_off_points: [{ from_second: 3410, to_second: 3480, present: 22, lost: 9, lost_percent: 40.9 }],
  by_country: [{ value: "PT", views: 31, percentage: 100, folded: false }],
  by_device: [{ value: "desktop", views: 31, percentage: 100, folded: false }],
  by_browser: [{ value: "Firefox", views: 31, percentage: 100, folded: false }],
  by_quality: [{ value: "720", watch_time_seconds: 98320, percentage: 100, folded: false }],
};

export const exampleAttendee: AttendeeRow = {
  attendee_id: "0192f3a4-7000-7b11-9e00-2c6b1f8d4a01",
  user_id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4b07",
  name: "Afonso Teixeira",
  email: "afonso.teixeira@harbour.example",
  status: "on_time",
  attended: true,
  registered: true,
  registered_at: "2026-11-10T09:12:00.000Z",
  first_join: "2026-11-18T18:05:00.000Z",
  last_leave: "2026-11-18T19:34:00.000Z",
  stayed_to_end: true,
  minutes: 89,
  spans: [[180, 5520]],
  messages: 5,
  questions: 2,
  reactions: 4,
  rating: 5,
  comment: "The worked example with the bus data finally made residual plots click.",
  vod: { watched: true, watch_time_minutes: 61.5, completion_percentage: 58, ranges: [[0, 3200]] },
  coverage_percentage: 100,
};

export const exampleSummary: SessionSummary = {
  ...exampleInfo,
  ...eachMetric(storedMetrics, (key) =>
    metricOf(key, exampleNumbers, { drops: exampleNumbers.drop_off_points, hours: 92 / 60 }),
  ),
  total_registered: 42,
  current_viewers: null,
  curve: [9, 30, 33, 24, 20],
  progress: null,
  drop_offs: [{ from: 0.62, to: 0.65, at: 0.63, present: 32, lost: 8, lost_percent: 25 }],
  typical_score: { low: 66.1, median: 70.9, high: 73.8, sessions: 11 },
};

const exampleCompared: ComparedSession = {
  session_id: exampleInfo.session_id,
  title: exampleInfo.title,
  started_at: "2026-11-18T18:02:00.000Z",
  duration_minutes: 92,
  format: "class",
  ranked: true,
  total_registered: 42,
  registered_attended: 34,
  engaged: 25,
  rating_distribution: exampleNumbers.rating_distribution,
  course_title: "Statistics for everyone",
  series_number: 7,
  series_length: 12,
  metrics: eachMetric(comparedMetrics, (key) =>
    metricOf(key, exampleNumbers, { drops: exampleNumbers.drop_off_points, hours: 92 / 60 }),
  ),
  retention: [25, 91.7, 55.6],
  drop_offs: [{ from: 0.62, to: 0.65, at: 0.63, present: 32, lost: 8, lost_percent: 25 }],
};
const flat = {
  first_half: null,
  second_half: null,
  change_percent: null,
  verdict: null,
  tentative: true,
  direction: null,
  interval: null,
};
const same = <T>(value: T) => eachMetric(comparedMetrics, () => value);
export const exampleComparison: CompareAnswer = {
  success: true,
  sessions: [exampleCompared, { ...exampleCompared, session_id: exampleSecondId }],
  averages: exampleCompared.metrics,
  trends: same(flat),
  best: same<string[]>([]),
  lowest: same<string[]>([]),
};
