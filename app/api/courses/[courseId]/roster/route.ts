import { courseParams } from "@/lib/domain/courses/forms";
import { reachCourse, zoneOf } from "@/lib/domain/courses/queries";
import { roster } from "@/lib/domain/learners/queries";
import { rosterAnswer, rosterQuery } from "@/lib/domain/learners/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary:
    "The learners of a course or of one of its classes: who came, who watched what they missed, and who did neither",
  auth: "staff",
  params: courseParams,
  query: rosterQuery,
  answer: rosterAnswer,
  example: {
    params: { courseId: "statistics-for-everyone" },
    query: { state: "neither", sort: "neither" },
    answer: {
      success: true,
      items: [
        {
          user_id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a02",
          name: "Helena Brito",
          email: "helena.brito@harbour.example",
          class_name: "Group A",
          state: "neither",
          last_seen_at: "2026-11-19T21:14:00.000Z",
          sessions: 25,
          came: 20,
          missed: 5,
          watched: 2,
          neither: 3,
        },
      ],
      total: 1,
      states: { never_came: 3, watched: 14, neither: 1, came_to_all: 10, none_yet: 2 },
    },
  },
  async handler({ ctx: { scope }, params, query }) {
    const course = await reachCourse(scope, params.courseId);
    const found = await roster(scope, { ...course, time_zone: await zoneOf(course) }, query);
    return { success: true as const, ...found };
  },
});
