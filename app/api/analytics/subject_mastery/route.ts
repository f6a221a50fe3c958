import { masteryAnswer } from "@/lib/domain/learners/schema";
import { subjectMastery } from "@/lib/flows/learning/student-progress";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "Your mastery of each course that you take, with the lessons that you have completed",
  auth: "signed_in",
  answer: masteryAnswer,
  example: {
    answer: {
      success: true,
      subjects: [
        {
          course_id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b31",
          title: "Statistics for everyone",
          mastery_percentage: 61.5,
          topics_completed: 8,
          topics_total: 14,
        },
      ],
    },
  },
  handler: async ({ ctx: { scope, now } }) => ({
    success: true as const,
    subjects: await subjectMastery(scope, now),
  }),
});
