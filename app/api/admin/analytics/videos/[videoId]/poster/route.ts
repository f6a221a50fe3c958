import { z } from "zod";
import { largerBodies } from "@/app/api/larger-bodies";
import { videoParams } from "@/lib/domain/videos/filters";
import { examplePicture, exampleSaved } from "@/lib/domain/videos/fixtures";
import { setPoster } from "@/lib/domain/videos/mutations/poster";
import { route } from "@/lib/http/route";

const params = { videoId: "residual-plot" };
const answer = z.object({ success: z.literal(true), id: z.string() });
const example = { success: true as const, id: exampleSaved.id };

export const PUT = route({
  summary: "Set the picture that is shown before a video plays: a PNG, JPEG or WebP picture of 4 MiB at most",
  auth: "teaching",
  params: videoParams,
  body: z.object({ file: z.instanceof(Uint8Array) }),
  bodyAs: "file",
  bodyBytes: largerBodies["/api/admin/analytics/videos/{videoId}/poster"],
  answer,
  example: { params, body: { file: examplePicture }, answer: example },
  handler: ({ ctx, params: { videoId }, body }) => setPoster(ctx, videoId, body.file),
});

export const DELETE = route({
  summary: "Remove a video's picture",
  auth: "teaching",
  params: videoParams,
  answer,
  example: { params, answer: example },
  handler: ({ ctx, params: { videoId } }) => setPoster(ctx, videoId, null),
});
