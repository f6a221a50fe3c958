import "server-only";
import { sql } from "drizzle-orm";
import { transaction } from "@/lib/db/tx";
import { closeOverdue } from "@/lib/domain/sessions/live/close-overdue";
import { recountStale } from "@/lib/domain/sessions/mutations/recount";
import { describeError, log } from "@/lib/platform/log";

/** How often the job runs, in milliseconds. */
const intervalMs = 3_000;
/** How many sessions one run counts. */
const countedAtOnce = 20;
/** The advisory lock that one process holds while it runs the job. */
const jobLock = 7312;

/**
 * Closes the sessions that nobody ended, and recounts finished ones with stale numbers: reads never write. Returns
 * how many of each, or null while another process runs the job.
 */
export function maintainSessions(now: Date): Promise<{ closed: number; counted: number } | null> {
  return transaction(async (tx) => {
    const [claim] = await tx.execute<{ claimed: boolean }>(
      sql`select pg_try_advisory_xact_lock(${jobLock}) as claimed`,
    );
    if (!claim?.claimed) return null;
    const closed = await closeOverdue(now);
    return { closed: closed.length, counted: await recountStale(now, countedAtOnce) };
  });
}

/** Runs `maintainSessions` every few seconds, and at once again while there is more to do, until it is stopped. */
export function startSessionJob(): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();

  async function run(): Promise<void> {
    let more = false;
    try {
      more = (await maintainSessions(new Date()))?.counted === countedAtOnce;
    } catch (error) {
      log.error({ error: describeError(error) }, "sessions could not be closed or counted");
    }
    if (!stopped) timer = setTimeout(begin, more ? 0 : intervalMs).unref();
  }

  function begin(): void {
    running = run();
  }

  begin();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
