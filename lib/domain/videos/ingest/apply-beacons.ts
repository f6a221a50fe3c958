import "server-only";
import type { Sql, TransactionSql } from "postgres";
import { entry } from "@/lib/measure/entry";
import { dayOf } from "@/lib/platform/time";
import { type Beacon, fold, newPlayback, type Outcome, type Playback, type VideoRules } from "../playback";
import {
  addPlayback,
  addViewer,
  changeViewer,
  counts,
  hasViewer,
  newVideoDelta,
  type VideoDelta,
  type Viewer,
} from "../roll-ups";
import { addRollUps } from "./add-roll-ups";
import { lockVideos } from "./lock";
import { adoptOrphans } from "./orphans";
import {
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
