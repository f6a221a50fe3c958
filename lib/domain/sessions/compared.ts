import { z } from "zod";
import { instant, numberOrNull, whole } from "@/lib/http/contract";

/* What comparing sessions answers: the same contract as schema.ts, for several side by side. */

export const comparedMetrics = [
  "engagement_score",
  "attendance_rate",
  "total_attended",
  "average_duration_minutes",
  "peak_count",
  "engagement_rate",
  "chat_message_count",
  "questions_asked",
  "average_rating",
  "largest_drop_off_percent",
] as const;
export type ComparedMetric = (typeof comparedMetrics)[number];
/** The metrics that the spec gives a verdict. */
export const trendedMetrics = [
  "attendance_rate",
  "engagement_score",
  "average_rating",
  "total_attended",
  "chat_message_count",
  "peak_count",
  "average_duration_minutes",
] as const satisfies readonly ComparedMetric[];

export const trend = z.object({
  first_half: numberOrNull,
  second_half: numberOrNull,
  change_percent: numberOrNull,
  verdict: z.enum(["improving", "declining", "stable"]).nullable(),
  /** With fewer than 4 sessions. */
  tentative: z.boolean(),
});
export type Trend = z.infer<typeof trend>;
const metricsOf = <T extends z.ZodType>(value: T) =>
  z.object(Object.fromEntries(comparedMetrics.map((key) => [key, value])) as Record<ComparedMetric, T>);

export const comparedSession = z.object({
  session_id: z.string(),
  title: z.string(),
  started_at: instant,
  duration_minutes: numberOrNull,
  course_title: z.string().nullable(),
  series_number: whole.nullable(),
  metrics: metricsOf(numberOrNull),
  /** Share of those who attended who were present, at 101 steps of the session (0–100 %); empty when unknown. */
  retention: z.array(z.number()),
  /** As shares (0–1) of the session. */
  drop_offs: z.array(z.object({ from: z.number(), to: z.number(), lost: whole, lost_percent: z.number() })),
});
export type ComparedSession = z.infer<typeof comparedSession>;
export const compareAnswer = z.object({
  success: z.literal(true),
  /** In time order. */
  sessions: z.array(comparedSession),
  averages: metricsOf(numberOrNull),
  trends: metricsOf(trend),
  /** Ids of the best and the lowest by each metric (several when they tie, none when all are the same or unknown). */
  best: metricsOf(z.array(z.string())),
  lowest: metricsOf(z.array(z.string())),
});
export type CompareAnswer = z.infer<typeof compareAnswer>;
