import { sql } from "@/lib/db/client";
import { openLane } from "@/lib/db/lane";
import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import { videoBucket } from "@/lib/domain/videos/ingest/lock";
import { keepOrphans, type OrphanBeacon } from "@/lib/domain/videos/ingest/orphans";
import type { Beacon, Outcome } from "@/lib/domain/videos/playback";
import { describeError, log } from "@/lib/platform/log";
import { once } from "@/lib/platform/process";
import { createCommitQueue } from "./commit-queue";

/** Connections that write beacons: two saturate two cores, and one video's beacons always go through the same one. */
const laneCount = 2;

type Orphan = { beacon: OrphanBeacon; key: string; receivedAt: Date };

/** The process's way to the playback family: one queue for beacons, one for those that wait for their view. */
export function videoQueues() {
  return once("video-queues", () => {
    const lanes = Array.from({ length: laneCount }, openLane);
    const onFailure = (error: unknown, rows: number) =>
      log.error({ error: describeError(error), rows }, "a flush of beacons failed");
    const beacons = createCommitQueue<Beacon, Outcome>({
      lanes: laneCount,
      laneOf: (beacon) => videoBucket(beacon.videoId),
      flush: (rows, lane) => applyBeacons(lanes[lane]!, rows),
      onFailure,
    });
    const orphans = createCommitQueue<Orphan, { videoId: string | null; kept: boolean }>({
      lanes: 1,
      laneOf: () => 0,
      flush: (rows) => keepOrphans(sql(), rows),
      onFailure,
    });
    return {
      beacons,
      orphans,
      async close() {
        await orphans.drain();
        await beacons.drain();
        await Promise.all(lanes.map((lane) => lane.close()));
      },
    };
  });
}
