import { changeSchool } from "@/lib/domain/schools/mutations";
import { originsQuery } from "@/lib/domain/videos/filters";
import { originsBody } from "@/lib/domain/videos/forms";
import { originsOf } from "@/lib/domain/videos/queries/addresses";
import { originsAnswer } from "@/lib/domain/videos/schema";
import { route } from "@/lib/http/route";

const example = {
  success: true as const,
  school_id: "0192f3a4-5a01-7a10-9d00-1b5a0e7c3901",
  external_id: "harbour-college",
  origins: ["https://moodle.harbour.example"],
};

export const GET = route({
  summary: "The sites whose pages may name the school's videos by address",
  auth: "admin",
  query: originsQuery,
  answer: originsAnswer,
  example: { answer: example },
  handler: async ({ ctx: { scope }, query }) => ({
    success: true as const,
    ...(await originsOf(scope, query.school_id)),
  }),
});

export const PUT = route({
  summary: "Set the sites whose pages may name the school's videos by address; an empty list allows none",
  auth: "admin",
  body: originsBody,
  answer: originsAnswer,
  example: { body: { origins: example.origins }, answer: example },
  async handler({ ctx, body }) {
    const { school_id, external_id } = await originsOf(ctx.scope, body.school_id);
    const { allowed_origins } = await changeSchool(ctx, school_id, {
      allowed_origins: [...new Set(body.origins)],
    });
    return { success: true as const, school_id, external_id, origins: allowed_origins };
  },
});
