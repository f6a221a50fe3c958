import "server-only";
import { tryLock } from "@/lib/db/advisory-locks";
import { transaction } from "@/lib/db/tx";
import { expirePending } from "@/lib/domain/videos/ingest/pending-beacons";
import { markReplayed, nextWaiting } from "@/lib/domain/videos/ingest/waiting-views";
import { storePlayback } from "../ingest/playback-queues";
import { startJob } from "./job";

/** How often the job runs, in milliseconds. */
const intervalMs = 2_000;
/** How many playbacks one run counts. */
const playbacksAtOnce = 200;
/** How many beacons one run drops. */
const droppedAtOnce = 5_000;
/**
 * Counts playbacks that waited until their address had a video, as if their views arrived now from the ingest: each takes the progress
 * that waited with it, in one transaction. Drops what waited too long. Returns how many of each, or null while another process runs the job.
 */
export function maintainAddresses(now: Date): Promise<{ replayed: number; dropped: number } | null> {
  return transaction(async (tx) => {
    if (!(await tryLock(tx, "addresses"))) return null;
    const waiting = await nextWaiting(playbacksAtOnce);
    if (waiting) {
      const { views, video_id, duration_ms } = waiting;
      const isReported = views.some(({ view }) => view?.reported_length_ms);
      const length =
        duration_ms === null && isReported
          ? { video_id, duration_ms: null, day: views[0]!.day, grows: false }
          : null;
      await Promise.all(views.map((beacon) => storePlayback({ beacon, length, burst: null })));
      if (views.length < playbacksAtOnce) await markReplayed(waiting, now);
    }
    return { replayed: waiting?.views.length ?? 0, dropped: await expirePending(now, droppedAtOnce) };
  });
}

/** Runs `maintainAddresses` every few seconds, and at once again while there is more to do. */
export const startAddressJob = () =>
  startJob("addresses", "waiting beacons could not be counted or dropped", intervalMs, async (now) => {
    const done = await maintainAddresses(now);
    return Boolean(done?.replayed) || done?.dropped === droppedAtOnce;
  });
