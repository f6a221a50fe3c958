import "server-only";
import { and, asc, desc, eq, sql } from "drizzle-orm";
import { parseText } from "media-captions";
import type { Scope } from "@/lib/auth/scope";
import { signedAddress } from "@/lib/auth/signed-address";
import { db } from "@/lib/db/client";
import { isAnyOf, textArray } from "@/lib/db/literals";
import { videoCaptions, videoChapters } from "@/lib/db/tables/video-tracks";
import type { Chapter } from "../chapters";
import type { Video } from "./reach";

/** What a player shows beside a video: its chapters, and its captions by language, each at an address for this person. */
export async function tracksOf(scope: Pick<Scope, "user_id"> | null, { id }: Pick<Video, "id">) {
  const [chapters, captions] = await Promise.all([
    db()
      .select({ start_ms: videoChapters.start_ms, title: videoChapters.title })
      .from(videoChapters)
      .where(eq(videoChapters.video_id, id))
      .orderBy(asc(videoChapters.start_ms)),
    db()
      .select({ language: videoCaptions.language })
      .from(videoCaptions)
      .where(eq(videoCaptions.video_id, id))
      .orderBy(asc(videoCaptions.language)),
  ]);
  return {
    chapters: chapters.map(({ start_ms, title }): Chapter => ({ start_seconds: start_ms / 1000, title })),
    captions: captions.map(({ language }) => ({
      language,
      address: signedAddress(`/media/captions/${id}/${language}`, scope?.user_id ?? null),
    })),
  };
}
export type Captions = Awaited<ReturnType<typeof tracksOf>>["captions"];

/** One language's captions; null without. Who asks was given their address. */
export async function captionsText(videoId: string, language: string): Promise<string | null> {
  const [row] = await db()
    .select({ body: videoCaptions.body })
    .from(videoCaptions)
    .where(and(eq(videoCaptions.video_id, videoId), eq(videoCaptions.language, language)));
  return row?.body ?? null;
}

/** So many videos' captions are searched, those of the latest videos. */
const searchedMax = 50;

/**
 * What is written along these videos: their chapters, and the captions of those that have one of the words, which are without case and accents, as they
 * are compared. A word may have another ending there.
 */
export async function writtenAlong(videoIds: readonly string[], words: readonly string[]) {
  const folded = sql`regexp_replace(normalize(lower(${videoCaptions.body}), NFKD), '[\u0300-\u036f]', '', 'g')`;
  const patterns = words.map(
    (word) => `%${word.length > 4 ? word.slice(0, Math.max(4, word.length - 2)) : word}%`,
  );
  const [chapters, captions] = await Promise.all([
    db()
      .select({
        video_id: videoChapters.video_id,
        start_ms: videoChapters.start_ms,
        title: videoChapters.title,
      })
      .from(videoChapters)
      .where(isAnyOf(videoChapters.video_id, videoIds))
      .orderBy(asc(videoChapters.video_id), asc(videoChapters.start_ms)),
    words.length === 0
      ? []
      : db()
          .select({ video_id: videoCaptions.video_id, body: videoCaptions.body })
          .from(videoCaptions)
          .where(
            and(
              isAnyOf(videoCaptions.video_id, videoIds),
              sql`${folded} like any(${textArray(patterns)}::text[])`,
            ),
          )
          .orderBy(desc(videoCaptions.video_id), asc(videoCaptions.language))
          .limit(searchedMax),
  ]);
  const cues = await Promise.all(
    captions.map(async ({ video_id, body }) => ({
      video_id,
      cues: (await parseText(body, { type: "vtt" })).cues.map(({ startTime, endTime, text }) => ({
        ...{ start_seconds: startTime, end_seconds: endTime },
        text: text.replaceAll(/<[^>]*>/g, ""),
      })),
    })),
  );
  return {
    chapters: chapters.map(({ start_ms, ...chapter }) => ({ ...chapter, start_seconds: start_ms / 1000 })),
    cues: cues.flatMap(({ video_id, cues }) => cues.map((cue) => ({ video_id, ...cue }))),
  };
}
