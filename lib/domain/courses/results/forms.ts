import { z } from "zod";
import { instant, paging, reference, search, sorting, storableText, uuid } from "@/lib/http/contract";
import { message } from "@/lib/language/language";
import { points, questionsMax } from "../assessments/forms";
import { courseParams } from "../forms";

/* The input of the routes of results. */

export const resultParams = courseParams.extend({ resultId: uuid });

const listed = { ...paging(25), assessment_id: reference.optional() };
export const resultListQuery = z.object({
  ...listed,
  /** Names and titles from A, the latest and the highest first. */
  ...sorting(["submitted", "name", "assessment", "score"], "submitted"),
  user_id: reference.optional(),
  q: search,
});
export type ResultListQuery = z.infer<typeof resultListQuery>;

export const ownResultsQuery = z.object({
  ...listed,
  ...sorting(["submitted", "assessment", "score"], "submitted"),
  course_id: reference.optional(),
});
export type OwnResultsQuery = z.infer<typeof ownResultsQuery>;

/** The most results of one request. */
export const resultsAtOnce = 100;

const answer = z.object({
  question_id: storableText(200).min(1),
  answer: storableText(5000)
    .nullish()
    .transform((text) => text ?? null),
  points: points.nullish().transform((value) => value ?? null),
});

/** One attempt of one person at an assessment. */
export const resultItem = z
  .object({
    /** The assessment's id or external id. */
    assessment_id: reference,
    /** The person's id or external id. */
    user_id: reference.optional(),
    email: storableText(254).trim().toLowerCase().min(1).optional(),
    username: storableText(200).trim().toLowerCase().min(1).optional(),
    external_id: reference.nullish(),
    /** Without it the first; of a new external id the next. */
    attempt: z.number().int().min(1).max(1000).optional(),
    /** Null until it is marked. In its place `percentage` of the assessment's points. */
    points: points.nullish(),
    percentage: z.number().min(0).max(100).optional(),
    submitted_at: instant.nullish(),
    /** Transferred from an earlier time that the person took the course. */
    carried_over: z.boolean().optional(),
    answers: z.array(answer).max(questionsMax).optional(),
  })
  .refine(({ user_id, email, username }) => [user_id, email, username].filter(Boolean).length === 1, {
    path: ["user_id"],
    ...message("errors.course.one_name"),
  })
  .refine((item) => item.points === undefined || item.percentage === undefined, {
    path: ["percentage"],
    ...message("errors.result.points_or_percentage"),
  });
export type ResultItem = z.infer<typeof resultItem>;
