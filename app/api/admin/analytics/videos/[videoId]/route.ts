import { z } from "zod";
import { refreshQuery, videoParams } from "@/lib/domain/videos/filters";
import { exampleBreakdowns, exampleSaved, exampleVideo } from "@/lib/domain/videos/fixtures";
import { changeVideoBody } from "@/lib/domain/videos/forms";
import { changeVideo } from "@/lib/domain/videos/mutations/change";
import { deleteVideo } from "@/lib/domain/videos/mutations/delete";
import { reachVideo } from "@/lib/domain/videos/queries/reach";
import { breakdowns, summaryOf } from "@/lib/domain/videos/queries/video";
import { deletedVideo, savedVideo, videoAnswer } from "@/lib/domain/videos/schema";
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
    "Change a video's settings: its place, where it is played from, whether students see it, or its length, after which its numbers are recounted",
  auth: "teaching",
  params: videoParams,
  body: changeVideoBody,
  answer: savedVideo,
  example: {
    params: { videoId: "residual-plot" },
    body: { duration_seconds: 872 },
    answer: {
      success: true,
      ...exampleSaved,
    },
  },
  async handler({ ctx, params, body }) {
    return { success: true as const, ...(await changeVideo(ctx, params.videoId, body)) };
  },
});

export const DELETE = route({
  summary: "Delete a video with its earlier versions and all that was counted of them",
  auth: "teaching",
  params: videoParams,
  query: z.object({ revision: z.coerce.number().int().positive().optional() }),
  answer: deletedVideo,
  example: {
    params: { videoId: "outliers" },
    answer: {
      success: true,
      id: "0192f3a4-5b10-7c21-8f00-6d1f0c7a9e41",
      views: 214,
      viewers: 131,
      watch_time_seconds: 132120,
      versions: 1,
    },
  },
  async handler({ ctx, params, query }) {
    return { success: true as const, ...(await deleteVideo(ctx, params.videoId, query.revision)) };
  },
});
