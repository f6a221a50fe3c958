import { sql } from "@/lib/db/client";
import { type Lane, openLane } from "@/lib/db/lane";
import { applyEvents } from "@/lib/domain/sessions/ingest/apply-events";
import { sessionBucket } from "@/lib/domain/sessions/ingest/lock";
import type { LiveEvent } from "@/lib/domain/sessions/live-events";
import type { LiveOutcome } from "@/lib/domain/sessions/live-fold";
import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import { videoBucket } from "@/lib/domain/videos/ingest/lock";
import { keepOrphans, type OrphanBeacon } from "@/lib/domain/videos/ingest/orphans";
import type { Beacon, Outcome } from "@/lib/domain/videos/playback";
import { describeError, log } from "@/lib/platform/log";
import { once } from "@/lib/platform/process";
import { createCommitQueue } from "./commit-queue";

/** Connections that write a family: two saturate two cores, and what is about one video or session goes through the same one. */
const laneCount = 2;

type Orphan = { beacon: OrphanBeacon; key: string; receivedAt: Date };

const onFailure = (what: string) => (error: unknown, rows: number) =>
  log.error({ error: describeError(error), rows }, `a flush of ${what} failed`);

/** A queue whose flushes go through lanes of their own. */
function queueOnLanes<Row, Result>(
  what: string,
  laneOf: (row: Row) => number,
  flush: (lane: Lane, rows: readonly Row[]) => Promise<readonly Result[]>,
) {
  const lanes = Array.from({ length: laneCount }, openLane);
  const queue = createCommitQueue<Row, Result>({
    lanes: laneCount,
    laneOf,
    flush: (rows, lane) => flush(lanes[lane]!, rows),
    onFailure: onFailure(what),
  });
  return {
    ...queue,
    async close() {
      await queue.drain();
      await Promise.all(lanes.map((lane) => lane.close()));
    },
  };
}

/** The process's way to the playback family: one queue for beacons, one for those that wait for their view. */
export function videoQueues() {
  return once("video-queues", () => {
    const beacons = queueOnLanes<Beacon, Outcome>(
      "beacons",
      (beacon) => videoBucket(beacon.videoId),
      applyBeacons,
    );
    const orphans = createCommitQueue<Orphan, { videoId: string | null; kept: boolean }>({
      lanes: 1,
      laneOf: () => 0,
      flush: (rows) => keepOrphans(sql(), rows),
      onFailure: onFailure("beacons"),
    });
    return {
      beacons,
      orphans,
      async close() {
        await orphans.drain();
        await beacons.close();
      },
    };
  });
}

/** The process's way to the live family. */
export function liveQueue() {
  return once("live-queue", () =>
    queueOnLanes<LiveEvent, LiveOutcome>(
      "live events",
      (event) => sessionBucket(event.sessionId),
      applyEvents,
    ),
  );
}

/** Answers what the queues hold, takes no more (503), and closes their connections. */
export async function closeQueues(): Promise<void> {
  await Promise.all([videoQueues().close(), liveQueue().close()]);
}
