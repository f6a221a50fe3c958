import "server-only";
import { booleanArray, instantArray, numberArray, textArray } from "@/lib/db/literals";
import type { Queries } from "@/lib/db/writer";
import { formatMultirange, parseMultirange } from "@/lib/measure/ranges";
import type { Playback, VideoRules } from "../playback";
import type { Viewer } from "../roll-ups";

/*
 * The playback family's rows, in sets. Whoever writes holds the videos' advisory locks (lock.ts) from before its first
 * read: no row lock is needed. Every statement goes by primary key with its keys in order; none uses FOR UPDATE, now(), a
 * foreign key or a secondary unique index, so that the same statements run on one node and on Citus.
 */

export type PlaybackKey = { video_id: string; playback_id: string };
export type ViewerKey = { video_id: string; viewer_id: string };
export const playbackKey = (key: PlaybackKey): string => `${key.video_id} ${key.playback_id}`;
export const viewerKey = (key: ViewerKey): string => `${key.video_id} ${key.viewer_id}`;

function inOrder<T>(items: readonly T[], key: (item: T) => string): T[] {
  return items
    .map((item) => [key(item), item] as const)
    .sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))
    .map(([, item]) => item);
}

/** What each video and its school lay down, read inside the transaction that relies on it. */
export async function readRules(
  sql: Queries,
  videoIds: readonly string[],
): Promise<Map<string, VideoRules & { time_zone: string }>> {
  const rows = await sql<
    { id: string; duration_ms: number | null; completion_threshold: number; time_zone: string }[]
  >`
    select v.id, v.duration_ms, s.completion_threshold, s.time_zone
    from videos v join schools s on s.id = v.school_id where v.id = any(${textArray(videoIds)}::uuid[])`;
  return new Map(
    rows.map((row) => [
      row.id,
      {
        duration_ms: row.duration_ms,
        completion_threshold: row.completion_threshold,
        time_zone: row.time_zone,
      },
    ]),
  );
}

const date = (value: string | Date | null): Date | null => (value === null ? null : new Date(value));

type PlaybackRow = {
  video_id: string;
  playback_id: string;
  day: string;
  first_heard_at: string;
  last_heard_at: string;
  viewed_at: string | null;
  viewer_id: string | null;
  preview: boolean;
  rolled_up: boolean;
  device: string | null;
  browser: string | null;
  os: string | null;
  country: string | null;
  referrer: string | null;
  applied: string;
  watched: string;
  replays: string;
  media_ms: string;
  reported_ms: string;
  position_ms: number | null;
  position_seq: number;
  speed_milli: number | null;
  startup_ms: number | null;
  abandoned: boolean;
  quality: Record<string, number>;
  plays: number;
  pauses: number;
  seeks: number;
  quality_changes: number;
  rebuffers: number;
  rebuffer_ms: string;
  retries: number;
};

/** A stored row as a playback. */
export function toPlayback(row: PlaybackRow): Playback {
  return {
    video_id: row.video_id,
    playback_id: row.playback_id,
    day: row.day,
    first_heard_at: new Date(row.first_heard_at),
    last_heard_at: new Date(row.last_heard_at),
    viewed_at: date(row.viewed_at),
    viewer_id: row.viewer_id,
    preview: row.preview,
    rolled_up: row.rolled_up,
    device: row.device,
    browser: row.browser,
    os: row.os,
    country: row.country,
    referrer: row.referrer,
    applied: parseMultirange(row.applied),
    watched: parseMultirange(row.watched),
    replays: parseMultirange(row.replays),
    media_ms: Number(row.media_ms),
    reported_ms: Number(row.reported_ms),
    position_ms: row.position_ms,
    position_seq: row.position_seq,
    speed_milli: row.speed_milli,
    startup_ms: row.startup_ms,
    abandoned: row.abandoned,
    quality: row.quality,
    plays: row.plays,
    pauses: row.pauses,
    seeks: row.seeks,
    quality_changes: row.quality_changes,
    rebuffers: row.rebuffers,
    rebuffer_ms: Number(row.rebuffer_ms),
    retries: row.retries,
  };
}

