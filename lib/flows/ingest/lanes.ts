import { sql } from "@/lib/db/client";
import { openWriter, type Writer } from "@/lib/db/writer";
import { applyEvents } from "@/lib/domain/sessions/live/apply";
import type { LiveEvent } from "@/lib/domain/sessions/live/events";
import type { LiveOutcome } from "@/lib/domain/sessions/live/fold";
import { sessionBucket } from "@/lib/domain/sessions/live/lock";
import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import { videoBucket } from "@/lib/domain/videos/ingest/lock";
import { keepOrphans, type OrphanBeacon } from "@/lib/domain/videos/ingest/orphans";
import type { Beacon, Outcome } from "@/lib/domain/videos/playback";
import { describeError, log } from "@/lib/platform/log";
import { once } from "@/lib/platform/process";
import { createCommitQueue } from "./commit-queue";

/** Connections that write a family: two saturate two cores, and what is about one video or session goes through the same one. */
const writersPerFamily = 2;

type Orphan = { beacon: OrphanBeacon; key: string; received_at: Date };

const onFailure = (what: string) => (error: unknown, rows: number) =>
  log.error({ error: describeError(error), rows }, `a flush of ${what} failed`);

/** A queue whose flushes go through connections of their own. */
function shardedQueue<Row, Result>(
  what: string,
  shardOf: (row: Row) => number,
  flush: (writer: Writer, rows: readonly Row[]) => Promise<readonly Result[]>,
) {
  const connections = Array.from({ length: writersPerFamily }, openWriter);
  const queue = createCommitQueue<Row, Result>({
    shards: writersPerFamily,
    shard_of: shardOf,
    flush: (rows, writer) => flush(connections[writer]!, rows),
    onFailure: onFailure(what),
  });
  return {
    ...queue,
    async close() {
      await queue.drain();
      await Promise.all(connections.map((writer) => writer.close()));
    },
  };
}

/** The process's way to the playback family: one queue for beacons, one for those that wait for their view. */
export function videoQueues() {
  return once("video-queues", () => {
    const beacons = shardedQueue<Beacon, Outcome>(
      "beacons",
      (beacon) => videoBucket(beacon.video_id),
      applyBeacons,
    );
    const orphans = createCommitQueue<Orphan, { video_id: string | null; kept: boolean }>({
      shards: 1,
      shard_of: () => 0,
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
    shardedQueue<LiveEvent, LiveOutcome>(
      "live events",
      (event) => sessionBucket(event.session_id),
      applyEvents,
    ),
  );
}

/** Answers what the queues hold, takes no more (503), and closes their connections. */
export async function closeQueues(): Promise<void> {
  await Promise.all([videoQueues().close(), liveQueue().close()]);
}
