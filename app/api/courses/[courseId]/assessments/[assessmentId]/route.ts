import { assessmentParams, changeAssessmentBody } from "@/lib/domain/courses/assessments/forms";
import { changeAssessment, deleteAssessment } from "@/lib/domain/courses/assessments/mutations";
import { readAssessment } from "@/lib/domain/courses/assessments/queries";
import { assessmentAnswer } from "@/lib/domain/courses/assessments/schema";
import { exampleAssessment } from "@/lib/domain/courses/fixtures";
import { savedById } from "@/lib/domain/courses/schema";
import { route } from "@/lib/http/route";

const params = { courseId: "statistics-for-everyone", assessmentId: "residuals-quiz" };
const answer = { success: true as const, assessment: exampleAssessment };

export const GET = route({
  summary: "One assessment of a course, with what its results say",
  auth: "staff",
  params: assessmentParams,
  answer: assessmentAnswer,
  example: { params, answer },
  async handler({ ctx: { scope }, params: { courseId, assessmentId } }) {
    return { success: true as const, assessment: await readAssessment(scope, courseId, assessmentId) };
  },
});

export const PATCH = route({
  summary: "Edit an assessment, archive it or restore it; its maximum stays above its results",
  auth: "teaching",
  params: assessmentParams,
  body: changeAssessmentBody,
  answer: assessmentAnswer,
  example: { params, body: { title: "Residuals: ten questions" }, answer },
  async handler({ ctx, params: { courseId, assessmentId }, body }) {
    const { id } = await changeAssessment(ctx, courseId, assessmentId, body);
    return { success: true as const, assessment: await readAssessment(ctx.scope, courseId, id) };
  },
});

export const DELETE = route({
  summary: "Delete an assessment with all its results",
  auth: "teaching",
  params: assessmentParams,
  answer: savedById,
  example: { params, answer: { success: true, id: exampleAssessment.id } },
  async handler({ ctx, params: { courseId, assessmentId } }) {
    return { success: true as const, ...(await deleteAssessment(ctx, courseId, assessmentId)) };
  },
});
