import "server-only";
import type { Queries, Writer } from "@/lib/db/writer";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { dayOf } from "@/lib/platform/time";
import {
  type Beacon,
  fold,
  newPlayback,
  type Outcome,
  type Playback,
  type VideoRules,
  type Viewer,
} from "../playback";
import {
  addPlayback,
  addViewer,
  changeViewer,
  hasViewer,
  isRolledUp,
  newVideoDelta,
  newViewer,
  type VideoDelta,
} from "../roll-ups";
import { addRollUps } from "./add-roll-ups";
import { lockVideos } from "./lock";
import { takePending } from "./pending-beacons";
import {
  type PlaybackKey,
  playbackKey,
  playbackRows,
  readEarlier,
  readPlaybacks,
  readRules,
  readViewers,
  suspectRows,
  type ViewerKey,
  viewerKey,
  viewerRows,
  writeViewedDays,
} from "./rows";

/**
 * Stores a batch of beacons in one transaction: playbacks, viewers' progress and all roll-ups together. Returns one
 * outcome a beacon, in order, after the commit; throws, with nothing stored, when the transaction fails.
 */
export async function applyBeacons(writer: Writer, beacons: readonly Beacon[]): Promise<Outcome[]> {
  if (beacons.length === 0) return [];
  const videoIds = [...new Set(beacons.map((beacon) => beacon.video_id))];
  const keys = distinct(beacons.map(keyOf), playbackKey);
  return writer.transaction(
    // The first statement waits for other writers; the others then see what those committed.
    (sql) => {
      const locked = lockVideos(sql, videoIds);
      const pending = takePending(sql, beacons);
      const rules = readRules(sql, videoIds);
      return Promise.all([
        locked,
        pending,
        rules,
        readPlaybacks(sql, keys),
        readViewers(sql, keys, beacons.flatMap(viewerOf)),
        rules.then((found) => readEarlier(sql, found, keys)),
      ]);
    },
    (sql, [, pending, ofVideos, ofPlaybacks, ofViewers, replaced]) => {
      const rules = new Map([...ofVideos, ...(replaced?.rules ?? [])]);
      const playbacks = new Map([...ofPlaybacks, ...(replaced?.playbacks ?? [])]);
      const viewers = new Map([...ofViewers, ...(replaced?.viewers ?? [])]);
      const earlier = pending.map((beacon) => ({
        ...beacon,
        day: dayOf(beacon.received_at, rules.get(beacon.video_id)!.time_zone),
      }));
      // Pending beacons were received before these.
      const all = [...earlier, ...beacons].map((beacon) => ({
        ...beacon,
        video_id: replaced?.videoIds.get(playbackKey(beacon)) ?? beacon.video_id,
      }));
      const { changes, outcomes } = foldAll(all, withNew(playbacks, all), rules);
      return { writes: writeChanges(sql, changes, viewers, rules), result: outcomes.slice(earlier.length) };
    },
  );
}

type Change = { before: Playback; after: Playback; rules: VideoRules };

function foldAll(
  beacons: readonly Beacon[],
  before: ReadonlyMap<string, Playback>,
  rules: ReadonlyMap<string, VideoRules>,
): { changes: Change[]; outcomes: Outcome[] } {
  const after = new Map(before);
  const outcomes = beacons.map((beacon) => {
    const key = playbackKey(beacon);
    const ruling = rules.get(beacon.video_id);
    const current = after.get(key);
    if (!ruling || !current) throw new Error(`no video ${beacon.video_id}`);
    const { playback, outcome } = fold(current, beacon, ruling);
    after.set(key, playback);
    return outcome;
  });
  const changes: Change[] = [];
  for (const [key, playback] of after) {
    const stored = before.get(key)!;
    const ruling = rules.get(playback.video_id)!;
    if (playback !== stored)
      changes.push({
        before: stored,
        after: { ...playback, rolled_up: isRolledUp(playback, ruling) },
        rules: ruling,
      });
  }
  return { changes, outcomes };
}

function writeChanges(
  sql: Queries,
  changes: readonly Change[],
  viewersBefore: ReadonlyMap<string, Viewer>,
  rules: ReadonlyMap<string, VideoRules>,
): Promise<void>[] {
  const deltas = new Map<string, VideoDelta>();
  const viewers = new Map<string, Viewer>();
  for (const { before, after, rules } of changes) {
    if (!after.rolled_up) continue;
    addPlayback(
      getOrInsert(deltas, after.video_id, newVideoDelta),
      before.rolled_up ? before : null,
      after,
      rules,
    );
    if (!hasViewer(after)) continue;
    const key = viewerKey(after);
    const viewer = viewers.get(key) ?? viewersBefore.get(key) ?? newViewer(after.video_id, after.viewer_id);
    viewers.set(key, changeViewer(viewer, before, after, rules));
  }
  for (const [key, viewer] of viewers)
    addViewer(
      getOrInsert(deltas, viewer.video_id, newVideoDelta),
      viewersBefore.get(key) ?? null,
      viewer,
      rules.get(viewer.video_id)!,
    );
  // A beacon that was received before midnight, but is stored after one that was received later.
  const moved = changes.flatMap(({ before, after }) =>
    before.rolled_up && before.day !== after.day && hasViewer(after) ? [after] : [],
  );
  return [
    playbackRows.write(
      sql,
      changes.map((change) => change.after),
    ),
    viewerRows.write(sql, [...viewers.values()]),
    ...(moved.length ? [writeViewedDays(sql, moved)] : []),
    suspectRows.write(
      sql,
      distinct(changes.flatMap(suspectOf), ({ video_id, id }) => `${video_id} ${id}`),
    ),
    addRollUps(sql, deltas),
  ];
}

/** The suspect that a playback belongs to since its view came: it exists with the first of its playbacks. */
const suspectOf = ({ before, after }: Change) =>
  after.suspect_id !== null && after.suspect_id !== before.suspect_id
    ? [{ video_id: after.video_id, id: after.suspect_id, found_at: after.last_heard_at }]
    : [];

const keyOf = (beacon: Beacon): PlaybackKey => ({
  video_id: beacon.video_id,
  playback_id: beacon.playback_id,
});

function distinct<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}

/** The viewer that a view names, if it names one. */
function viewerOf({ video_id: videoId, view }: Beacon): ViewerKey[] {
  return view && view.viewer_id !== null && !view.preview
    ? [{ video_id: videoId, viewer_id: view.viewer_id }]
    : [];
}

/** The stored playbacks, and new ones for the rest, which begin with the earliest of these beacons. */
function withNew(stored: ReadonlyMap<string, Playback>, beacons: readonly Beacon[]): Map<string, Playback> {
  const all = new Map(stored);
  for (const beacon of beacons) {
    const key = playbackKey(beacon);
    const existing = all.get(key);
    if (!existing || (!stored.has(key) && beacon.received_at < existing.first_heard_at))
      all.set(key, newPlayback({ ...keyOf(beacon), day: beacon.day, heard_at: beacon.received_at }));
  }
  return all;
}
