import "server-only";
import type { Sql, TransactionSql } from "postgres";
import { booleanArray, instantArray, numberArray, textArray } from "@/lib/db/literals";
import { formatMultirange, parseMultirange } from "@/lib/measure/ranges";
import type { Playback, VideoRules } from "../playback";
import type { Viewer } from "../roll-ups";

/*
 * The playback family's rows, in sets. Every statement goes by primary key with its keys in order; none uses FOR UPDATE,
 * now(), a foreign key or a secondary unique index, so that the same statements run on one node and on Citus.
 */

export type PlaybackKey = { videoId: string; sessionId: string };
export type ViewerKey = { videoId: string; viewerId: string };
export const playbackKey = (key: PlaybackKey): string => `${key.videoId} ${key.sessionId}`;
export const viewerKey = (key: ViewerKey): string => `${key.videoId} ${key.viewerId}`;

function inOrder<T>(items: readonly T[], key: (item: T) => string): T[] {
  return items
    .map((item) => [key(item), item] as const)
    .sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))
    .map(([, item]) => item);
}

/** What each video and its school lay down, read inside the transaction that relies on it. */
export async function readRules(
  tx: TransactionSql,
  videoIds: readonly string[],
): Promise<Map<string, VideoRules & { timeZone: string }>> {
  const rows = await tx<
    { id: string; duration_ms: number | null; completion_threshold: number; time_zone: string }[]
  >`
    select v.id, v.duration_ms, s.completion_threshold, s.time_zone
    from videos v join schools s on s.id = v.school_id where v.id = any(${textArray(videoIds)}::uuid[])`;
  return new Map(
    rows.map((row) => [
      row.id,
      { durationMs: row.duration_ms, completionThreshold: row.completion_threshold, timeZone: row.time_zone },
    ]),
  );
}

const date = (value: string | Date | null): Date | null => (value === null ? null : new Date(value));

type PlaybackRow = {
  video_id: string;
  session_id: string;
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
    videoId: row.video_id,
    sessionId: row.session_id,
    day: row.day,
    firstHeardAt: new Date(row.first_heard_at),
    lastHeardAt: new Date(row.last_heard_at),
    viewedAt: date(row.viewed_at),
    viewerId: row.viewer_id,
    preview: row.preview,
    rolledUp: row.rolled_up,
    device: row.device,
    browser: row.browser,
    os: row.os,
    country: row.country,
    referrer: row.referrer,
    applied: parseMultirange(row.applied),
    watched: parseMultirange(row.watched),
    replays: parseMultirange(row.replays),
    mediaMs: Number(row.media_ms),
    reportedMs: Number(row.reported_ms),
    positionMs: row.position_ms,
    positionSeq: row.position_seq,
    speedMilli: row.speed_milli,
    startupMs: row.startup_ms,
    abandoned: row.abandoned,
    quality: row.quality,
    plays: row.plays,
    pauses: row.pauses,
    seeks: row.seeks,
    qualityChanges: row.quality_changes,
    rebuffers: row.rebuffers,
    rebufferMs: Number(row.rebuffer_ms),
    retries: row.retries,
  };
}

/** Inserts these playbacks where there are none, locks all of them, and reads them as they are stored. */
export async function lockPlaybacks(
  tx: TransactionSql,
  blanks: readonly Playback[],
): Promise<Map<string, Playback>> {
  const rows = inOrder(blanks, playbackKey);
  const videoIds = textArray(rows.map((row) => row.videoId));
  const sessionIds = textArray(rows.map((row) => row.sessionId));
  const [, stored] = await Promise.all([
    tx`
      insert into playbacks (video_id, session_id, day, first_heard_at, last_heard_at)
      select * from unnest(${videoIds}::uuid[], ${sessionIds}::uuid[], ${textArray(rows.map((row) => row.day))}::date[],
        ${instantArray(rows.map((row) => row.firstHeardAt))}::timestamptz[], ${instantArray(rows.map((row) => row.lastHeardAt))}::timestamptz[])
      on conflict (video_id, session_id) do update set rolled_up = excluded.rolled_up where false`,
    tx<PlaybackRow[]>`
      select p.*, p.day::text as day from unnest(${videoIds}::uuid[], ${sessionIds}::uuid[]) k(video_id, session_id)
      join playbacks p on p.video_id = k.video_id and p.session_id = k.session_id`,
  ]);
  return new Map(
    stored.map((row) => [playbackKey({ videoId: row.video_id, sessionId: row.session_id }), toPlayback(row)]),
  );
}

