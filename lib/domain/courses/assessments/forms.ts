import { z } from "zod";
import { day, instant, paging, reference, storableText, uuid } from "@/lib/http/contract";
import { message } from "@/lib/language/language";
import { archived, courseParams, seenRevision, titleText } from "../forms";

/* The input of the routes of assessments. */

export const assessmentParams = courseParams.extend({ assessmentId: reference });

export const assessmentKinds = ["quiz", "assignment", "exam"] as const;
export type AssessmentKind = (typeof assessmentKinds)[number];

/** The most assessments of a course that its page shows. */
export const assessmentsMax = 500;
/** The most questions of an assessment, and answers of a result. */
export const questionsMax = 200;

export const assessmentListQuery = z.object({
  ...paging(100),
  /** The archived assessments in place of the others. */
  archived: z.enum(["true"]).optional(),
});
export type AssessmentListQuery = z.infer<typeof assessmentListQuery>;

export const points = z.number().min(0).max(1_000_000);
const positivePoints = points.refine((value) => value > 0, message("errors.assessment.above_zero"));

const question = z.object({
  /** Unique in the assessment; answers name it. */
  id: storableText(200).min(1),
  title: titleText,
  maximum_points: positivePoints,
  /** Asked no more; its answers stay. */
  archived: z.boolean().optional(),
});
const questions = z
  .array(question)
  .max(questionsMax)
  .refine(
    (list) => new Set(list.map(({ id }) => id)).size === list.length,
    message("errors.field.duplicate"),
  );

const settings = {
  external_id: reference.nullish(),
  /** The lesson in whose progress it counts. */
  lesson_id: reference.nullish(),
  /** The class that it is set to; without one, all who take the course. */
  class_id: reference.nullish(),
  due_at: instant.nullish(),
  /** Its share of the course's mark, in per cent. */
  weight: z.number().min(0).max(100).nullish(),
  /** 100 unless it is given. */
  maximum_points: positivePoints.optional(),
  questions: questions.optional(),
};

export const assessmentItem = z.object({ title: titleText, kind: z.enum(assessmentKinds), ...settings });
export type AssessmentItem = z.infer<typeof assessmentItem>;

export const changeAssessmentBody = z.object({
  title: titleText.optional(),
  kind: z.enum(assessmentKinds).optional(),
  ...settings,
  ...archived,
  ...seenRevision,
});
export type ChangeAssessment = z.infer<typeof changeAssessmentBody>;

/** The dashboard's form: in place of the instant at which it is due, a day and a time of the school's clock. */
export const assessmentForm = z
  .object({
    course_id: uuid,
    /** The edited one; null for a new one. */
    assessment_id: uuid.nullable(),
    title: titleText,
    kind: z.enum(assessmentKinds),
    due_day: day.nullable(),
    /** Without it, the day's last minute. */
    due_time: z.iso.time(message("errors.field.missing")).nullable(),
    weight: settings.weight,
    maximum_points: z.number(message("errors.field.missing")).pipe(positivePoints),
    lesson_id: settings.lesson_id,
    class_id: settings.class_id,
    external_id: settings.external_id,
    ...seenRevision,
  })
  .refine(({ due_day, due_time }) => due_day !== null || due_time === null, {
    path: ["due_day"],
    ...message("errors.field.missing"),
  });
export type AssessmentForm = z.input<typeof assessmentForm>;

/** The dashboard's form of a question. */
export const questionForm = z.object({
  course_id: uuid,
  assessment_id: uuid,
  /** The edited one; null for a new one, whose id is the next free number without one. */
  question_id: z.string().nullable(),
  id: storableText(200).trim().nullable(),
  title: titleText,
  maximum_points: z.number(message("errors.field.missing")).pipe(positivePoints),
  ...seenRevision,
});
export type QuestionForm = z.infer<typeof questionForm>;

/** What the dashboard does with the questions that are saved by then: archives or restores one, or puts them in order. */
export const arrangedQuestions = z.object({
  course_id: uuid,
  assessment_id: uuid,
  archive: z.object({ question_id: z.string(), archived: z.boolean() }).optional(),
  /** Those that it does not name stay at the end. */
  order: z.array(z.string()).max(questionsMax).optional(),
});
export type ArrangedQuestions = z.infer<typeof arrangedQuestions>;
