import "server-only";
import { and, eq } from "drizzle-orm";
import { parseText } from "media-captions";
import { audit } from "@/lib/auth/audit";
import { videoCaptions, videoChapters } from "@/lib/db/tables/video-tracks";
import { videos } from "@/lib/db/tables/videos";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { isStorable } from "@/lib/http/contract";
import { fieldError } from "@/lib/platform/errors";
import { decodeText } from "@/lib/platform/read-table";
import { readChapters } from "../chapters";
import { reachVideo } from "../queries/reach";

/** Sets a video's chapters, a line for each. Throws as `reachVideo` does, and with the field `text`. */
export async function setChapters(ctx: Context, videoId: string, text: string) {
  const { id, school_id, duration_ms } = await reachVideo(ctx.scope, videoId);
  const chapters = readChapters(text);
  if (!Array.isArray(chapters))
    throw fieldError("text", "errors.field.chapters", "invalid", { values: { line: chapters.line } });
  const last = chapters.at(-1);
  if (last && duration_ms !== null && last.start_seconds * 1000 >= duration_ms)
    throw fieldError("text", "errors.field.chapter_past_end", "invalid", { values: { title: last.title } });
  await transaction(async (tx) => {
    await tx.select({ id: videos.id }).from(videos).where(eq(videos.id, id)).for("update");
    await tx.delete(videoChapters).where(eq(videoChapters.video_id, id));
    if (chapters.length)
      await tx.insert(videoChapters).values(
        chapters.map(({ start_seconds, title }) => ({
          video_id: id,
          start_ms: start_seconds * 1000,
          title,
        })),
      );
    await audit(tx, ctx, {
      school_id,
      action: "video.set_chapters",
      target: { type: "video", id },
      detail: { chapters: chapters.length },
    });
  });
  return { success: true as const, id, chapters };
}

/** Sets a language's captions from a WebVTT file, or removes them. Throws as `reachVideo` does, and with the field `file`. */
export async function setCaptions(ctx: Context, videoId: string, language: string, bytes: Uint8Array | null) {
  const { id, school_id } = await reachVideo(ctx.scope, videoId);
  const body = bytes && decodeText(bytes);
  if (body !== null) {
    const { cues, errors } = await parseText(body, { type: "vtt", errors: true });
    if (cues.length === 0 || errors.length > 0 || !isStorable(body))
      throw fieldError("file", "errors.field.not_captions", "invalid", {
        values: { line: errors[0]?.line ?? 1 },
      });
  }
  await transaction(async (tx) => {
    await tx
      .delete(videoCaptions)
      .where(and(eq(videoCaptions.video_id, id), eq(videoCaptions.language, language)));
    if (body !== null) await tx.insert(videoCaptions).values({ video_id: id, language, body });
    await audit(tx, ctx, {
      school_id,
      action: body === null ? "video.remove_captions" : "video.set_captions",
      target: { type: "video", id },
      detail: { language },
    });
  });
  return { success: true as const, id };
}