/** These playbacks as they are stored. The caller holds their videos' locks, so that nothing changes them until it ends. */
export async function readPlaybacks(
  sql: Queries,
  keys: readonly PlaybackKey[],
): Promise<Map<string, Playback>> {
  const stored = await sql<PlaybackRow[]>`
    select p.*, p.day::text as day
    from unnest(${textArray(keys.map((key) => key.video_id))}::uuid[], ${textArray(keys.map((key) => key.playback_id))}::uuid[]) k(video_id, playback_id)
    join playbacks p on p.video_id = k.video_id and p.playback_id = k.playback_id`;
  return new Map(
    stored.map((row) => [
      playbackKey({ video_id: row.video_id, playback_id: row.playback_id }),
      toPlayback(row),
    ]),
  );
}

/** How each column of a playback is written: its type, and its values of many rows as one array literal. */
const playbackColumns: [column: string, cast: string, values: (rows: readonly Playback[]) => string][] = [
  ["video_id", "uuid", (rows) => textArray(rows.map((row) => row.video_id))],
  ["playback_id", "uuid", (rows) => textArray(rows.map((row) => row.playback_id))],
  ["day", "date", (rows) => textArray(rows.map((row) => row.day))],
  ["first_heard_at", "timestamptz", (rows) => instantArray(rows.map((row) => row.first_heard_at))],
  ["last_heard_at", "timestamptz", (rows) => instantArray(rows.map((row) => row.last_heard_at))],
  ["viewed_at", "timestamptz", (rows) => instantArray(rows.map((row) => row.viewed_at))],
  ["viewer_id", "text", (rows) => textArray(rows.map((row) => row.viewer_id))],
  ["preview", "boolean", (rows) => booleanArray(rows.map((row) => row.preview))],
  ["rolled_up", "boolean", (rows) => booleanArray(rows.map((row) => row.rolled_up))],
  ["device", "text", (rows) => textArray(rows.map((row) => row.device))],
  ["browser", "text", (rows) => textArray(rows.map((row) => row.browser))],
  ["os", "text", (rows) => textArray(rows.map((row) => row.os))],
  ["country", "text", (rows) => textArray(rows.map((row) => row.country))],
  ["referrer", "text", (rows) => textArray(rows.map((row) => row.referrer))],
  ["applied", "int4multirange", (rows) => textArray(rows.map((row) => formatMultirange(row.applied)))],
  ["watched", "int4multirange", (rows) => textArray(rows.map((row) => formatMultirange(row.watched)))],
  ["replays", "int4multirange", (rows) => textArray(rows.map((row) => formatMultirange(row.replays)))],
  ["media_ms", "bigint", (rows) => numberArray(rows.map((row) => row.media_ms))],
  ["reported_ms", "bigint", (rows) => numberArray(rows.map((row) => row.reported_ms))],
  ["position_ms", "int", (rows) => numberArray(rows.map((row) => row.position_ms))],
  ["position_seq", "int", (rows) => numberArray(rows.map((row) => row.position_seq))],
  ["speed_milli", "int", (rows) => numberArray(rows.map((row) => row.speed_milli))],
  ["startup_ms", "int", (rows) => numberArray(rows.map((row) => row.startup_ms))],
  ["abandoned", "boolean", (rows) => booleanArray(rows.map((row) => row.abandoned))],
  ["quality", "jsonb", (rows) => textArray(rows.map((row) => JSON.stringify(row.quality)))],
  ["plays", "int", (rows) => numberArray(rows.map((row) => row.plays))],
  ["pauses", "int", (rows) => numberArray(rows.map((row) => row.pauses))],
  ["seeks", "int", (rows) => numberArray(rows.map((row) => row.seeks))],
  ["quality_changes", "int", (rows) => numberArray(rows.map((row) => row.quality_changes))],
  ["rebuffers", "int", (rows) => numberArray(rows.map((row) => row.rebuffers))],
  ["rebuffer_ms", "bigint", (rows) => numberArray(rows.map((row) => row.rebuffer_ms))],
  ["retries", "int", (rows) => numberArray(rows.map((row) => row.retries))],
];
const playbackStatement = `
  insert into playbacks (${playbackColumns.map(([column]) => column).join(", ")})
  select * from unnest(${playbackColumns.map(([, cast], i) => `$${i + 1}::${cast}[]`).join(", ")})
  on conflict (video_id, playback_id) do update set
    ${playbackColumns
      .slice(2)
      .map(([column]) => `${column} = excluded.${column}`)
      .join(", ")}`;

