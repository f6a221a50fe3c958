import { videoParams } from "@/lib/domain/videos/filters";
import { exampleSaved } from "@/lib/domain/videos/fixtures";
import { replaceVideoBody } from "@/lib/domain/videos/forms";
import { replaceVideo } from "@/lib/domain/videos/mutations/replace";
import { replacedVideo } from "@/lib/domain/videos/schema";
import { route } from "@/lib/http/route";

export const POST = route({
  summary:
    "Replace a video's file: its numbers begin anew, and those of the earlier version are kept apart. Players name the video as before. With very many playbacks this is work in the background, `work_id`",
  auth: "teaching",
  params: videoParams,
  body: replaceVideoBody,
  answer: replacedVideo,
  status: 201,
  example: {
    params: { videoId: "residual-plot" },
    body: { source_url: "https://files.harbour.example/7-2-new.mp4", duration_seconds: 872 },
    answer: {
      success: true,
      ...exampleSaved,
      source_url: "https://files.harbour.example/7-2-new.mp4",
      version: 2,
      earlier_id: "0192f3a4-5b10-7c21-8f00-6d1f0c7a9e31",
      work_id: null,
    },
  },
  async handler({ ctx, params, body }) {
    return { success: true as const, ...(await replaceVideo(ctx, params.videoId, body)) };
  },
});
