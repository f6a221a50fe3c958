import { sessionParams } from "@/lib/domain/sessions/filters";
import { exampleInfo, exampleNumbers, exampleVod } from "@/lib/domain/sessions/fixtures";
import { analyticsAnswer } from "@/lib/domain/sessions/schema";
import { sessionAnalytics } from "@/lib/flows/recordings/vod";
import { route } from "@/lib/http/route";

const { average_rating, rating_distribution, total_responses, presence: _, ...numbers } = exampleNumbers;

export const GET = route({
  summary:
    "Everything about one session: attendance, engagement, audience over time, recording, feedback, score",
  auth: "staff",
  params: sessionParams,
  answer: analyticsAnswer,
  example: {
    params: { sessionId: exampleInfo.session_id },
    answer: {
      success: true,
      session_id: exampleInfo.session_id,
      session_info: exampleInfo,
      ...numbers,
      vod: exampleVod,
      feedback: {
        average_rating,
        rating_distribution,
        total_responses,
        themes: [{ theme: "worked example", comments: 8, average_rating: 4.9 }],
        comments: [],
      },
    },
  },
  async handler({ ctx: { scope }, params }) {
    return sessionAnalytics(scope, params.sessionId, new Date());
  },
});
