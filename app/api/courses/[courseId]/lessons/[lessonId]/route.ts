import { exampleLesson } from "@/lib/domain/courses/fixtures";
import { changeLessonBody, lessonParams } from "@/lib/domain/courses/lessons/forms";
import { changeLesson } from "@/lib/domain/courses/lessons/mutations";
import { readLesson } from "@/lib/domain/courses/lessons/queries";
import { lessonAnswer } from "@/lib/domain/courses/lessons/schema";
import { route } from "@/lib/http/route";

const params = { courseId: "statistics-for-everyone", lessonId: "reading-residuals" };
const answer = { success: true as const, lesson: exampleLesson };

export const GET = route({
  summary: "One lesson, with its videos, sessions and materials in order",
  auth: "staff",
  params: lessonParams,
  answer: lessonAnswer,
  example: { params, answer },
  async handler({ ctx: { scope }, params: { courseId, lessonId } }) {
    return { success: true as const, lesson: await readLesson(scope, courseId, lessonId) };
  },
});

export const PATCH = route({
  summary: "Rename or renumber a lesson, archive it or restore it",
  auth: "teaching",
  params: lessonParams,
  body: changeLessonBody,
  answer: lessonAnswer,
  example: { params, body: { title: "Reading residuals" }, answer },
  async handler({ ctx, params: { courseId, lessonId }, body }) {
    const { id } = await changeLesson(ctx, courseId, lessonId, body);
    return { success: true as const, lesson: await readLesson(ctx.scope, courseId, id) };
  },
});
