import "server-only";
import { gte, lt } from "drizzle-orm";
import { tryLock } from "@/lib/db/advisory-locks";
import { db } from "@/lib/db/client";
import { retentionRuns } from "@/lib/db/tables/retention";
import { schools } from "@/lib/db/tables/schools";
import { transaction } from "@/lib/db/tx";
import {
  nightBegins,
  nightOf,
  type RetentionKind,
  retentionKinds,
} from "@/lib/domain/compliance/retention/kinds";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { describeError, log } from "@/lib/platform/log";
import { plusDays, plusMonths } from "@/lib/platform/time";
import { deleteKind, noteFailure, Paused } from "../retention/delete-old";
import { startJob } from "./job";

/** How often the job looks for a school whose night has begun, in milliseconds. */
const intervalMs = 60_000;
/** How long one run deletes: a process that is stopped waits for it. */
const runMs = 3_000;
/** A deletion that failed is tried again after so many milliseconds: an hour. */
const retryMs = 3_600_000;
/** How long what a night has deleted stays on the Compliance page, in months. */
const runsKeptMonths = 25;

type School = Pick<typeof schools.$inferSelect, "id" | "time_zone" | "created_at">;

/** The kinds that no run of a school's last night has deleted yet; none of a night before the school was. */
function openKinds({ time_zone, created_at }: School, runs: readonly Run[], now: Date): RetentionKind[] {
  const night = nightOf(now, time_zone);
  if (created_at >= nightBegins(night, time_zone)) return [];
  const closed = runs.filter((run) => run.night === night && isClosed(run, now));
  return retentionKinds.filter((kind) => !closed.some((run) => run.kind === kind));
}

type Run = typeof retentionRuns.$inferSelect;

/** It is finished, or failed so shortly ago that it is not tried again yet. */
const isClosed = ({ finished_at, failed_at }: Run, now: Date): boolean =>
  finished_at !== null || (failed_at !== null && failed_at.getTime() > now.getTime() - retryMs);

/**
 * Deletes what the last night of each school has left, for so many milliseconds at most. Returns whether there is more. A kind that fails is noted with its
 * night and tried again; the others go on. Throws the first failure at the end.
 */
export async function deleteOldFacts(now: Date, forMs: number): Promise<boolean> {
  const until = performance.now() + forMs;
  const failures: unknown[] = [];
  const all = await db().select().from(schools).orderBy(schools.id);
  // The last night of any zone began at most two days ago.
  const runs = await db()
    .select()
    .from(retentionRuns)
    .where(gte(retentionRuns.night, plusDays(now.toISOString().slice(0, 10), -2)));
  const runsOf = new Map<string, Run[]>();
  for (const run of runs) getOrInsert(runsOf, run.school_id, () => []).push(run);
  for (const school of all)
    for (const kind of openKinds(school, runsOf.get(school.id) ?? [], now)) {
      try {
        await deleteKind(school, kind, now, until);
      } catch (error) {
        if (error instanceof Paused) return true;
        log.error({ error: describeError(error), school: school.id, kind }, "old facts could not be deleted");
        await noteFailure(school, kind, now);
        failures.push(error);
      }
    }
  if (failures.length > 0) throw failures[0];
  return false;
}

/** Forgets the nights of long ago. */
async function forgetOldRuns(now: Date): Promise<void> {
  const first = plusMonths(now.toISOString().slice(0, 10), -runsKeptMonths);
  await db().delete(retentionRuns).where(lt(retentionRuns.night, first));
}

/** Deletes what is older than its school keeps it; false while another process does. Returns whether there is more. */
export const deleteInNights = (now: Date): Promise<boolean> =>
  transaction(async (tx) => {
    if (!(await tryLock(tx, "retention"))) return false;
    await forgetOldRuns(now);
    return await deleteOldFacts(now, runMs);
  });

/** Runs `deleteInNights` every minute, and at once again while there is more to delete. */
export const startRetentionJob = () =>
  startJob("retention", "old facts could not be deleted", intervalMs, deleteInNights);
