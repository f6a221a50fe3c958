import "server-only";
import { eq } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { instantArray, textArray } from "@/lib/db/literals";
import { playbackRoutes } from "@/lib/db/tables/videos";
import type { Queries, Writer } from "@/lib/db/writer";
import type { Beacon, Progress } from "../playback";

/* Progress that does not name its video and arrived before the view that does. */

/** A progress beacon that waits for its playback's view; `key` tells it from the playback's others. */
export type PendingBeacon = { playback_id: string; progress: Progress; key: string; received_at: Date };

/** Records which video the views' playbacks are of, and takes the beacons that waited for them. */
export async function takePending(sql: Queries, beacons: readonly Beacon[]): Promise<Omit<Beacon, "day">[]> {
  const views = new Map(
    beacons.filter((beacon) => beacon.view).map((beacon) => [beacon.playback_id, beacon.video_id]),
  );
  if (views.size === 0) return [];
  const sessions = [...views.keys()].sort();
  const [, pending] = await Promise.all([
    sql`
      insert into playback_routes as r (playback_id, video_id)
      select * from unnest(${textArray(sessions)}::uuid[], ${textArray(sessions.map((session) => views.get(session)!))}::uuid[])
      on conflict (playback_id) do update set video_id = excluded.video_id where r.video_id is null`,
    sql<{ playback_id: string; received_at: Date | string; beacon: Pick<PendingBeacon, "progress"> }[]>`
      delete from pending_beacons where playback_id = any(${textArray(sessions)}::uuid[])
      returning playback_id, received_at, beacon`,
  ]);
  return pending
    .map(({ playback_id, received_at, beacon }) => ({
      view: null,
      progress: beacon.progress,
      playback_id: playback_id,
      video_id: views.get(playback_id)!,
      received_at: new Date(received_at),
      token_issued_at: null,
    }))
    .sort((a, b) => a.received_at.getTime() - b.received_at.getTime());
}

/**
 * Keeps progress whose playback has had no view yet. Returns, for each beacon, the video when a view has come in the
 * meantime (then nothing was kept), else whether the beacon is new or was kept before.
 * The playback's row in `playback_routes` is what both sides lock: a view either finds the kept beacon, or has set the video that is found here.
 */
export function keepPending(
  writer: Writer,
  beacons: readonly PendingBeacon[],
): Promise<{ video_id: string | null; kept: boolean }[]> {
  const sessions = [...new Set(beacons.map((beacon) => beacon.playback_id))].sort();
  return writer.transaction(
    (sql) => sql<{ playback_id: string; video_id: string | null }[]>`
      insert into playback_routes as r (playback_id) select * from unnest(${textArray(sessions)}::uuid[])
      on conflict (playback_id) do update set playback_id = excluded.playback_id
      returning playback_id, video_id`,
    (sql, routes) => {
      const videos = new Map(routes.map((row) => [row.playback_id, row.video_id]));
      const result = beacons.map(({ playback_id }) => ({
        video_id: videos.get(playback_id) ?? null,
        kept: false,
      }));
      return { writes: [insertPending(sql, beacons, result)], result };
    },
  );
}

/** Inserts the beacons whose video is unknown, and says in their results which of them are new. */
async function insertPending(
  sql: Queries,
  beacons: readonly PendingBeacon[],
  results: readonly { video_id: string | null; kept: boolean }[],
): Promise<void> {
  const pending = beacons.filter((_, i) => results[i]!.video_id === null);
  if (pending.length === 0) return;
  const rows = await sql<{ playback_id: string; key: string }[]>`
    insert into pending_beacons (playback_id, key, received_at, beacon)
    select * from unnest(
      ${textArray(pending.map(({ playback_id }) => playback_id))}::uuid[],
      ${textArray(pending.map(({ key }) => key))}::text[],
      ${instantArray(pending.map(({ received_at }) => received_at))}::timestamptz[],
      ${textArray(pending.map(({ progress }) => JSON.stringify({ progress })))}::jsonb[])
    on conflict do nothing returning playback_id, key`;
  const inserted = new Set(rows.map((row) => `${row.playback_id} ${row.key}`));
  // Of two equal beacons in one flush the second is a duplicate.
  for (const [i, { playback_id, key }] of beacons.entries())
    if (inserted.delete(`${playback_id} ${key}`)) results[i]!.kept = true;
}

/** The video of a playback; undefined until its view has come. */
export async function videoOfPlayback(playbackId: string): Promise<string | undefined> {
  const [row] = await db()
    .select({ video_id: playbackRoutes.video_id })
    .from(playbackRoutes)
    .where(eq(playbackRoutes.playback_id, playbackId));
  return row?.video_id ?? undefined;
}
