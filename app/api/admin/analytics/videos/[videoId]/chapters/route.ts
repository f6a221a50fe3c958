import { z } from "zod";
import { videoParams } from "@/lib/domain/videos/filters";
import { exampleSaved } from "@/lib/domain/videos/fixtures";
import { setChapters } from "@/lib/domain/videos/mutations/tracks";
import { storableText } from "@/lib/http/contract";
import { route } from "@/lib/http/route";

export const PUT = route({
  summary: "Set a video's chapters: a line for each, with its time and its title; an empty text removes them",
  auth: "teaching",
  params: videoParams,
  body: z.object({ text: storableText(50_000) }),
  answer: z.object({
    success: z.literal(true),
    id: z.string(),
    chapters: z.array(z.object({ start_seconds: z.number(), title: z.string() })),
  }),
  example: {
    params: { videoId: "residual-plot" },
    body: { text: "0:00 What a residual is\n3:20 Reading the plot" },
    answer: {
      success: true,
      id: exampleSaved.id,
      chapters: [
        { start_seconds: 0, title: "What a residual is" },
        { start_seconds: 200, title: "Reading the plot" },
      ],
    },
  },
  handler: ({ ctx, params: { videoId }, body: { text } }) => setChapters(ctx, videoId, text),
});
