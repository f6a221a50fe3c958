import { exampleCourseLessons } from "@/lib/domain/courses/analysis/fixtures";
import { courseLessonsAnswer, courseLessonsQuery } from "@/lib/domain/courses/analysis/schema";
import { courseParams } from "@/lib/domain/courses/forms";
import { courseLessons } from "@/lib/flows/courses/course-lessons";
import { route } from "@/lib/http/route";

export const GET = route({
  summary:
    "A course by its lessons: who reached each, who stopped there, what was watched, who came, of all or of a class",
  auth: "staff",
  params: courseParams,
  query: courseLessonsQuery,
  answer: courseLessonsAnswer,
  example: { params: { courseId: "statistics-for-everyone" }, answer: exampleCourseLessons },
  async handler({ ctx: { scope, now }, params, query }) {
    return (await courseLessons(scope, params.courseId, query, now)).answer;
  },
});
