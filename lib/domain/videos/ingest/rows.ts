import "server-only";
import { and, eq } from "drizzle-orm";
import { db } from "@/lib/db/client";
import { textArray } from "@/lib/db/literals";
import { tableRows } from "@/lib/db/table-rows";
import { playbacks, videoSuspects, viewerProgress } from "@/lib/db/tables/videos";
import type { Queries } from "@/lib/db/writer";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import type { Playback, VideoRules, Viewer } from "../playback";
import { changeViewer, hasViewer, newViewer } from "../roll-ups";

/*
 * The playback family's rows, in sets. A writer must hold the videos' advisory locks (lock.ts) before its first read,
 * so that it needs no row lock. Every statement uses the primary key, with its keys in order; none uses FOR UPDATE, now(), a
 * foreign key or a secondary unique index, so that the same statements run on one node and on Citus.
 */

export type PlaybackKey = Pick<Playback, "video_id" | "playback_id">;
export type ViewerKey = Pick<Viewer, "video_id" | "viewer_id">;
export const playbackKey = (key: PlaybackKey): string => `${key.video_id} ${key.playback_id}`;
export const viewerKey = (key: ViewerKey): string => `${key.video_id} ${key.viewer_id}`;

export const playbackRows = tableRows<Playback>(playbacks, ["video_id", "playback_id"]);
/** A suspect as it is found; what staff decide of it stays. */
export const suspectRows = tableRows<Pick<typeof videoSuspects.$inferSelect, "video_id" | "id" | "found_at">>(
  videoSuspects,
  ["video_id", "id"],
  { columns: ["video_id", "id", "found_at"], updates: [] },
);
export const viewerRows = tableRows<Viewer>(viewerProgress, ["video_id", "viewer_id"]);

/** The settings of each video and its school, read inside the transaction that uses them. */
export async function readRules(
  sql: Queries,
  videoIds: readonly string[],
): Promise<Map<string, VideoRules & { time_zone: string; version: number }>> {
  const rows = await sql<({ id: string; time_zone: string; version: number } & VideoRules)[]>`
    select v.id, v.version, v.duration_ms, s.completion_threshold, s.time_zone,
      array(select c.id::text from video_suspects c where c.video_id = v.id and c.decision = 'counted') as counted_suspects
    from videos v join schools s on s.id = v.school_id where v.id = any(${textArray(videoIds)}::uuid[])`;
  return new Map(rows.map(({ id, ...rules }) => [id, rules]));
}

/** The stored rows of these playbacks. The caller must hold their videos' locks, so that nothing changes them meanwhile. */
export async function readPlaybacks(
  sql: Queries,
  keys: readonly PlaybackKey[],
): Promise<Map<string, Playback>> {
  const rows = await sql`
    select p.*, p.day::text as day
    from unnest(${textArray(keys.map((key) => key.video_id))}::uuid[], ${textArray(keys.map((key) => key.playback_id))}::uuid[]) k(video_id, playback_id)
    join playbacks p on p.video_id = k.video_id and p.playback_id = k.playback_id`;
  return new Map(rows.map(playbackRows.read).map((playback) => [playbackKey(playback), playback]));
}

/** The stored rows of these playbacks' viewers, and of these other viewers. */
export async function readViewers(
  sql: Queries,
  ofPlaybacks: readonly PlaybackKey[],
  others: readonly ViewerKey[],
): Promise<Map<string, Viewer>> {
  const rows = await sql`
    select v.* from (
      select p.video_id, p.viewer_id
      from unnest(${textArray(ofPlaybacks.map((key) => key.video_id))}::uuid[], ${textArray(ofPlaybacks.map((key) => key.playback_id))}::uuid[]) k(video_id, playback_id)
      join playbacks p on p.video_id = k.video_id and p.playback_id = k.playback_id where p.viewer_id is not null
      union
      select * from unnest(${textArray(others.map((key) => key.video_id))}::uuid[], ${textArray(others.map((key) => key.viewer_id))}::text[])
    ) k(video_id, viewer_id) join viewer_progress v on v.video_id = k.video_id and v.viewer_id = k.viewer_id`;
  return new Map(rows.map(viewerRows.read).map((viewer) => [viewerKey(viewer), viewer]));
}

