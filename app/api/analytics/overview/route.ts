import { schoolOverviewAnswer } from "@/lib/domain/learning/overviews";
import { schoolOverview } from "@/lib/flows/overview/school";
import { route } from "@/lib/http/route";

export const GET = route({
  summary:
    "Your school, your courses or your own learning in a few numbers: students, activity, completion, scores",
  auth: "signed_in",
  answer: schoolOverviewAnswer,
  example: {
    answer: {
      success: true,
      ...{ from: "2026-10-22", to: "2026-11-20", time_zone: "Europe/Lisbon" },
      ...{ total_students: 300, active_students: 212, active_classes: 9, average_completion_rate: 58.2 },
      ...{ average_quiz_score_percentage: 71.4, assignments_set: 24, assignments_submitted: 391 },
      ...{ engagement_rate: 70.7, attendance_rate: 81 },
    },
  },
  handler: async ({ ctx: { scope, now } }) => ({
    success: true as const,
    ...(await schoolOverview(scope, now)),
  }),
});
