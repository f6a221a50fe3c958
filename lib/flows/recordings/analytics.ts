import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { feedbackOf } from "@/lib/domain/sessions/queries/engagement";
import { numbersOf } from "@/lib/domain/sessions/queries/numbers";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import type { AnalyticsAnswer } from "@/lib/domain/sessions/schema";
import { sessionInfoOf } from "@/lib/domain/sessions/session";
import { recordingOf } from "./vod";

/** Everything about one session, its recording included. Throws as `reachSession` does. */
export async function sessionAnalytics(
  scope: Scope,
  idOrExternalId: string,
  now: Date,
): Promise<AnalyticsAnswer> {
  const session = await reachSession(scope, idOrExternalId);
  const [numbers, recording] = await Promise.all([numbersOf(session, now), recordingOf(scope, session)]);
  const { average_rating, rating_distribution, total_responses, presence, ...answered } = numbers;
  return {
    success: true,
    session_id: session.id,
    session_info: sessionInfoOf(session, now),
    ...answered,
    vod: recording?.numbers ?? null,
    feedback: await feedbackOf(session, numbers),
  };
}
