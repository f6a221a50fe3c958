import { videoParams } from "@/lib/domain/videos/filters";
import { reachVideo } from "@/lib/domain/videos/queries/reach";
import { liveViewersAnswer } from "@/lib/domain/videos/schema";
import { liveViewersOf } from "@/lib/flows/cloudflare/live-viewers";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "How many people watch a live video on Cloudflare Stream now, at most ten seconds old",
  auth: "staff",
  params: videoParams,
  answer: liveViewersAnswer,
  example: {
    params: { videoId: "residual-plot" },
    answer: { success: true, state: "connected", live_viewers: 113, unavailable_since: null },
  },
  handler: async ({ ctx, params }) => liveViewersOf(await reachVideo(ctx.scope, params.videoId), ctx.now),
});