/** Writes playbacks over their rows, or inserts them. */
export async function writePlaybacks(sql: Queries, playbacks: readonly Playback[]): Promise<void> {
  if (playbacks.length === 0) return;
  const rows = inOrder(playbacks, playbackKey);
  await sql.unsafe(
    playbackStatement,
    playbackColumns.map(([, , values]) => values(rows)),
    { prepare: true },
  );
}

type ViewerRow = {
  video_id: string;
  viewer_id: string;
  watched: string;
  playbacks: number;
  watch_ms: string;
  position_ms: number | null;
  position_at: string | null;
  position_playback_id: string | null;
  completed_at: string | null;
  last_watched_at: string | null;
};

/** A stored row as a viewer. */
export function toViewer(row: ViewerRow): Viewer {
  return {
    video_id: row.video_id,
    viewer_id: row.viewer_id,
    watched: parseMultirange(row.watched),
    playbacks: row.playbacks,
    watch_ms: Number(row.watch_ms),
    position_ms: row.position_ms,
    position_at: date(row.position_at),
    position_playback_id: row.position_playback_id,
    completed_at: date(row.completed_at),
    last_watched_at: date(row.last_watched_at),
  };
}

/** The viewers of these stored playbacks, and these viewers besides, as far as they are stored. */
export async function readViewers(
  sql: Queries,
  playbacks: readonly PlaybackKey[],
  besides: readonly ViewerKey[],
): Promise<Map<string, Viewer>> {
  const stored = await sql<ViewerRow[]>`
    select v.* from (
      select p.video_id, p.viewer_id
      from unnest(${textArray(playbacks.map((key) => key.video_id))}::uuid[], ${textArray(playbacks.map((key) => key.playback_id))}::uuid[]) k(video_id, playback_id)
      join playbacks p on p.video_id = k.video_id and p.playback_id = k.playback_id where p.viewer_id is not null
      union
      select * from unnest(${textArray(besides.map((key) => key.video_id))}::uuid[], ${textArray(besides.map((key) => key.viewer_id))}::text[])
    ) k(video_id, viewer_id) join viewer_progress v on v.video_id = k.video_id and v.viewer_id = k.viewer_id`;
  return new Map(
    stored.map((row) => [viewerKey({ video_id: row.video_id, viewer_id: row.viewer_id }), toViewer(row)]),
  );
}

/** Writes viewers over their rows, or inserts them. */
export async function writeViewers(sql: Queries, viewers: readonly Viewer[]): Promise<void> {
  if (viewers.length === 0) return;
  const rows = inOrder(viewers, viewerKey);
  const text = (pick: (row: Viewer) => string | null) => textArray(rows.map(pick));
  await sql`
    insert into viewer_progress (video_id, viewer_id, watched, playbacks, watch_ms, position_ms, position_at, position_playback_id, completed_at, last_watched_at)
    select * from unnest(
      ${text((row) => row.video_id)}::uuid[], ${text((row) => row.viewer_id)}::text[], ${text((row) => formatMultirange(row.watched))}::int4multirange[],
      ${numberArray(rows.map((row) => row.playbacks))}::int[], ${numberArray(rows.map((row) => row.watch_ms))}::bigint[],
      ${numberArray(rows.map((row) => row.position_ms))}::int[], ${instantArray(rows.map((row) => row.position_at))}::timestamptz[],
      ${text((row) => row.position_playback_id)}::uuid[], ${instantArray(rows.map((row) => row.completed_at))}::timestamptz[],
      ${instantArray(rows.map((row) => row.last_watched_at))}::timestamptz[])
    on conflict (video_id, viewer_id) do update set
      watched = excluded.watched, playbacks = excluded.playbacks, watch_ms = excluded.watch_ms, position_ms = excluded.position_ms,
      position_at = excluded.position_at, position_playback_id = excluded.position_playback_id, completed_at = excluded.completed_at,
      last_watched_at = excluded.last_watched_at`;
}

/**
 * Where this viewer stopped last, in seconds; null when nothing is known or they have completed the video.
 */
export async function resumePosition(
  sql: Queries,
  videoId: string,
  viewerId: string,
): Promise<number | null> {
  const [row] = await sql<{ position_ms: number | null; completed_at: Date | null }[]>`
    select position_ms, completed_at from viewer_progress where video_id = ${videoId} and viewer_id = ${viewerId}`;
  return row && row.completed_at === null && row.position_ms !== null ? row.position_ms / 1000 : null;
}