/**
 * Playbacks that began with an earlier file of their video: their facts are that version's (mutations/replace.ts). Null, and nothing
 * more is read, while none of the videos has one. An earlier version has its video's lock.
 */
export async function readEarlier(
  sql: Queries,
  rules: Awaited<ReturnType<typeof readRules>>,
  keys: readonly PlaybackKey[],
) {
  const replaced = keys.filter(({ video_id }) => (rules.get(video_id)?.version ?? 1) > 1);
  if (replaced.length === 0) return null;
  const rows = await sql<{ video_id: string; playback_id: string; earlier_id: string }[]>`
    select k.video_id, k.playback_id, p.video_id as earlier_id
    from unnest(${textArray(replaced.map((key) => key.video_id))}::uuid[], ${textArray(replaced.map((key) => key.playback_id))}::uuid[]) k(video_id, playback_id)
    join videos v on v.version_of = k.video_id
    join playbacks p on p.video_id = v.id and p.playback_id = k.playback_id`;
  if (rows.length === 0) return null;
  const earlier = rows.map(({ earlier_id, playback_id }) => ({ video_id: earlier_id, playback_id }));
  const [ofVideos, playbacks, viewers] = await Promise.all([
    readRules(sql, [...new Set(earlier.map(({ video_id }) => video_id))]),
    readPlaybacks(sql, earlier),
    readViewers(sql, earlier, []),
  ]);
  return {
    rules: ofVideos,
    playbacks,
    viewers,
    videoIds: new Map(rows.map((row) => [playbackKey(row), row.earlier_id])),
  };
}

/** These viewers as they are stored, and as the playbacks that count now make them; playbacks do not keep when a viewer completed. */
export async function recountViewers(
  sql: Queries,
  videoId: string,
  ids: ReadonlySet<string>,
  rules: VideoRules,
): Promise<[stored: Viewer | null, now: Viewer][]> {
  if (ids.size === 0) return [];
  const viewerIds = textArray([...ids]);
  const [stored, playbacks] = await Promise.all([
    sql`select * from viewer_progress where video_id = ${videoId} and viewer_id = any(${viewerIds}::text[])`,
    sql`select p.*, p.day::text as day from playbacks p
      where video_id = ${videoId} and viewer_id = any(${viewerIds}::text[]) and rolled_up order by first_heard_at, playback_id`,
  ]);
  const now = new Map<string, Viewer>();
  for (const playback of playbacks.map(playbackRows.read))
    if (hasViewer(playback)) {
      const viewer = getOrInsert(now, playback.viewer_id, () => newViewer(videoId, playback.viewer_id));
      now.set(playback.viewer_id, changeViewer(viewer, { ...playback, rolled_up: false }, playback, rules));
    }
  const before = new Map(stored.map(viewerRows.read).map((viewer) => [viewer.viewer_id, viewer]));
  return [...ids].map((id) => [before.get(id) ?? null, now.get(id) ?? newViewer(videoId, id)]);
}

/** Reads the days of these viewers' playbacks again, after the playbacks are written: which of a day are left is in no viewer's row. */
export const writeViewedDays = async (sql: Queries, keys: readonly ViewerKey[]): Promise<void> => {
  await sql`
    update viewer_progress v set viewed_days = (
      select range_agg(int4range(p.day - date '1970-01-01', p.day - date '1970-01-01' + 1)) from playbacks p
      where p.video_id = v.video_id and p.viewer_id = v.viewer_id and p.rolled_up and not p.preview)
    from unnest(${textArray(keys.map((key) => key.video_id))}::uuid[], ${textArray(keys.map((key) => key.viewer_id))}::text[]) k(video_id, viewer_id)
    where v.video_id = k.video_id and v.viewer_id = k.viewer_id`;
};

/** Where this viewer stopped last, in seconds; null when that is unknown or they have completed the video. */
export async function resumePosition(videoId: string, viewerId: string): Promise<number | null> {
  const { position_ms, completed_at, video_id, viewer_id } = viewerProgress;
  const [row] = await db()
    .select({ position_ms, completed_at })
    .from(viewerProgress)
    .where(and(eq(video_id, videoId), eq(viewer_id, viewerId)));
  return row && row.completed_at === null && row.position_ms !== null ? row.position_ms / 1000 : null;
}
