import { courseInSchool } from "@/lib/domain/courses/queries";
import { ownCourseQuery } from "@/lib/domain/videos/filters";
import { ownProgressInCourse } from "@/lib/domain/videos/queries/progress";
import { ownCourseProgress } from "@/lib/domain/videos/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Your progress in each video of a course that you have started, last watched first",
  auth: "signed_in",
  query: ownCourseQuery,
  answer: ownCourseProgress,
  example: {
    query: { course_id: "statistics-for-everyone" },
    answer: {
      items: [
        {
          video_id: "0192f3a4-5b10-7c21-8f00-6d1f0c7a9e31",
          title: "Reading a residual plot",
          current_position_seconds: 740.2,
          progress_percentage: 79,
          completed: false,
          completed_at: null,
          last_watched_at: "2026-11-19T20:12:44.000Z",
          watched: [[0, 689]],
        },
      ],
      total: 1,
    },
  },
  async handler({ ctx: { scope }, query }) {
    return ownProgressInCourse(scope, await courseInSchool(scope, query.course_id));
  },
});
