import "server-only";
import { instantArray, textArray } from "@/lib/db/literals";
import type { unfollowedPlayers } from "@/lib/db/tables/videos";
import type { Writer } from "@/lib/db/writer";

/** A player that the tracker could not follow, as the queue stores it. */
export type UnfollowedPlayer = typeof unfollowedPlayers.$inferSelect;

/** Stores players that could not be followed; one that is there already is a duplicate. One result for each, in order. */
export function keepUnfollowed(
  writer: Writer,
  players: readonly UnfollowedPlayer[],
): Promise<({ kind: "stored" } | { kind: "duplicate" })[]> {
  return writer.longTransaction(async (sql) => {
    const stored = await sql<{ playback_id: string; video_id: string }[]>`
      insert into unfollowed_players (video_id, playback_id, day, heard_at, reason)
      select * from unnest(
        ${textArray(players.map(({ video_id }) => video_id))}::uuid[],
        ${textArray(players.map(({ playback_id }) => playback_id))}::uuid[],
        ${textArray(players.map(({ day }) => day))}::date[],
        ${instantArray(players.map(({ heard_at }) => heard_at))}::timestamptz[],
        ${textArray(players.map(({ reason }) => reason))}::unfollowed_reason[])
      on conflict do nothing returning video_id, playback_id`;
    const fresh = new Set(stored.map((row) => row.video_id + row.playback_id));
    // The same player twice in one flush was stored once.
    return players.map(({ video_id, playback_id }) => ({
      kind: fresh.delete(video_id + playback_id) ? "stored" : "duplicate",
    }));
  });
}
