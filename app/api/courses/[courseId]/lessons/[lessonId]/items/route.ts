import { exampleLesson } from "@/lib/domain/courses/fixtures";
import { arrangeLesson } from "@/lib/domain/courses/lessons/arrange";
import { arrangeLessonBody, lessonParams } from "@/lib/domain/courses/lessons/forms";
import { readLesson } from "@/lib/domain/courses/lessons/queries";
import { lessonAnswer } from "@/lib/domain/courses/lessons/schema";
import { route } from "@/lib/http/route";

export const PUT = route({
  summary:
    "Set which videos and sessions of the course a lesson has, and their order with its materials; a video or session that is not named leaves it",
  auth: "teaching",
  params: lessonParams,
  body: arrangeLessonBody,
  answer: lessonAnswer,
  example: {
    params: { courseId: "statistics-for-everyone", lessonId: "reading-residuals" },
    body: { items: [{ kind: "material", id: "0192f3a4-5b10-7c21-8f00-6d1f0c7a9e41" }] },
    answer: { success: true, lesson: exampleLesson },
  },
  async handler({ ctx, params: { courseId, lessonId }, body }) {
    const { id } = await arrangeLesson(ctx, courseId, lessonId, body);
    return { success: true as const, lesson: await readLesson(ctx.scope, courseId, id) };
  },
});