/** Writes playbacks back over their locked rows. */
export async function writePlaybacks(tx: TransactionSql, playbacks: readonly Playback[]): Promise<void> {
  if (playbacks.length === 0) return;
  const rows = inOrder(playbacks, playbackKey);
  const text = (pick: (row: Playback) => string | null) => textArray(rows.map(pick));
  const number = (pick: (row: Playback) => number | null) => numberArray(rows.map(pick));
  const instant = (pick: (row: Playback) => Date | null) => instantArray(rows.map(pick));
  const flag = (pick: (row: Playback) => boolean) => booleanArray(rows.map(pick));
  await tx`
    update playbacks p set
      day = u.day, first_heard_at = u.first_heard_at, last_heard_at = u.last_heard_at, viewed_at = u.viewed_at, viewer_id = u.viewer_id,
      preview = u.preview, rolled_up = u.rolled_up, device = u.device, browser = u.browser, os = u.os, country = u.country,
      referrer = u.referrer, applied = u.applied, watched = u.watched, replays = u.replays, media_ms = u.media_ms,
      reported_ms = u.reported_ms, position_ms = u.position_ms, position_seq = u.position_seq, speed_milli = u.speed_milli,
      startup_ms = u.startup_ms, abandoned = u.abandoned, quality = u.quality, plays = u.plays, pauses = u.pauses, seeks = u.seeks,
      quality_changes = u.quality_changes, rebuffers = u.rebuffers, rebuffer_ms = u.rebuffer_ms, retries = u.retries
    from unnest(
      ${text((row) => row.videoId)}::uuid[], ${text((row) => row.sessionId)}::uuid[], ${text((row) => row.day)}::date[],
      ${instant((row) => row.firstHeardAt)}::timestamptz[], ${instant((row) => row.lastHeardAt)}::timestamptz[],
      ${instant((row) => row.viewedAt)}::timestamptz[], ${text((row) => row.viewerId)}::text[], ${flag((row) => row.preview)}::boolean[],
      ${flag((row) => row.rolledUp)}::boolean[], ${text((row) => row.device)}::text[], ${text((row) => row.browser)}::text[],
      ${text((row) => row.os)}::text[], ${text((row) => row.country)}::text[], ${text((row) => row.referrer)}::text[],
      ${text((row) => formatMultirange(row.applied))}::int4multirange[], ${text((row) => formatMultirange(row.watched))}::int4multirange[],
      ${text((row) => formatMultirange(row.replays))}::int4multirange[], ${number((row) => row.mediaMs)}::bigint[],
      ${number((row) => row.reportedMs)}::bigint[], ${number((row) => row.positionMs)}::int[], ${number((row) => row.positionSeq)}::int[],
      ${number((row) => row.speedMilli)}::int[], ${number((row) => row.startupMs)}::int[], ${flag((row) => row.abandoned)}::boolean[],
      ${text((row) => JSON.stringify(row.quality))}::jsonb[], ${number((row) => row.plays)}::int[], ${number((row) => row.pauses)}::int[],
      ${number((row) => row.seeks)}::int[], ${number((row) => row.qualityChanges)}::int[], ${number((row) => row.rebuffers)}::int[],
      ${number((row) => row.rebufferMs)}::bigint[], ${number((row) => row.retries)}::int[]
    ) u(video_id, session_id, day, first_heard_at, last_heard_at, viewed_at, viewer_id, preview, rolled_up, device, browser, os, country,
      referrer, applied, watched, replays, media_ms, reported_ms, position_ms, position_seq, speed_milli, startup_ms, abandoned, quality,
      plays, pauses, seeks, quality_changes, rebuffers, rebuffer_ms, retries)
    where p.video_id = u.video_id and p.session_id = u.session_id`;
}

