import { sessionParams } from "@/lib/domain/sessions/filters";
import { exampleCheck } from "@/lib/domain/setup/fixtures";
import { checkOf } from "@/lib/domain/setup/queries";
import { beaconCheck } from "@/lib/domain/setup/schema";
import { measuredSession } from "@/lib/flows/snippets/measured";
import { route } from "@/lib/http/route";

export const GET = route({
  summary:
    "When the last beacon of a session arrived, and why the last was refused; some seconds old at most",
  auth: "staff",
  params: sessionParams,
  answer: beaconCheck,
  example: {
    params: { sessionId: "statistics-week-7" },
    answer: { ...exampleCheck, mistaken: [] },
  },
  async handler({ ctx, params: { sessionId } }) {
    const { id, school_id, measured } = await measuredSession(ctx.scope, sessionId);
    return checkOf({ school_id, kind: "session", id, names: [id, measured.reference] }, ctx.now);
  },
});
