import { reachCourse } from "@/lib/domain/courses/queries";
import { addressesQuery } from "@/lib/domain/videos/filters";
import { exampleAddress } from "@/lib/domain/videos/fixtures";
import { addressItem } from "@/lib/domain/videos/forms";
import { changeAddress, makeVideo } from "@/lib/domain/videos/mutations/addresses";
import { addressList } from "@/lib/domain/videos/queries/addresses";
import { addressesAnswer } from "@/lib/domain/videos/schema";
import { bulkAnswer, bulkBody, saveEach } from "@/lib/http/bulk";
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

export const POST = route({
  summary: "Give several addresses their videos, new ones too, or ignore them; each has its own result",
  auth: "teaching",
  body: bulkBody(addressItem),
  answer: bulkAnswer,
  example: {
    body: { items: [{ address_id: exampleAddress.id, video_id: "residual-plot" }] },
    answer: { success: true, results: [{ index: 0, status: 200, id: exampleAddress.id }] },
  },
  handler: ({ ctx, body, language }) =>
    saveEach(body, addressItem, language, async ({ address_id, title, course_id, ...change }) => {
      if (title === undefined || course_id === undefined) {
        const { id } = await changeAddress(ctx, address_id, change);
        return { id, created: false };
      }
      const course = await reachCourse(ctx.scope, course_id);
      const { video_id } = await makeVideo(ctx, address_id, course, { title });
      return { id: video_id, created: true };
    }),
});
