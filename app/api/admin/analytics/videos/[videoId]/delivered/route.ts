import { daysQuery, videoParams } from "@/lib/domain/videos/filters";
import { exampleDelivered } from "@/lib/domain/videos/fixtures";
import { deliveries } from "@/lib/domain/videos/queries/deliveries";
import { reachVideo } from "@/lib/domain/videos/queries/reach";
import { deliveredAnswer } from "@/lib/domain/videos/schema";
import { cloudflareAccount } from "@/lib/flows/cloudflare/account";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The minutes of one video that Cloudflare Stream delivered, by day (in UTC) and by country",
  auth: "staff",
  params: videoParams,
  query: daysQuery,
  answer: deliveredAnswer,
  example: { params: { videoId: "residual-plot" }, answer: exampleDelivered },
  handler: async ({ ctx, params, query }) =>
    deliveries(await reachVideo(ctx.scope, params.videoId), query, cloudflareAccount() !== null),
});
