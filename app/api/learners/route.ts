import { learnersAnswer, learnersQuery } from "@/lib/domain/learners/schema";
import { learnerList } from "@/lib/flows/learning/learner-list";
import { route } from "@/lib/http/route";

export const GET = route({
  summary:
    "The learners of the courses that you reach, those at risk first: last seen, attended, watched, progress and quizzes; an admin's are all students of the school",
  auth: "staff",
  query: learnersQuery,
  answer: learnersAnswer,
  example: {
    query: { at_risk: "yes", course_id: "statistics-for-everyone" },
    answer: {
      success: true,
      items: [
        {
          user_id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a02",
          name: "Helena Brito",
          email: "helena.brito@harbour.example",
          last_seen_at: "2026-11-05T21:14:00.000Z",
          at_risk: true,
          quiet_days: 15,
          courses: [
            {
              course_id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a70",
              title: "Statistics for everyone",
              class_name: "Group A",
              enrolled_at: "2026-08-31T08:00:00.000Z",
              standing: "at_risk",
              quiet_days: 15,
              last_activity: {
                kind: "video",
                title: "Reading a residual plot",
                at: "2026-11-05T21:14:00.000Z",
              },
              lessons: 12,
              lessons_completed: 5,
              progress_percentage: 48.3,
            },
          ],
          sessions: 7,
          came: 4,
          missed_recorded: 3,
          caught_up: 1,
          videos: 3,
          video_percentage: 52.4,
          video_shares: [1, 0.572, 0],
          progress_percentage: 48.3,
          lessons: 12,
          lessons_completed: 5,
          quizzes: 5,
          quizzes_scored: 3,
          quiz_mean_percentage: 80.3,
          quiz_scores: [],
          week_minutes: [92, 74, 110, 86, 95, 64, 120, 88, 71, 52, 0, 0],
        },
      ],
      total: 1,
      courses: 1,
      learners: 61,
      seen_in_7_days: 55,
      at_risk: {
        rule_version: 1,
        enrollments: 61,
        not_over: 61,
        once_active: 57,
        quiet: 3,
        not_completed: 1,
        learners: 1,
      },
      numbers: {
        sessions: 420,
        came: 311,
        missed_recorded: 96,
        caught_up: 44,
        quizzes_scored: 171,
        quiz_mean_percentage: 76,
      },
    },
  },
  async handler({ ctx: { scope, now }, query }) {
    return { success: true as const, ...(await learnerList(scope, query, now)) };
  },
});
