import { largerBodies } from "@/app/api/larger-bodies";
import { exampleMaterial } from "@/lib/domain/courses/fixtures";
import { lessonListQuery, lessonParams, materialItem } from "@/lib/domain/courses/lessons/forms";
import { saveMaterial } from "@/lib/domain/courses/lessons/mutations";
import { materialList, reachLesson } from "@/lib/domain/courses/lessons/queries";
import { materialsAnswer } from "@/lib/domain/courses/lessons/schema";
import { bulkAnswer, bulkBody, saveEach } from "@/lib/http/bulk";
import { route } from "@/lib/http/route";

const params = { courseId: "statistics-for-everyone", lessonId: "reading-residuals" };

export const GET = route({
  summary: "The materials of a lesson in order",
  auth: "staff",
  params: lessonParams,
  query: lessonListQuery,
  answer: materialsAnswer,
  example: { params, query: { limit: 100 }, answer: { success: true, items: [exampleMaterial], total: 1 } },
  async handler({ ctx: { scope }, params, query }) {
    return { success: true as const, ...(await materialList(scope, params, query)) };
  },
});

export const POST = route({
  summary: "Add materials to the end of a lesson, or change those that have the same external ids",
  auth: "teaching",
  params: lessonParams,
  body: bulkBody(materialItem),
  bodyBytes: largerBodies["/api/courses/{courseId}/lessons/{lessonId}/materials"],
  answer: bulkAnswer,
  example: {
    params,
    body: {
      items: [
        {
          external_id: "quiz-7",
          type: "quiz",
          title: "Residuals: ten questions",
          url: "https://courses.harbour.example/statistics/quiz-7",
        },
      ],
    },
    answer: { success: true, results: [{ index: 0, status: 200, id: exampleMaterial.id }] },
  },
  async handler({ ctx, params, body, language }) {
    await reachLesson(ctx.scope, params.courseId, params.lessonId);
    return saveEach(body, materialItem, language, (item) => saveMaterial(ctx, params, item));
  },
});
