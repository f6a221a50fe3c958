import "server-only";
import { and, count, eq, max, min, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { playbacks, videoSuspects } from "@/lib/db/tables/videos";
import type { SuspectsQuery } from "../filters";
import type { SuspectsAnswer } from "../schema";
import type { Video } from "./reach";

/** A video's suspects, undecided ones first, then the latest. Reads their own playbacks by index. */
export async function suspects(video: Video, { limit, offset }: SuspectsQuery): Promise<SuspectsAnswer> {
  const { id, found_at, decision, decided_at } = videoSuspects;
  const [rows, total] = await Promise.all([
    db()
      .select({
        id,
        found_at,
        decision,
        decided_at,
        playbacks: count(playbacks.playback_id),
        first_at: min(playbacks.first_heard_at),
        last_at: max(playbacks.first_heard_at),
      })
      .from(videoSuspects)
      .leftJoin(
        playbacks,
        and(eq(playbacks.video_id, videoSuspects.video_id), eq(playbacks.suspect_id, videoSuspects.id)),
      )
      .where(eq(videoSuspects.video_id, video.id))
      .groupBy(id, found_at, decision, decided_at)
      .orderBy(sql`${decision} is not null`, sql`${found_at} desc`, id)
      .limit(limit)
      .offset(offset),
    db().$count(videoSuspects, eq(videoSuspects.video_id, video.id)),
  ]);
  return {
    success: true,
    items: rows.map((row) => ({
      ...row,
      found_at: row.found_at.toISOString(),
      decided_at: row.decided_at?.toISOString() ?? null,
      first_at: (row.first_at ?? row.found_at).toISOString(),
      last_at: (row.last_at ?? row.found_at).toISOString(),
    })),
    total,
  };
}
