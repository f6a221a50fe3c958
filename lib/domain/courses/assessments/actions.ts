"use server";

import { type ActionResult, teachingAction } from "@/lib/http/action";
import { AppError } from "@/lib/platform/errors";
import { reachCourse, zoneOf } from "../queries";
import { dueInstant, dueTexts } from "./due";
import {
  type ArrangedQuestions,
  type AssessmentForm,
  arrangedQuestions,
  assessmentForm,
  type QuestionForm,
  questionForm,
} from "./forms";
import { arrangeQuestions, changeAssessment, saveAssessment, saveQuestion } from "./mutations";
import { readAssessment } from "./queries";

/** Makes an assessment or edits one, by its form. */
export async function saveAssessmentAction(input: AssessmentForm): Promise<ActionResult<{ id: string }>> {
  return teachingAction("assessment.save", { schema: assessmentForm, input }, async (ctx, form) => {
    const { course_id, assessment_id, revision, due_day, due_time, ...item } = form;
    const course = await reachCourse(ctx.scope, course_id);
    const zone = await zoneOf(course);
    const due = { due_day, due_time };
    if (assessment_id === null)
      return saveAssessment(ctx, course.id, { ...item, due_at: dueInstant(due, zone) });
    const read = () => readAssessment(ctx.scope, course.id, assessment_id);
    const due_at = dueInstant(due, zone, (await read()).due_at);
    try {
      return await changeAssessment(ctx, course.id, assessment_id, { ...item, due_at, revision });
    } catch (error) {
      if (!(error instanceof AppError && error.options.current)) throw error;
      // The form compares its fields, in the school's time.
      const current = await read();
      throw new AppError("conflict", "errors.general.changed_meanwhile", {
        current: { ...current, ...dueTexts(current.due_at, zone) },
      });
    }
  });
}

/** Adds a question to an assessment or edits one, by its form. */
export async function saveQuestionAction(input: QuestionForm): Promise<ActionResult<{ id: string }>> {
  return teachingAction("assessment.question", { schema: questionForm, input }, saveQuestion);
}

/** Archives or restores a question of an assessment, or puts all in order. */
export async function arrangeQuestionsAction(
  input: ArrangedQuestions,
): Promise<ActionResult<{ id: string }>> {
  return teachingAction("assessment.questions", { schema: arrangedQuestions, input }, arrangeQuestions);
}
