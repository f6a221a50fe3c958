import { exampleSuspect } from "@/lib/domain/videos/fixtures";
import { decideBody, suspectParams } from "@/lib/domain/videos/forms";
import { decideSuspect } from "@/lib/domain/videos/mutations/change";
import { decidedSuspect } from "@/lib/domain/videos/schema";
import { route } from "@/lib/http/route";

export const PATCH = route({
  summary:
    "Count the playbacks of a group that looks automated, or leave them out; the other decision undoes it",
  auth: "teaching",
  params: suspectParams,
  body: decideBody,
  answer: decidedSuspect,
  example: {
    params: { videoId: "residual-plot", suspectId: exampleSuspect.id },
    body: { decision: "left_out" },
    answer: { success: true, id: exampleSuspect.id, decision: "left_out" },
  },
  async handler({ ctx, params: { videoId, suspectId }, body: { decision } }) {
    return { success: true as const, ...(await decideSuspect(ctx, videoId, suspectId, decision)) };
  },
});
