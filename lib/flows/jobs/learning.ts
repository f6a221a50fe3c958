import "server-only";
import { sql } from "drizzle-orm";
import { transaction } from "@/lib/db/tx";
import { makePartitions } from "@/lib/domain/learning/ingest/partitions";
import { log } from "@/lib/platform/log";
import { startJob } from "./job";

/** How often the job runs, in milliseconds. */
const intervalMs = 3_600_000;
/** The advisory lock that one process holds while it runs the job. */
const jobLock = 7321;

/** Makes the partitions of learning events that are due. Returns how many, or null while another process runs the job. */
export function maintainLearning(now: Date): Promise<{ partitions: number } | null> {
  return transaction(async (tx) => {
    const [claim] = await tx.execute<{ claimed: boolean }>(
      sql`select pg_try_advisory_xact_lock(${jobLock}) as claimed`,
    );
    if (!claim?.claimed) return null;
    return { partitions: await makePartitions(tx, now) };
  });
}

/** Runs `maintainLearning` at the start and every hour. */
export const startLearningJob = () =>
  startJob("learning", "partitions of learning events could not be made", intervalMs, async (now) => {
    const done = await maintainLearning(now);
    if (done?.partitions) log.info(done, "partitions of learning events made");
    return false;
  });
