import { openWriter, type Writer } from "@/lib/db/writer";
import { endQueue, measureQueue } from "@/lib/http/measurements";
import { type CommitQueue, createCommitQueue } from "@/lib/platform/commit-queue";
import { env } from "@/lib/platform/env";
import { describeError, log } from "@/lib/platform/log";

/** A commit queue in which each shard flushes through a separate writer connection. Two shards saturate two cores. */
export function createWriterQueue<Row, Result>({
  what,
  shards = 1,
  shardOf = () => 0,
  flush,
}: {
  /** The name of the rows in the log. */
  what: string;
  shards?: number;
  shardOf?: (row: Row) => number;
  flush: (writer: Writer, rows: readonly Row[]) => Promise<readonly Result[]>;
}): Pick<CommitQueue<Row, Result>, "submit" | "submitAll"> & { close: () => Promise<void> } {
  const writers = Array.from({ length: shards }, openWriter);
  const { ANALYTICS_BATCH_SIZE, ANALYTICS_FLUSH_INTERVAL } = env();
  const queue = createCommitQueue<Row, Result>({
    rowsPerFlush: ANALYTICS_BATCH_SIZE,
    gatherMs: ANALYTICS_FLUSH_INTERVAL,
    shards,
    shardOf,
    flush: (rows, shard) => flush(writers[shard]!, rows),
    onFailure: (error, rows) => log.error({ error: describeError(error), rows }, `a flush of ${what} failed`),
  });
  measureQueue(queue.depth);
  return {
    submit: queue.submit,
    submitAll: queue.submitAll,
    async close() {
      await queue.drain();
      endQueue(queue.depth);
      await Promise.all(writers.map((writer) => writer.close()));
    },
  };
}
