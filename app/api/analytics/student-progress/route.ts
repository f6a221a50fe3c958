import { progressQuery, studentProgressAnswer } from "@/lib/domain/learners/schema";
import { studentProgress } from "@/lib/flows/learning/student-progress";
import { route } from "@/lib/http/route";

const id = "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a02";

export const GET = route({
  summary: "How far you are in your courses, with your XP and rank; staff also read it of their learners",
  auth: "signed_in",
  query: progressQuery,
  answer: studentProgressAnswer,
  example: {
    query: { student_id: id },
    answer: {
      success: true,
      student: { id, name: "Helena Brito" },
      overall_progress_percentage: 61.5,
      ...{ lessons_completed: 8, lessons_total: 20, total_xp: 1480, level: 5 },
      ...{ leaderboard_rank: 12, leaderboard_participants: 212 },
      courses: [
        {
          course_id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b31",
          title: "Statistics for everyone",
          progress_percentage: 61.5,
          lessons_completed: 8,
          lessons_total: 14,
        },
        {
          course_id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b32",
          title: "Writing with data",
          progress_percentage: 0,
          lessons_completed: 0,
          lessons_total: 6,
        },
      ],
    },
  },
  handler: async ({ ctx: { scope, now }, query }) => ({
    success: true as const,
    ...(await studentProgress(scope, query, now)),
  }),
});
