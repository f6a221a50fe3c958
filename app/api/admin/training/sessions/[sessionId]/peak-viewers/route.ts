import { sessionParams } from "@/lib/domain/sessions/filters";
import { exampleInfo, exampleNumbers } from "@/lib/domain/sessions/fixtures";
import { answeredNumbers } from "@/lib/domain/sessions/numbers";
import { numbersOf } from "@/lib/domain/sessions/queries/numbers";
import { bestTimes } from "@/lib/domain/sessions/queries/past";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import { peakAnswer } from "@/lib/domain/sessions/schema";
import { route } from "@/lib/http/route";
import { languageIn } from "@/lib/platform/catalogues";

export const GET = route({
  summary:
    "The peak of one session, its audience over time, and when the instructor's sessions have the highest peaks",
  auth: "staff",
  params: sessionParams,
  answer: peakAnswer,
  example: {
    params: { sessionId: exampleInfo.session_id },
    answer: {
      success: true,
      session_id: exampleInfo.session_id,
      peak_viewers: exampleNumbers.peak_viewers,
      best_hour: { hour: 18, sessions: 12, average_peak: 30.4 },
      best_weekday: { weekday: "Wednesday", sessions: 9, average_peak: 31.2 },
    },
  },
  async handler({ ctx: { scope }, params }) {
    const session = await reachSession(scope, params.sessionId);
    const [numbers, best] = await Promise.all([
      numbersOf(session, new Date()),
      bestTimes(session, languageIn("en")),
    ]);
    return {
      success: true as const,
      session_id: session.id,
      peak_viewers: answeredNumbers(session, numbers).peak_viewers,
      ...best,
    };
  },
});
