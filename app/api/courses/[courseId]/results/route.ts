import { largerBodies } from "@/app/api/larger-bodies";
import { exampleResult } from "@/lib/domain/courses/fixtures";
import { courseParams } from "@/lib/domain/courses/forms";
import { reachCourse } from "@/lib/domain/courses/queries";
import { resultItem, resultListQuery, resultsAtOnce } from "@/lib/domain/courses/results/forms";
import { saveResult } from "@/lib/domain/courses/results/mutations";
import { resultList } from "@/lib/domain/courses/results/queries";
import { resultsAnswer } from "@/lib/domain/courses/results/schema";
import { bulkAnswer, bulkBody, saveEach } from "@/lib/http/bulk";
import { route } from "@/lib/http/route";

const params = { courseId: "statistics-for-everyone" };

export const GET = route({
  summary: "The results of a course's assessments, the latest first: every attempt of each person",
  auth: "staff",
  params: courseParams,
  query: resultListQuery,
  answer: resultsAnswer,
  example: { params, query: { limit: 25 }, answer: { success: true, items: [exampleResult], total: 1 } },
  async handler({ ctx: { scope }, params, query }) {
    return { success: true as const, ...(await resultList(scope, params.courseId, query)) };
  },
});

export const POST = route({
  summary:
    "Record results of people who take the course, or change those with the same external id or attempt; each item has its own outcome",
  auth: "teaching",
  params: courseParams,
  body: bulkBody(resultItem, resultsAtOnce),
  bodyBytes: largerBodies["/api/courses/{courseId}/results"],
  answer: bulkAnswer,
  example: {
    params,
    body: {
      items: [
        {
          assessment_id: "residuals-quiz",
          user_id: "s2042",
          points: 15,
          submitted_at: "2026-11-26T19:04:00Z",
          answers: [{ question_id: "q1", answer: "The seventh", points: 2 }],
        },
      ],
    },
    answer: { success: true, results: [{ index: 0, status: 201, id: exampleResult.id }] },
  },
  async handler({ ctx, params, body, language }) {
    const { id } = await reachCourse(ctx.scope, params.courseId);
    return saveEach(body, resultItem, language, (item) => saveResult(ctx, id, item));
  },
});
