import { isAdmin } from "@/lib/auth/scope";
import { signPlaybackToken } from "@/lib/auth/tokens";
import { newPlaybackToken, playbackTokenAnswer } from "@/lib/domain/people/schema";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import { reachVideo } from "@/lib/domain/videos/queries/reach";
import { route } from "@/lib/http/route";

export const POST = route({
  summary: "Create a playback token for one viewer and one video or live session, valid for a limited time",
  auth: "teaching",
  tokenScope: "playback-tokens",
  body: newPlaybackToken,
  answer: playbackTokenAnswer,
  status: 201,
  example: {
    body: { video_id: "residual-plot", subject: "learner-1042", expires_in: 21_600 },
    answer: {
      token: "eyJhbGciOiJIUzI1NiJ9.e30.c2ln",
      video_id: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b11",
      session_id: null,
      expires_at: "2026-11-20T15:31:00.000Z",
    },
  },
  handler: async ({ ctx: { scope }, body }) => {
    const { video_id, session_id } = body;
    const video = video_id === undefined ? null : await reachVideo(scope, video_id);
    const session = session_id === undefined ? null : await reachSession(scope, session_id);
    // The schema guarantees one of the two.
    const { school_id: schoolId } = (video ?? session)!;
    const issuedAt = new Date();
    const expiresAt = new Date((Math.floor(issuedAt.getTime() / 1000) + body.expires_in) * 1000);
    const token = await signPlaybackToken({
      school_id: schoolId,
      video_id: video?.id ?? null,
      session_id: session?.id ?? null,
      subject: body.subject ?? null,
      // A subject's name is shown beside what the token says: an instructor must not learn a stranger's by it.
      instructor_id: isAdmin(scope) ? undefined : scope.user_id,
      issued_at: issuedAt,
      expires_at: expiresAt,
    });
    return {
      token,
      video_id: video?.id ?? null,
      session_id: session?.id ?? null,
      expires_at: expiresAt.toISOString(),
    };
  },
});
