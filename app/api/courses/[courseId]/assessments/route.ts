import { largerBodies } from "@/app/api/larger-bodies";
import { assessmentItem, assessmentListQuery } from "@/lib/domain/courses/assessments/forms";
import { saveAssessment } from "@/lib/domain/courses/assessments/mutations";
import { assessmentList } from "@/lib/domain/courses/assessments/queries";
import { assessmentsAnswer } from "@/lib/domain/courses/assessments/schema";
import { exampleAssessment } from "@/lib/domain/courses/fixtures";
import { courseParams } from "@/lib/domain/courses/forms";
import { reachCourse } from "@/lib/domain/courses/queries";
import { resultsAtOnce } from "@/lib/domain/courses/results/forms";
import { bulkAnswer, bulkBody, saveEach } from "@/lib/http/bulk";
import { route } from "@/lib/http/route";

const params = { courseId: "statistics-for-everyone" };

export const GET = route({
  summary: "The quizzes, assignments and exams of a course by when they are due, with what their results say",
  auth: "staff",
  params: courseParams,
  query: assessmentListQuery,
  answer: assessmentsAnswer,
  example: { params, query: { limit: 100 }, answer: { success: true, items: [exampleAssessment], total: 1 } },
  async handler({ ctx: { scope }, params, query }) {
    return { success: true as const, ...(await assessmentList(scope, params.courseId, query)) };
  },
});

export const POST = route({
  summary: "Make assessments of a course, or change those that have the same external ids",
  auth: "teaching",
  params: courseParams,
  body: bulkBody(assessmentItem, resultsAtOnce),
  bodyBytes: largerBodies["/api/courses/{courseId}/assessments"],
  answer: bulkAnswer,
  example: {
    params,
    body: {
      items: [
        {
          external_id: "residuals-quiz",
          kind: "quiz",
          title: "Residuals: ten questions",
          lesson_id: "reading-residuals",
          due_at: "2026-11-27T23:59:00Z",
          weight: 10,
          maximum_points: 20,
          questions: [{ id: "q1", title: "Which residual is the largest?", maximum_points: 2 }],
        },
      ],
    },
    answer: { success: true, results: [{ index: 0, status: 200, id: exampleAssessment.id }] },
  },
  async handler({ ctx, params, body, language }) {
    const { id } = await reachCourse(ctx.scope, params.courseId);
    return saveEach(body, assessmentItem, language, (item) => saveAssessment(ctx, id, item));
  },
});