type ViewerRow = {
  video_id: string;
  viewer_id: string;
  watched: string;
  playbacks: number;
  watch_ms: string;
  position_ms: number | null;
  position_at: string | null;
  position_session_id: string | null;
  completed_at: string | null;
  last_watched_at: string | null;
};

/** A stored row as a viewer. */
export function toViewer(row: ViewerRow): Viewer {
  return {
    videoId: row.video_id,
    viewerId: row.viewer_id,
    watched: parseMultirange(row.watched),
    playbacks: row.playbacks,
    watchMs: Number(row.watch_ms),
    positionMs: row.position_ms,
    positionAt: date(row.position_at),
    positionSessionId: row.position_session_id,
    completedAt: date(row.completed_at),
    lastWatchedAt: date(row.last_watched_at),
  };
}

/** Inserts these viewers where there are none, locks all of them, and reads them as they are stored. */
export async function lockViewers(
  tx: TransactionSql,
  keys: readonly ViewerKey[],
): Promise<Map<string, Viewer>> {
  if (keys.length === 0) return new Map();
  const rows = inOrder(keys, viewerKey);
  const videoIds = textArray(rows.map((row) => row.videoId));
  const viewerIds = textArray(rows.map((row) => row.viewerId));
  const [, stored] = await Promise.all([
    tx`
      insert into viewer_progress (video_id, viewer_id) select * from unnest(${videoIds}::uuid[], ${viewerIds}::text[])
      on conflict (video_id, viewer_id) do update set playbacks = excluded.playbacks where false`,
    tx<ViewerRow[]>`
      select v.* from unnest(${videoIds}::uuid[], ${viewerIds}::text[]) k(video_id, viewer_id)
      join viewer_progress v on v.video_id = k.video_id and v.viewer_id = k.viewer_id`,
  ]);
  return new Map(
    stored.map((row) => [viewerKey({ videoId: row.video_id, viewerId: row.viewer_id }), toViewer(row)]),
  );
}

/** Writes viewers over their locked rows, or inserts them (a rebuild makes them anew). */
export async function writeViewers(tx: TransactionSql, viewers: readonly Viewer[]): Promise<void> {
  if (viewers.length === 0) return;
  const rows = inOrder(viewers, viewerKey);
  const text = (pick: (row: Viewer) => string | null) => textArray(rows.map(pick));
  await tx`
    insert into viewer_progress (video_id, viewer_id, watched, playbacks, watch_ms, position_ms, position_at, position_session_id, completed_at, last_watched_at)
    select * from unnest(
      ${text((row) => row.videoId)}::uuid[], ${text((row) => row.viewerId)}::text[], ${text((row) => formatMultirange(row.watched))}::int4multirange[],
      ${numberArray(rows.map((row) => row.playbacks))}::int[], ${numberArray(rows.map((row) => row.watchMs))}::bigint[],
      ${numberArray(rows.map((row) => row.positionMs))}::int[], ${instantArray(rows.map((row) => row.positionAt))}::timestamptz[],
      ${text((row) => row.positionSessionId)}::uuid[], ${instantArray(rows.map((row) => row.completedAt))}::timestamptz[],
      ${instantArray(rows.map((row) => row.lastWatchedAt))}::timestamptz[])
    on conflict (video_id, viewer_id) do update set
      watched = excluded.watched, playbacks = excluded.playbacks, watch_ms = excluded.watch_ms, position_ms = excluded.position_ms,
      position_at = excluded.position_at, position_session_id = excluded.position_session_id, completed_at = excluded.completed_at,
      last_watched_at = excluded.last_watched_at`;
}

/**
 * Where this viewer stopped last, in seconds; null when nothing is known or they have completed the video.
 */
export async function resumePosition(sql: Sql, videoId: string, viewerId: string): Promise<number | null> {
  const [row] = await sql<{ position_ms: number | null; completed_at: Date | null }[]>`
    select position_ms, completed_at from viewer_progress where video_id = ${videoId} and viewer_id = ${viewerId}`;
  return row && row.completed_at === null && row.position_ms !== null ? row.position_ms / 1000 : null;
}
