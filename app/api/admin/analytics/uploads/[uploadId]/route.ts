import { z } from "zod";
import { exampleUpload } from "@/lib/domain/videos/fixtures";
import { receiveUpload } from "@/lib/domain/videos/mutations/upload";
import { uuid } from "@/lib/http/contract";
import { route } from "@/lib/http/route";
import { cancelUpload, receivedOf } from "@/lib/platform/media-files";

const params = z.object({ uploadId: uuid });
const answer = z.object({ success: z.literal(true), received: z.number().int() });
const example = {
  params: { uploadId: exampleUpload },
  answer: { success: true as const, received: 11 },
};

export const GET = route({
  summary: "How much of an upload of yours has arrived",
  auth: "teaching",
  params,
  answer,
  example,
  async handler({ ctx: { scope }, params: { uploadId } }) {
    return { success: true as const, received: await receivedOf(scope.user_id, uploadId) };
  },
});

export const PUT = route({
  summary:
    "Send a piece of a video, at most 8 MiB, under an id of your own: the first at offset 0, each next one where the last ended. The upload's id then makes a video or replaces its file",
  auth: "teaching",
  params,
  query: z.object({ offset: z.coerce.number().int().min(0) }),
  bodyAs: "stream",
  body: z.object({ file: z.instanceof(Uint8Array) }),
  bodyBytes: 8 * 1024 * 1024,
  answer,
  example: { ...example, query: { offset: 0 }, body: { file: new TextEncoder().encode("first bytes") } },
  async handler({ ctx: { scope }, params: { uploadId }, query: { offset }, request }) {
    return {
      success: true as const,
      received: await receiveUpload(scope.user_id, uploadId, offset, request.body),
    };
  },
});

export const DELETE = route({
  summary: "Cancel an upload of yours",
  auth: "teaching",
  params,
  answer: z.null(),
  status: 204,
  example: { ...example, answer: null },
  async handler({ ctx: { scope }, params: { uploadId } }) {
    await cancelUpload(scope.user_id, uploadId);
    return null;
  },
});
