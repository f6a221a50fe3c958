import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { answeredNumbers } from "@/lib/domain/sessions/numbers";
import { feedbackOf } from "@/lib/domain/sessions/queries/engagement";
import { numbersOf } from "@/lib/domain/sessions/queries/numbers";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import type { AnalyticsAnswer } from "@/lib/domain/sessions/schema";
import { type VodNumbers, vodNumbers } from "@/lib/domain/sessions/schema";
import type { Session } from "@/lib/domain/sessions/session";
import { sessionInfoOf } from "@/lib/domain/sessions/session";
import { reachVideo, watchHref } from "@/lib/domain/videos/queries/reach";
import { retentionAndTypical } from "@/lib/domain/videos/queries/retention";
import { totalsOfVideo } from "@/lib/domain/videos/queries/totals";
import { breakdowns, summaryOf } from "@/lib/domain/videos/queries/video";
import type { RetentionAnswer } from "@/lib/domain/videos/schema";
import { AppError } from "@/lib/platform/errors";

/** A session's recording: its numbers as the videos' own routes give them, its curve, and where it can be watched. */
export type Recording = { numbers: VodNumbers; retention: RetentionAnswer; href: string | null };

/** Null for a session without one, or whose recording is in a course that the caller may not see. */
export async function recordingOf(
  scope: Scope,
  session: Pick<Session, "recording_video_id">,
): Promise<Recording | null> {
  const id = session.recording_video_id;
  if (!id) return null;
  try {
    const video = await reachVideo(scope, id);
    const totals = totalsOfVideo(video);
    const [summary, parts, { retention }] = await Promise.all([
      summaryOf(video, {}, totals),
      breakdowns(video),
      retentionAndTypical(video, {}, totals),
    ]);
    return {
      href: watchHref(video),
      retention,
      // Parsing keeps the answer's fields only.
      numbers: vodNumbers.parse({
        ...summary,
        ...parts,
        drop_off_points: retention.moments
          .filter(({ kind }) => kind === "drop_off")
          .map(({ views, value, ...place }) => ({ ...place, lost: views, lost_percent: value })),
      }),
    };
  } catch (error) {
    if (error instanceof AppError && (error.code === "forbidden" || error.code === "not_found")) return null;
    throw error;
  }
}

/** Everything about one session, its recording included. Throws as `reachSession` does. */
export async function sessionAnalytics(
  scope: Scope,
  idOrExternalId: string,
  now: Date,
): Promise<AnalyticsAnswer> {
  const session = await reachSession(scope, idOrExternalId);
  const [numbers, recording] = await Promise.all([numbersOf(session, now), recordingOf(scope, session)]);
  const { average_rating, rating_distribution, total_responses, presence, ...answered } = answeredNumbers(
    session,
    numbers,
  );
  return {
    success: true,
    session_id: session.id,
    session_info: sessionInfoOf(session, now),
    ...answered,
    vod: recording?.numbers ?? null,
    feedback: { ...(await feedbackOf(session, numbers)), rating_distribution, total_responses },
  };
}
