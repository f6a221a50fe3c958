import { refreshQuery, videoParams } from "@/lib/domain/videos/filters";
import { exampleBreakdowns, exampleVideo } from "@/lib/domain/videos/fixtures";
import { changeVideoBody } from "@/lib/domain/videos/forms";
import { changeVideo } from "@/lib/domain/videos/mutations/change";
import { reachVideo } from "@/lib/domain/videos/queries/reach";
import { breakdowns, summaryOf } from "@/lib/domain/videos/queries/video";
import { savedVideo, videoAnswer } from "@/lib/domain/videos/schema";
import { refreshVideos } from "@/lib/flows/rollups/rebuild";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The numbers of one video, and where its views come from",
  auth: "staff",
  params: videoParams,
  query: refreshQuery,
  answer: videoAnswer,
  example: {
    params: { videoId: "residual-plot" },
    answer: { success: true, video: exampleVideo, ...exampleBreakdowns },
  },
  async handler({ ctx: { scope }, params, query: { refresh, ...days } }) {
    const video = await reachVideo(scope, params.videoId);
    if (refresh === "true") await refreshVideos(scope, [video.id]);
    const [summary, parts] = await Promise.all([summaryOf(video, days), breakdowns(video, days)]);
    return { success: true as const, video: summary, ...parts };
  },
});

export const PATCH = route({
  summary:
    "Correct a video's length, after which its numbers are recounted, or say where the video comes from or is played from",
  auth: "staff",
  params: videoParams,
  body: changeVideoBody,
  answer: savedVideo,
  example: {
    params: { videoId: "residual-plot" },
    body: { duration_seconds: 872 },
    answer: {
      success: true,
      id: exampleVideo.video_id,
      duration_seconds: 872,
      provider: "file",
      provider_id: null,
      source_url: null,
    },
  },
  async handler({ ctx, params, body }) {
    return { success: true as const, ...(await changeVideo(ctx, params.videoId, body)) };
  },
});
