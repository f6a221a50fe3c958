import "server-only";
import type { Sql, TransactionSql } from "postgres";
import { numberArray, textArray } from "@/lib/db/literals";
import { entry } from "@/lib/measure/entry";
import { dayOf } from "@/lib/platform/time";
import { type Beacon, fold, newPlayback, type Outcome, type Playback, type VideoRules } from "./playback";
import {
  addPlayback,
  addViewer,
  changeViewer,
  counts,
  hasViewer,
  newVideoDelta,
  type VideoDelta,
  type Viewer,
} from "./roll-ups";
import {
  addRollUps,
  lockPlaybacks,
  lockViewers,
  type PlaybackKey,
  playbackKey,
  readRules,
  type ViewerKey,
  viewerKey,
  writePlaybacks,
  writeViewers,
} from "./rows";

/** Advisory locks of the playback family: one of 64 per hash of the video. */
const lockSpace = 7310;
const lockBuckets = 64;

/** The bucket whose lock serialises everything written about a video; also what lanes are chosen by. */
export function videoBucket(videoId: string): number {
  // The last digits of a UUIDv7 are random; any cheap stable hash of them spreads well.
  return Number.parseInt(videoId.slice(-4), 16) % lockBuckets;
}

/**
 * Takes the locks of these videos, in order, until the transaction ends. It is the first statement of every writer of
 * the family, so that writers of several processes wait for each other and never deadlock.
 */
export async function lockVideos(tx: TransactionSql, videoIds: Iterable<string>): Promise<void> {
  const buckets = [...new Set([...videoIds].map(videoBucket))].sort((a, b) => a - b);
  await tx`select count(*) from (select pg_advisory_xact_lock(${lockSpace}::int, b) from unnest(${numberArray(buckets)}::int[]) b offset 0) x`;
}

/**
 * Stores a batch of beacons in one transaction: playbacks, viewers' progress and all roll-ups together. Returns one
 * outcome a beacon, in order, after the commit; throws, with nothing stored, when the transaction fails.
 * `sql` should be a client with one connection of its own (a lane).
 */
export async function applyBeacons(sql: Sql, beacons: readonly Beacon[]): Promise<Outcome[]> {
  if (beacons.length === 0) return [];
  return (await sql.begin(async (tx) => {
    const locked = lockVideos(tx, new Set(beacons.map((beacon) => beacon.videoId)));
    const waiting = adoptOrphans(tx, beacons);
    await locked;
    return foldAndWrite(tx, beacons, await waiting);
  })) as Outcome[];
}

async function foldAndWrite(
  tx: TransactionSql,
  given: readonly Beacon[],
  adopted: readonly Omit<Beacon, "day">[],
): Promise<Outcome[]> {
  const rules = await readRules(tx, [...new Set(given.map((beacon) => beacon.videoId))]);
  const late = adopted.map((beacon) => ({
    ...beacon,
    day: dayOf(beacon.receivedAt, rules.get(beacon.videoId)!.timeZone),
  }));
  // What waited was heard of first.
  const beacons = [...late, ...given];
  const keys = distinct(beacons.map(keyOf), playbackKey);
  const before = await lockPlaybacks(tx, firstHeard(beacons, keys));

  const after = new Map(before);
  const outcomes = beacons.map((beacon) => {
    const key = playbackKey(beacon);
    const ruling = rules.get(beacon.videoId);
    const current = after.get(key);
    if (!ruling || !current) throw new Error(`no video or playback row for ${key}`);
    const { playback, outcome } = fold(current, beacon, ruling);
    after.set(key, playback);
    return outcome;
  });

  const changed: { before: Playback; after: Playback; rules: VideoRules }[] = [];
  for (const [key, playback] of after) {
    const stored = before.get(key)!;
    const ruling = rules.get(playback.videoId)!;
    const settled = playback === stored ? stored : { ...playback, rolledUp: counts(playback, ruling) };
    if (settled !== stored) changed.push({ before: stored, after: settled, rules: ruling });
  }
  await writeChanges(tx, changed, rules);
  return outcomes.slice(late.length);
}

async function writeChanges(
  tx: TransactionSql,
  changed: { before: Playback; after: Playback; rules: VideoRules }[],
  rules: Map<string, VideoRules>,
): Promise<void> {
  if (changed.length === 0) return;
  const deltas = new Map<string, VideoDelta>();
  const deltaOf = (videoId: string) => entry(deltas, videoId, newVideoDelta);
  const counting = changed.filter((change) => change.after.rolledUp);
  for (const change of counting) {
    const delta = deltaOf(change.after.videoId);
    if (change.before.rolledUp) addPlayback(delta, change.before, change.rules, -1);
    addPlayback(delta, change.after, change.rules, 1);
  }

  const watching = counting.flatMap((change) =>
    hasViewer(change.after) ? [{ ...change, viewerId: change.after.viewerId }] : [],
  );
  const viewerKeys = distinct(
    watching.map(({ after, viewerId }): ViewerKey => ({ videoId: after.videoId, viewerId })),
    viewerKey,
  );
  const viewersBefore = await lockViewers(tx, viewerKeys);
  const viewers = new Map<string, Viewer>(viewersBefore);
  for (const change of watching) {
    const key = viewerKey({ videoId: change.after.videoId, viewerId: change.viewerId });
    viewers.set(key, changeViewer(viewers.get(key)!, change.before, change.after, change.rules));
  }
  for (const [key, viewer] of viewers) {
    const delta = deltaOf(viewer.videoId);
    const ruling = rules.get(viewer.videoId)!;
    addViewer(delta, viewersBefore.get(key)!, ruling, -1);
    addViewer(delta, viewer, ruling, 1);
  }
  await Promise.all([
    writePlaybacks(
      tx,
      changed.map((change) => change.after),
    ),
    writeViewers(tx, [...viewers.values()]),
    addRollUps(tx, deltas),
  ]);
}

