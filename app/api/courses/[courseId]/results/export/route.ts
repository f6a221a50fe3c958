import { courseParams } from "@/lib/domain/courses/forms";
import { reachCourse, zoneOf } from "@/lib/domain/courses/queries";
import { resultListQuery } from "@/lib/domain/courses/results/forms";
import { resultColumns, resultsInBatches } from "@/lib/domain/courses/results/queries";
import { csvRoute } from "@/lib/http/csv";

export const GET = csvRoute({
  summary: "The results of a course's assessments as CSV: all rows of the list that match",
  auth: "teaching",
  params: courseParams,
  query: resultListQuery,
  example: {
    params: { courseId: "statistics-for-everyone" },
    query: { sort: "name" },
    answer: "Assessment,Kind,Name\r\nResiduals: ten questions,quiz,Afonso Teixeira\r\n",
  },
  action: "course_results.export",
  async file({ ctx, params, query }) {
    const reached = await reachCourse(ctx.scope, params.courseId);
    const course = { ...reached, time_zone: await zoneOf(reached) };
    return {
      target: { type: "course", ...course },
      name: `course-${course.id}-results`,
      columns: resultColumns,
      batches: resultsInBatches(course, query),
    };
  },
});
