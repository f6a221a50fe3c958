import "server-only";
import { and, count, eq, max, notExists, sql } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { playbacks, unfollowedPlayers } from "@/lib/db/tables/videos";
import type { VideoAnswer } from "../schema";
import { type Days, within } from "./totals";

/** The players of a video that the tracker could not follow, on these days. One that it followed later, after all, is a playback. */
export async function unfollowedOf(
  video: { id: string },
  days: Days = {},
): Promise<VideoAnswer["unfollowed"]> {
  const { video_id, playback_id, day, heard_at, reason } = unfollowedPlayers;
  const followedLater = db()
    .select({ one: sql`1` })
    .from(playbacks)
    .where(and(eq(playbacks.video_id, video_id), eq(playbacks.playback_id, playback_id)));
  const rows = await db()
    .select({ reason, players: count(), last: max(heard_at) })
    .from(unfollowedPlayers)
    .where(and(eq(video_id, video.id), within(days, day), notExists(followedLater)))
    .groupBy(reason);
  const playersOf = (reason: (typeof rows)[number]["reason"]) =>
    rows.find((row) => row.reason === reason)?.players ?? 0;
  const [last] = rows.flatMap((row) => row.last ?? []).sort((a, b) => b.getTime() - a.getTime());
  return {
    blocked_players: playersOf("blocked"),
    silent_players: playersOf("silent"),
    last_at: last?.toISOString() ?? null,
  };
}