/* ---- Beacons that came before anything said which video they are of ---- */

/** Notes which video the views' playbacks are of, and takes over the beacons that waited for them. */
async function adoptOrphans(tx: TransactionSql, beacons: readonly Beacon[]): Promise<Omit<Beacon, "day">[]> {
  const views = new Map(
    beacons.filter((beacon) => beacon.view).map((beacon) => [beacon.sessionId, beacon.videoId]),
  );
  if (views.size === 0) return [];
  const sessions = [...views.keys()].sort();
  const [, orphans] = await Promise.all([
    tx`
      insert into playback_routes as r (session_id, video_id)
      select * from unnest(${textArray(sessions)}::uuid[], ${textArray(sessions.map((session) => views.get(session)!))}::uuid[])
      on conflict (session_id) do update set video_id = excluded.video_id where r.video_id is null`,
    tx<{ session_id: string; received_at: Date | string; beacon: OrphanBeacon }[]>`
      delete from orphan_beacons where session_id = any(${textArray(sessions)}::uuid[])
      returning session_id, received_at, beacon`,
  ]);
  return orphans
    .map((row) => ({
      view: null,
      ...row.beacon,
      videoId: views.get(row.session_id)!,
      receivedAt: new Date(row.received_at),
      tokenIssuedAt: null,
    }))
    .sort((a, b) => a.receivedAt.getTime() - b.receivedAt.getTime());
}

/** A progress beacon whose video nobody has named yet. */
export type OrphanBeacon = Pick<Beacon, "sessionId" | "progress">;

/**
 * Keeps progress that bears only a session until its view says which video it is of. Returns, for each beacon, the
 * video when one is known by now (then nothing was kept: apply it there), else null (kept, or kept before).
 * The route's row is the place to lock: a view either sees the kept beacon or is seen here.
 */
export async function keepOrphans(
  sql: Sql,
  beacons: readonly { beacon: OrphanBeacon; key: string; receivedAt: Date }[],
): Promise<{ videoId: string | null; kept: boolean }[]> {
  const sessions = [...new Set(beacons.map(({ beacon }) => beacon.sessionId))].sort();
  return (await sql.begin(async (tx) => {
    const routes = await tx<{ session_id: string; video_id: string | null }[]>`
      insert into playback_routes as r (session_id) select * from unnest(${textArray(sessions)}::uuid[])
      on conflict (session_id) do update set session_id = excluded.session_id
      returning session_id, video_id`;
    const videoOf = new Map(routes.map((row) => [row.session_id, row.video_id]));
    const homeless = beacons.filter(({ beacon }) => !videoOf.get(beacon.sessionId));
    const kept = new Set<string>();
    if (homeless.length > 0) {
      const rows = await tx<{ session_id: string; key: string }[]>`
        insert into orphan_beacons (session_id, key, received_at, beacon)
        select * from unnest(
          ${textArray(homeless.map(({ beacon }) => beacon.sessionId))}::uuid[],
          ${textArray(homeless.map(({ key }) => key))}::text[],
          ${textArray(homeless.map(({ receivedAt }) => receivedAt.toISOString()))}::timestamptz[],
          ${textArray(homeless.map(({ beacon }) => JSON.stringify(beacon)))}::jsonb[])
        on conflict do nothing returning session_id, key`;
      for (const row of rows) kept.add(`${row.session_id} ${row.key}`);
    }
    return beacons.map(({ beacon, key }) => ({
      videoId: videoOf.get(beacon.sessionId) ?? null,
      kept: kept.delete(`${beacon.sessionId} ${key}`),
    }));
  })) as { videoId: string | null; kept: boolean }[];
}

/** The videos that these playbacks are known to be of. One indexed read. */
export async function routePlaybacks(sql: Sql, sessionIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await sql<{ session_id: string; video_id: string }[]>`
    select session_id, video_id from playback_routes
    where session_id = any(${textArray(sessionIds)}::uuid[]) and video_id is not null`;
  return new Map(rows.map((row) => [row.session_id, row.video_id]));
}

/**
 * Where this viewer stopped last, in seconds; null when nothing is known or they have completed the video.
 */
export async function resumePosition(sql: Sql, videoId: string, viewerId: string): Promise<number | null> {
  const [row] = await sql<{ position_ms: number | null; completed_at: Date | null }[]>`
    select position_ms, completed_at from viewer_progress where video_id = ${videoId} and viewer_id = ${viewerId}`;
  return row && row.completed_at === null && row.position_ms !== null ? row.position_ms / 1000 : null;
}

/* ---- Small steps ---- */

const keyOf = (beacon: Beacon): PlaybackKey => ({ videoId: beacon.videoId, sessionId: beacon.sessionId });

function distinct<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}

/** Blank playbacks to insert where none is stored: first heard of with the earliest of this batch's beacons. */
function firstHeard(beacons: readonly Beacon[], keys: readonly PlaybackKey[]): Playback[] {
  const earliest = new Map<string, Beacon>();
  for (const beacon of beacons) {
    const known = earliest.get(playbackKey(beacon));
    if (!known || beacon.receivedAt < known.receivedAt) earliest.set(playbackKey(beacon), beacon);
  }
  return keys.map((key) => {
    const beacon = earliest.get(playbackKey(key))!;
    return newPlayback({ ...key, day: beacon.day, heardAt: beacon.receivedAt });
  });
}
