import { largerBodies } from "@/app/api/larger-bodies";
import { exampleCourse } from "@/lib/domain/courses/fixtures";
import { courseItem, courseListQuery } from "@/lib/domain/courses/forms";
import { saveCourse } from "@/lib/domain/courses/mutations";
import { courseRows } from "@/lib/domain/courses/queries";
import { coursesAnswer } from "@/lib/domain/courses/schema";
import { bulkAnswer, bulkBody, saveEach } from "@/lib/http/bulk";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The courses that you can see, with how much each has",
  auth: "staff",
  query: courseListQuery,
  answer: coursesAnswer,
  example: {
    query: { limit: 25, q: "statistics" },
    answer: { success: true, items: [exampleCourse], total: 1 },
  },
  async handler({ ctx: { scope }, query }) {
    return { success: true as const, ...(await courseRows(scope, query)) };
  },
});

export const POST = route({
  summary: "Make courses, or change those that have the same external ids; each gets its own result",
  auth: "teaching",
  body: bulkBody(courseItem),
  bodyBytes: largerBodies["/api/courses"],
  answer: bulkAnswer,
  example: {
    body: {
      items: [
        { external_id: "statistics-for-everyone", title: "Statistics for everyone" },
        { external_id: "data-and-decisions", title: "Data and decisions" },
      ],
    },
    answer: {
      success: true,
      results: [
        { index: 0, status: 200, id: exampleCourse.id },
        { index: 1, status: 201, id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a71" },
      ],
    },
  },
  handler: ({ ctx, body, language }) => saveEach(body, courseItem, language, (item) => saveCourse(ctx, item)),
});
