import { lessonColumns } from "@/lib/domain/courses/analysis/export";
import { courseLessonsQuery } from "@/lib/domain/courses/analysis/schema";
import { courseParams } from "@/lib/domain/courses/forms";
import { reachCourse, zoneOf } from "@/lib/domain/courses/queries";
import { courseLessons } from "@/lib/flows/courses/course-lessons";
import { csvRoute } from "@/lib/http/csv";

export const GET = csvRoute({
  summary: "A course by its lessons as CSV: a row for each lesson, of all who take it or of a class",
  auth: "staff",
  params: courseParams,
  query: courseLessonsQuery,
  example: {
    params: { courseId: "statistics-for-everyone" },
    answer: "Lesson,Title,Lesson ID\r\n6.2,Variance,0192a4a0-7d3c-7f5e-8a42-9d1f3c5b7e91\r\n",
  },
  action: "course_lessons.export",
  async file({ ctx, params, query }) {
    const reached = await reachCourse(ctx.scope, params.courseId);
    const course = { ...reached, time_zone: await zoneOf(reached) };
    const { answer } = await courseLessons(ctx.scope, course.id, query, ctx.now);
    return {
      target: { type: "course", ...course },
      name: `course-${course.id}-lessons`,
      columns: lessonColumns,
      batches: [answer.lessons],
    };
  },
});
