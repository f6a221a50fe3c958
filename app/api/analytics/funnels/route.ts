import { createFunnel } from "@/lib/domain/learning/funnels/mutations";
import { funnelList, readFunnel } from "@/lib/domain/learning/funnels/queries";
import {
  exampleFunnel,
  funnelAnswer,
  funnelsAnswer,
  funnelsMax,
  funnelsQuery,
  newFunnel,
} from "@/lib/domain/learning/funnels/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary: "The funnels that your school has defined, by name; an instructor’s are those of their courses",
  auth: "staff",
  query: funnelsQuery,
  answer: funnelsAnswer,
  example: { query: { limit: funnelsMax }, answer: { items: [exampleFunnel], total: 1 } },
  handler: ({ ctx, query }) => funnelList(ctx.scope, query),
});

export const POST = route({
  summary:
    "Define a funnel: 2 to 8 steps, each a type of learning event, a view of a video or attendance of a session",
  auth: "teaching",
  body: newFunnel,
  answer: funnelAnswer,
  status: 201,
  example: {
    body: {
      name: "From the first video to a session",
      window_days: 28,
      steps: [{ kind: "video" }, { kind: "session" }],
    },
    answer: { success: true, funnel: exampleFunnel },
  },
  otherBodies: {
    "Of the whole school, by its administrator": {
      name: "From a material to a conversation",
      window_days: 7,
      steps: [
        { kind: "event", event_type: "material_view" },
        { kind: "event", event_type: "ai_message_sent" },
      ],
    },
  },
  async handler({ ctx, body }) {
    return { success: true as const, funnel: await readFunnel(ctx.scope, await createFunnel(ctx, body)) };
  },
});
