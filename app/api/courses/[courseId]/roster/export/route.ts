import { courseParams } from "@/lib/domain/courses/forms";
import { reachCourse, zoneOf } from "@/lib/domain/courses/queries";
import { rosterColumns, wholeRoster } from "@/lib/domain/learners/queries";
import { rosterQuery } from "@/lib/domain/learners/schema";
import { csvRoute } from "@/lib/http/csv";

export const GET = csvRoute({
  summary: "The learners of a course as CSV: all rows of the roster that match",
  auth: "teaching",
  params: courseParams,
  query: rosterQuery,
  example: {
    params: { courseId: "statistics-for-everyone" },
    query: { sort: "last_seen" },
    answer: "Name,Email,State\r\nHelena Brito,helena.brito@harbour.example,neither\r\n",
  },
  action: "course_roster.export",
  async file({ ctx, params, query }) {
    const reached = await reachCourse(ctx.scope, params.courseId);
    const course = { ...reached, time_zone: await zoneOf(reached) };
    return {
      target: { type: "course", ...course },
      name: `course-${course.id}-roster`,
      columns: rosterColumns,
      batches: wholeRoster(ctx.scope, course, query),
    };
  },
});
