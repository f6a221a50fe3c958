import { z } from "zod";
import { instant, numberOrNull, percentageOrNull, whole } from "@/lib/http/contract";
import { assessmentKinds } from "../assessments/forms";

/* The answers of the routes of results. */

const answer = z.object({ question_id: z.string(), answer: z.string().nullable(), points: numberOrNull });

export const resultRow = z.object({
  id: z.string(),
  course_id: z.string(),
  assessment_id: z.string(),
  assessment_title: z.string(),
  kind: z.enum(assessmentKinds),
  user_id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  external_id: z.string().nullable(),
  attempt: whole,
  /** Null until it is marked. */
  points: numberOrNull,
  maximum_points: z.number(),
  score_percentage: percentageOrNull,
  submitted_at: instant.nullable(),
  carried_over: z.boolean(),
  answers: z.array(answer),
  /** The name of who recorded it; null for a program whose person was deleted. */
  recorded_by: z.string().nullable(),
  revision: whole,
});
export type ResultRow = z.infer<typeof resultRow>;

export const resultsAnswer = z.object({ success: z.literal(true), items: z.array(resultRow), total: whole });

/** A person's own result: without who recorded it, and whose it is. */
export const ownResultRow = resultRow.omit({ user_id: true, name: true, email: true, recorded_by: true });
export const ownResultsAnswer = z.object({
  success: z.literal(true),
  items: z.array(ownResultRow),
  total: whole,
});
