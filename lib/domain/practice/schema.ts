import { z } from "zod";
import {
  day,
  instant,
  isStorable,
  numberOrNull,
  paging,
  storableText,
  uuid,
  whole,
} from "@/lib/http/contract";
import { message } from "@/lib/language/language";
import { practiceTypes } from "./practice";
import { periods } from "./stats";

/* Practice sessions: what the app that hosts them sends, and what is answered. */

const listMax = { topics: 20, vocabulary_learned: 100, areas_to_improve: 20 } as const;
/** Of the metadata as JSON. */
export const metadataCharsMax = 8000;
const metadataDepthMax = 5;

const name = storableText(120).trim().min(1, message("errors.field.missing"));
const names = (most: number) => z.array(name).max(most).default([]);
const score = z.number().min(0).max(100).nullable().default(null);

/** Whether Postgres can store every text of a JSON value, which is not nested deeper than the most. */
function isStorableJson(value: unknown, depth = 0): boolean {
  if (depth > metadataDepthMax) return false;
  if (typeof value === "string") return isStorable(value);
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([key, own]) => isStorable(key) && isStorableJson(own, depth + 1));
}

export const practiceInput = z.strictObject({
  session_type: z.enum(practiceTypes),
  duration_seconds: whole.min(1).max(86_400),
  words_spoken: whole.min(0).max(100_000),
  pronunciation_score: score,
  fluency_score: score,
  grammar_score: score,
  topics: names(listMax.topics),
  vocabulary_learned: names(listMax.vocabulary_learned),
  areas_to_improve: names(listMax.areas_to_improve),
  /** What the app wants to keep beside them. */
  metadata: z
    .record(z.string(), z.unknown())
    .refine((value) => isStorableJson(value), message("errors.field.metadata"))
    .refine((value) => JSON.stringify(value).length <= metadataCharsMax, message("errors.field.too_long"))
    .default({}),
});
export type PracticeInput = z.output<typeof practiceInput>;

/** The sender's name for one request, in its header `Idempotency-Key`. */
export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, message("errors.field.idempotency_key"))
  .nullable();

const scores = {
  pronunciation_score: numberOrNull,
  fluency_score: numberOrNull,
  grammar_score: numberOrNull,
};
const averageScores = z.object(scores);

export const practiceRow = z.object({
  id: uuid,
  created_at: instant,
  session_type: z.enum(practiceTypes),
  duration_seconds: whole,
  words_spoken: whole,
  ...scores,
  topics: z.array(z.string()),
  vocabulary_learned: z.array(z.string()),
  areas_to_improve: z.array(z.string()),
  metadata: z.record(z.string(), z.unknown()),
});
export type PracticeRow = z.output<typeof practiceRow>;
export const savedPractice = z.object({ success: z.literal(true), session: practiceRow });

export const historyQuery = z.object({ session_type: z.enum(practiceTypes).optional(), ...paging(20) });
export type HistoryQuery = z.output<typeof historyQuery>;
export const historyAnswer = z.object({
  success: z.literal(true),
  items: z.array(practiceRow),
  total: whole,
});

export const statsQuery = z.object({ period: z.enum(periods).default("week") });

const totals = {
  total_sessions: whole,
  total_minutes: z.number(),
  total_words: whole,
  average_scores: averageScores,
};

export const statsAnswer = z.object({
  success: z.literal(true),
  period: z.enum(periods),
  from: day,
  /** Today: the period is counted until now. */
  to: day,
  time_zone: z.string(),
  ...totals,
  by_type: z.array(z.object({ session_type: z.enum(practiceTypes), ...totals })),
  /** Every day until today. */
  daily: z.array(z.object({ day, sessions: whole, minutes: z.number(), words: whole })),
  /** The period before until the same day and time. */
  previous: z.object({ from: day, ...totals }),
  /** The period minus the one before. */
  change: z.object(totals),
  top_topics: z.array(z.object({ topic: z.string(), sessions: whole })),
  weak_areas: z.array(
    z.object({
      area: z.string(),
      /** In the period. */
      sessions: whole,
      /** Of the 12 sessions before the last 12; null where it was first named later. */
      before: whole.nullable(),
      last: whole,
      last_of: whole,
      direction: z.enum(["more", "less", "none", "same", "too_few"]),
      last_named_on: day,
    }),
  ),
  /** The medians of those of the caller's classes who practised in the period; null with fewer than 5 people. */
  class_median: z
    .object({
      people: whole,
      total_sessions: numberOrNull,
      total_minutes: numberOrNull,
      total_words: numberOrNull,
      average_scores: averageScores,
    })
    .nullable(),
});

/** A stretch of a video that treats a topic. Without seconds it is the whole video. */
export const lessonStretch = z.object({
  matched_by: z.enum(["chapter", "captions", "video", "lesson"]),
  course_id: uuid,
  course_title: z.string(),
  lesson_id: uuid.nullable(),
  lesson_number: z.string().nullable(),
  video_id: uuid,
  video_title: z.string(),
  duration_seconds: numberOrNull,
  /** What the learner has watched of the video, in seconds. */
  watched: z.array(z.tuple([z.number(), z.number()])),
  from_seconds: numberOrNull,
  to_seconds: numberOrNull,
  /** Of the stretch. */
  seen_seconds: z.number(),
  /** Where it plays from its first second; null when only the course's own pages know. */
  href: z.string().nullable(),
});
export type LessonStretch = z.output<typeof lessonStretch>;

export const warmUpAnswer = z.object({
  success: z.literal(true),
  time_zone: z.string(),
  /** The areas of the last 7 days, the heaviest first. */
  focus_areas: z.array(
    z.object({
      area: z.string(),
      /** The sum over the sessions that name it: 1 for one of today, 1/7 less for each day before. */
      weight: z.number(),
      /** How many of the sessions of these days name it. */
      sessions: whole,
      of: whole,
      last_named_on: day,
      lesson: lessonStretch.nullable(),
    }),
  ),
  vocabulary: z.object({
    due: z.array(
      z.object({
        word: z.string(),
        due_on: day,
        days_late: whole,
        /** Which review this is: after 1, 3, 7, 14 or 30 days. */
        interval_days: whole,
        reviews: whole,
      }),
    ),
    due_total: whole,
    due_tomorrow: whole,
    learned: whole,
  }),
  last_session: z
    .object({ id: uuid, created_at: instant, session_type: z.enum(practiceTypes), summary: z.string() })
    .nullable(),
});

export const exportQuery = z.object({ format: z.enum(["csv", "json"]).default("csv") });
