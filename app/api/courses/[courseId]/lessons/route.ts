import { largerBodies } from "@/app/api/larger-bodies";
import { exampleLesson } from "@/lib/domain/courses/fixtures";
import { courseParams } from "@/lib/domain/courses/forms";
import { lessonItem, lessonListQuery, lessonOrderBody } from "@/lib/domain/courses/lessons/forms";
import { orderLessons, saveLesson } from "@/lib/domain/courses/lessons/mutations";
import { lessonList } from "@/lib/domain/courses/lessons/queries";
import { lessonsAnswer, orderAnswer } from "@/lib/domain/courses/lessons/schema";
import { reachCourse } from "@/lib/domain/courses/queries";
import { bulkAnswer, bulkBody, saveEach } from "@/lib/http/bulk";
import { route } from "@/lib/http/route";

const params = { courseId: "statistics-for-everyone" };

export const GET = route({
  summary: "The lessons of a course in order, with the videos, sessions and materials of each",
  auth: "staff",
  params: courseParams,
  query: lessonListQuery,
  answer: lessonsAnswer,
  example: { params, query: { limit: 100 }, answer: { success: true, items: [exampleLesson], total: 1 } },
  async handler({ ctx: { scope }, params, query }) {
    return { success: true as const, ...(await lessonList(scope, params.courseId, query)) };
  },
});

export const POST = route({
  summary: "Make lessons at the end of a course, or change those that have the same external ids",
  auth: "teaching",
  params: courseParams,
  body: bulkBody(lessonItem),
  bodyBytes: largerBodies["/api/courses/{courseId}/lessons"],
  answer: bulkAnswer,
  example: {
    params,
    body: { items: [{ external_id: "reading-residuals", number: "7.2", title: "Reading residuals" }] },
    answer: { success: true, results: [{ index: 0, status: 200, id: exampleLesson.id }] },
  },
  async handler({ ctx, params, body, language }) {
    const { id } = await reachCourse(ctx.scope, params.courseId);
    return saveEach(body, lessonItem, language, (item) => saveLesson(ctx, id, item));
  },
});

export const PUT = route({
  summary: "Order the lessons of a course; those that are not named follow, and each place keeps its number",
  auth: "teaching",
  params: courseParams,
  body: lessonOrderBody,
  answer: orderAnswer,
  example: {
    params,
    body: { lesson_ids: ["reading-residuals"] },
    answer: { success: true, lesson_ids: [exampleLesson.id] },
  },
  async handler({ ctx, params, body }) {
    return { success: true as const, ...(await orderLessons(ctx, params.courseId, body.lesson_ids)) };
  },
});
