import postgres, { type Sql } from "postgres";
import { applyBeacons } from "@/lib/domain/videos/ingest/apply-beacons";
import { videoBucket } from "@/lib/domain/videos/ingest/lock";
import { keepOrphans, type OrphanBeacon } from "@/lib/domain/videos/ingest/orphans";
import type { Beacon, Outcome } from "@/lib/domain/videos/playback";
import { env } from "@/lib/platform/env";
import { describeError, log } from "@/lib/platform/log";
import { once } from "@/lib/platform/process";
import { createCommitQueue } from "./commit-queue";

/** Connections that write beacons: two saturate two cores, and one video's beacons always go through the same one. */
const laneCount = 2;

/**
 * A client with one connection, for one lane. Plans made while tables were empty would be kept and cost 2–2.5 times, so
 * the planner is told to go by index. A statement that waits ten seconds gives up: its callers get a 503 and come back.
 */
export function connectLane(): Sql {
  return postgres(env().DATABASE_URL, {
    max: 1,
    onnotice: () => {},
    connection: {
      application_name: "lectern ingest",
      enable_seqscan: false,
      enable_hashjoin: false,
      enable_mergejoin: false,
      jit: false,
      statement_timeout: 10_000,
    },
  });
}

class Lane {
  #sql: Sql | null = null;

  async run<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    this.#sql ??= connectLane();
    const sql = this.#sql;
    try {
      return await work(sql);
    } catch (error) {
      // Without a SQLSTATE it was the connection: one that broke may go on in autocommit once it is back, so it is never used again.
      if (!isSqlState(error)) {
        this.#sql = null;
        void sql
          .end({ timeout: 0 })
          .catch((cause: unknown) =>
            log.debug({ error: describeError(cause) }, "a broken lane did not close"),
          );
      }
      throw error;
    }
  }

  async close(): Promise<void> {
    const sql = this.#sql;
    this.#sql = null;
    await sql?.end({ timeout: 5 });
  }
}

function isSqlState(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  // Class 57P: the server is shutting down or has cut the connection.
  return (
    error instanceof RangeError ||
    (typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith("57P"))
  );
}

type Orphan = { beacon: OrphanBeacon; key: string; receivedAt: Date };

/** The process's way to the playback family: one queue for beacons, one for those that wait for their view. */
export function videoQueues() {
  return once("video-queues", () => {
    const lanes = Array.from({ length: laneCount }, () => new Lane());
    const orphanLane = new Lane();
    const onFailure = (error: unknown, rows: number) =>
      log.error({ error: describeError(error), rows }, "a flush of beacons failed");
    const beacons = createCommitQueue<Beacon, Outcome>({
      lanes: laneCount,
      laneOf: (beacon) => videoBucket(beacon.videoId),
      flush: (rows, lane) => lanes[lane]!.run((sql) => applyBeacons(sql, rows)),
      onFailure,
    });
    const orphans = createCommitQueue<Orphan, { videoId: string | null; kept: boolean }>({
      lanes: 1,
      laneOf: () => 0,
      flush: (rows) => orphanLane.run((sql) => keepOrphans(sql, rows)),
      onFailure,
    });
    return {
      beacons,
      orphans,
      async close() {
        await orphans.drain();
        await beacons.drain();
        await Promise.all([...lanes, orphanLane].map((lane) => lane.close()));
      },
    };
  });
}
