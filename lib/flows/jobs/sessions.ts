import "server-only";
import { tryLock } from "@/lib/db/advisory-locks";
import { transaction } from "@/lib/db/tx";
import { closeOverdue } from "@/lib/domain/sessions/live/close-overdue";
import { analyseComments } from "@/lib/domain/sessions/mutations/analyse-comments";
import { recountStale } from "@/lib/domain/sessions/mutations/recount";
import { startJob } from "./job";

/** How often the job runs, in milliseconds. */
const intervalMs = 3_000;
/** How many sessions one run counts. */
const countedAtOnce = 20;
/** How many comments one run analyses. */
const analysedAtOnce = 200;
/**
 * Closes the sessions that nobody ended, recounts finished ones with stale numbers, and analyses comments: reads never write.
 * Returns how many of each, or null while another process runs the job.
 */
export function maintainSessions(
  now: Date,
): Promise<{ closed: number; counted: number; analysed: number } | null> {
  return transaction(async (tx) => {
    if (!(await tryLock(tx, "sessions"))) return null;
    const closed = await closeOverdue(now);
    const counted = await recountStale(now, countedAtOnce);
    return { closed: closed.length, counted, analysed: await analyseComments(analysedAtOnce) };
  });
}

/** Runs `maintainSessions` every few seconds, and at once again while there is more to do. */
export const startSessionJob = () =>
  startJob("sessions", "sessions could not be closed or counted", intervalMs, async (now) => {
    const done = await maintainSessions(now);
    return done?.counted === countedAtOnce || done?.analysed === analysedAtOnce;
  });
