import { z } from "zod";
import { largerBodies } from "@/app/api/larger-bodies";
import { captionsParams } from "@/lib/domain/videos/filters";
import { exampleSaved } from "@/lib/domain/videos/fixtures";
import { setCaptions } from "@/lib/domain/videos/mutations/tracks";
import { route } from "@/lib/http/route";

const params = { videoId: "residual-plot", language: "en" };
const answer = z.object({ success: z.literal(true), id: z.string() });
const example = { success: true as const, id: exampleSaved.id };

export const PUT = route({
  summary: "Set a video's captions in a language (`en`, `pt-BR`): a WebVTT file of 1 MiB at most",
  auth: "teaching",
  params: captionsParams,
  body: z.object({ file: z.instanceof(Uint8Array) }),
  bodyAs: "file",
  bodyBytes: largerBodies["/api/admin/analytics/videos/{videoId}/captions/{language}"],
  answer,
  example: {
    params,
    body: { file: new TextEncoder().encode("WEBVTT\n\n00:01.000 --> 00:04.000\nThis is a residual.\n") },
    answer: example,
  },
  handler: ({ ctx, params: { videoId, language }, body }) => setCaptions(ctx, videoId, language, body.file),
});

export const DELETE = route({
  summary: "Remove a video's captions in a language",
  auth: "teaching",
  params: captionsParams,
  answer,
  example: { params, answer: example },
  handler: ({ ctx, params: { videoId, language } }) => setCaptions(ctx, videoId, language, null),
});
