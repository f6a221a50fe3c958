import { z } from "zod";
import { instant, numberOrNull, percentageOrNull, whole } from "@/lib/http/contract";
import { assessmentKinds } from "./forms";

/* The answers of the routes of assessments. */

const question = z.object({
  id: z.string(),
  title: z.string(),
  maximum_points: z.number(),
  /** Asked no more; its answers stay. */
  archived: z.boolean().optional(),
});

export const assessmentRow = z.object({
  id: z.string(),
  course_id: z.string(),
  external_id: z.string().nullable(),
  kind: z.enum(assessmentKinds),
  title: z.string(),
  lesson_id: z.string().nullable(),
  lesson_title: z.string().nullable(),
  class_id: z.string().nullable(),
  class_name: z.string().nullable(),
  due_at: instant.nullable(),
  /** Its share of the course's mark, in per cent. */
  weight: numberOrNull,
  maximum_points: z.number(),
  questions: z.array(question),
  /** Who takes the course, or is in the class that it is set to. */
  enrolled: whole,
  /** How many of them have a result, and how many a marked one. */
  submitted: whole,
  scored: whole,
  /** All recorded results: every attempt, also of people who left the course. */
  results: whole,
  /** The mean of each person's best score; null below 3 people, whose scores are given in its place. */
  mean_score_percentage: percentageOrNull,
  scores: z.array(z.number()),
  /** How many people are in each tenth of the scale, from 0; null below 3. */
  distribution: z.array(whole).nullable(),
  archived_at: instant.nullable(),
  revision: whole,
});
export type AssessmentRow = z.infer<typeof assessmentRow>;

export const assessmentsAnswer = z.object({
  success: z.literal(true),
  items: z.array(assessmentRow),
  total: whole,
});
export const assessmentAnswer = z.object({ success: z.literal(true), assessment: assessmentRow });

/** A question with what people answered to it the first time. */
export const questionRow = question.required().extend({
  /** People who answered it, and whose answer has points. */
  answered: whole,
  marked: whole,
  /** Marked answers with all of its points. */
  right: whole,
  /** Their share of the marked ones, with its 95 % interval; null below 5 people. */
  right_percentage: percentageOrNull,
  low_percentage: percentageOrNull,
  high_percentage: percentageOrNull,
  /** The mean of the points of the marked ones; null below 3 people. */
  mean_points: numberOrNull,
  /** The answers of 2 people or more, the most frequent first, without regard to capital letters. */
  answers: z.array(z.object({ answer: z.string(), people: whole, right: whole })),
  /** People whose answer is not listed. */
  other_answers: whole,
});
export type QuestionRow = z.infer<typeof questionRow>;
export const questionsAnswer = z.object({ success: z.literal(true), items: z.array(questionRow) });
