import { changeFunnel, deleteFunnel } from "@/lib/domain/learning/funnels/mutations";
import { readFunnel } from "@/lib/domain/learning/funnels/queries";
import {
  changedFunnel,
  countedFunnelAnswer,
  exampleFunnel,
  funnelAnswer,
  funnelParams,
  funnelQuery,
  savedFunnel,
} from "@/lib/domain/learning/funnels/schema";
import { countFunnel } from "@/lib/flows/overview/funnel";
import { route } from "@/lib/http/route";

const params = { funnelId: exampleFunnel.id };
const another = { funnelId: "0192f3a4-7c1e-7d30-9a41-3f6f0f5c2b72" };
const [video, session] = exampleFunnel.steps;
const all = { percentage: 100, low_percentage: 94.1, high_percentage: 100 };
const part = { percentage: 62.3, low_percentage: 49.7, high_percentage: 73.4 };

export const GET = route({
  summary:
    "How many people took each step of a funnel within its window, of those who took the first one in these days",
  auth: "staff",
  params: funnelParams,
  query: funnelQuery,
  answer: countedFunnelAnswer,
  example: {
    params,
    query: { from: "2026-10-24", to: "2026-11-20" },
    answer: {
      success: true,
      funnel: exampleFunnel,
      from: "2026-10-24",
      to: "2026-11-20",
      time_zone: "Europe/Lisbon",
      steps: [
        { ...video!, people: 61, of_first: all, of_previous: null, median_seconds: null },
        { ...session!, people: 38, of_first: part, of_previous: part, median_seconds: 259_200 },
      ],
      largest_loss_step: 2,
      can_go_on: 9,
      people_read: 74,
      facts_read: 512,
    },
  },
  async handler({ ctx: { scope, now }, params, query }) {
    return { success: true as const, ...(await countFunnel(scope, params.funnelId, query, now)) };
  },
});

export const PATCH = route({
  summary: "Rename a funnel, or change its steps, its window, its course or class",
  auth: "teaching",
  params: funnelParams,
  body: changedFunnel,
  answer: funnelAnswer,
  example: {
    params,
    body: { name: "From the first video to a session" },
    answer: { success: true, funnel: exampleFunnel },
  },
  async handler({ ctx, params, body }) {
    await changeFunnel(ctx, params.funnelId, body);
    return { success: true as const, funnel: await readFunnel(ctx.scope, params.funnelId) };
  },
});

export const DELETE = route({
  summary: "Delete a funnel; what people did stays",
  auth: "teaching",
  params: funnelParams,
  answer: savedFunnel,
  example: { params: another, answer: { success: true, id: another.funnelId } },
  async handler({ ctx, params }) {
    return { success: true as const, ...(await deleteFunnel(ctx, params.funnelId)) };
  },
});
