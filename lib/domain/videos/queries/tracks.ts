import "server-only";
import { and, asc, eq } from "drizzle-orm";
import type { Scope } from "@/lib/auth/scope";
import { signedAddress } from "@/lib/auth/signed-address";
import { db } from "@/lib/db/client";
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
