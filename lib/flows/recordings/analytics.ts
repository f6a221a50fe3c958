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
  return {
    success: true,
    session_id: session.id,
    session_info: sessionInfoOf(session, now),
    attendance: numbers.attendance,
    engagement: numbers.engagement,
    peak_viewers: numbers.peak_viewers,
    retention: numbers.retention,
    vod: recording?.numbers ?? null,
    feedback: await feedbackOf(session, numbers),
    drop_off_points: numbers.drop_off_points,
    engagement_score: numbers.engagement_score,
    engagement_score_parts: numbers.engagement_score_parts,
    engagement_score_version: 1,
  };
}
