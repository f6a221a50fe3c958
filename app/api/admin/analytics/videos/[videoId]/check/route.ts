import { exampleCheck } from "@/lib/domain/setup/fixtures";
import { checkOf } from "@/lib/domain/setup/queries";
import { beaconCheck } from "@/lib/domain/setup/schema";
import { videoParams } from "@/lib/domain/videos/filters";
import { measuredVideo } from "@/lib/flows/snippets/measured";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "When the last beacon of a video arrived, and why the last was refused; some seconds old at most",
  auth: "staff",
  params: videoParams,
  answer: beaconCheck,
  example: { params: { videoId: "residual-plot" }, answer: exampleCheck },
  async handler({ ctx, params: { videoId } }) {
    const { id, school_id, measured } = await measuredVideo(ctx.scope, videoId);
    return checkOf({ school_id, kind: "video", id, names: [id, measured.reference] }, ctx.now);
  },
});
