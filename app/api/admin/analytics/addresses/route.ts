import { addressesQuery } from "@/lib/domain/videos/filters";
import { exampleAddress } from "@/lib/domain/videos/fixtures";
import { addressList } from "@/lib/domain/videos/queries/addresses";
import { addressesAnswer } from "@/lib/domain/videos/schema";
import { route } from "@/lib/http/route";

export const GET = route({
  summary:
    "Addresses at which pages of the allowed sites play videos, and what waits for those without a video",
  auth: "staff",
  query: addressesQuery,
  answer: addressesAnswer,
  example: {
    query: { status: "waiting", limit: 20 },
    answer: { success: true, items: [exampleAddress], total: 1 },
  },
  handler: ({ ctx: { scope }, query }) => addressList(scope, query),
});
