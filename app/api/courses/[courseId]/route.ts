import { exampleCourse } from "@/lib/domain/courses/fixtures";
import { changeCourseBody, courseParams } from "@/lib/domain/courses/forms";
import { changeCourse } from "@/lib/domain/courses/mutations";
import { readCourse } from "@/lib/domain/courses/queries";
import { courseAnswer } from "@/lib/domain/courses/schema";
import { route } from "@/lib/http/route";

const params = { courseId: "statistics-for-everyone" };
const answer = { success: true as const, course: exampleCourse };

export const GET = route({
  summary: "One course, with how much it has",
  auth: "staff",
  params: courseParams,
  answer: courseAnswer,
  example: { params, answer },
  async handler({ ctx: { scope }, params }) {
    return { success: true as const, course: await readCourse(scope, params.courseId) };
  },
});

export const PATCH = route({
  summary: "Edit a course, archive it or restore it, or set who teaches it",
  auth: "teaching",
  params: courseParams,
  body: changeCourseBody,
  answer: courseAnswer,
  example: { params, body: { title: "Statistics for everyone", revision: 1 }, answer },
  async handler({ ctx, params, body }) {
    const { id } = await changeCourse(ctx, params.courseId, body);
    return { success: true as const, course: await readCourse(ctx.scope, id) };
  },
});
