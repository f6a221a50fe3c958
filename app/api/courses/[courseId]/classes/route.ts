import { largerBodies } from "@/app/api/larger-bodies";
import { classItem, classListQuery } from "@/lib/domain/courses/classes/forms";
import { saveClass } from "@/lib/domain/courses/classes/mutations";
import { classList } from "@/lib/domain/courses/classes/queries";
import { classesAnswer } from "@/lib/domain/courses/classes/schema";
import { exampleClass } from "@/lib/domain/courses/fixtures";
import { courseParams } from "@/lib/domain/courses/forms";
import { reachCourse } from "@/lib/domain/courses/queries";
import { bulkAnswer, bulkBody, saveEach } from "@/lib/http/bulk";
import { route } from "@/lib/http/route";

const params = { courseId: "statistics-for-everyone" };

export const GET = route({
  summary: "The classes of a course, with the number of their learners",
  auth: "staff",
  params: courseParams,
  query: classListQuery,
  answer: classesAnswer,
  example: { params, query: { limit: 100 }, answer: { success: true, items: [exampleClass], total: 1 } },
  async handler({ ctx: { scope }, params, query }) {
    return { success: true as const, ...(await classList(scope, params.courseId, query)) };
  },
});

export const POST = route({
  summary: "Make classes of a course, or change those that have the same external ids",
  auth: "teaching",
  params: courseParams,
  body: bulkBody(classItem),
  bodyBytes: largerBodies["/api/courses/{courseId}/classes"],
  answer: bulkAnswer,
  example: {
    params,
    body: { items: [{ external_id: "monday", name: "Monday class", term_id: "autumn-2026" }] },
    answer: { success: true, results: [{ index: 0, status: 200, id: exampleClass.id }] },
  },
  async handler({ ctx, params, body, language }) {
    const { id } = await reachCourse(ctx.scope, params.courseId);
    return saveEach(body, classItem, language, (item) => saveClass(ctx, id, item));
  },
});
