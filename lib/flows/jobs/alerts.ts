import "server-only";
import { gte, isNull, lt, or } from "drizzle-orm";
import { tryLock } from "@/lib/db/advisory-locks";
import type { Tx } from "@/lib/db/client";
import { isAnyOf } from "@/lib/db/literals";
import { alerts } from "@/lib/db/tables/alerts";
import { transaction } from "@/lib/db/tx";
import { changesOf, flapMs } from "@/lib/domain/alerts/alerts";
import { log } from "@/lib/platform/log";
import { inSteps } from "@/lib/platform/steps";
import { ofClasses } from "../alerts/classes";
import { busAnswers, ofInstallation } from "../alerts/installation";
import { ofLearners } from "../alerts/learners";
import { queueMails } from "../alerts/mail";
import { activeRules, addMissingRules } from "../alerts/rules";
import { ofSessions } from "../alerts/sessions";
import { queueDeliveries } from "../alerts/webhooks";
import { startJob } from "./job";

/** How often the rules are compared with what holds, in milliseconds. */
const intervalMs = 60_000;
/** Resolved alerts are deleted after so many milliseconds: 90 days. */
const keptMs = 90 * 86_400_000;

/** Compares every rule with what holds, raises what is new and resolves what ended; null while another process does it. */
export function evaluateAlerts(
  now: Date,
  isBusThere = busAnswers,
): Promise<{ raised: number; resolved: number } | null> {
  return transaction(async (tx) => {
    if (!(await tryLock(tx, "alerts"))) return null;
    await addMissingRules(tx, now);
    const rules = await activeRules(tx);
    const stored = await tx
      .select()
      .from(alerts)
      .where(or(isNull(alerts.resolved_at), gte(alerts.resolved_at, new Date(now.getTime() - flapMs))));
    const quiet = stored.flatMap(({ kind, resolved_at, course_id, user_id }) =>
      kind === "quiet_learner" && resolved_at === null && course_id && user_id
        ? [{ course_id, user_id }]
        : [],
    );
    const rulesOf = (...kinds: string[]) => rules.filter(({ kind }) => kinds.includes(kind));
    const held = (
      await Promise.all([
        ofInstallation(
          rules.filter(({ school_id }) => school_id === null),
          now,
          isBusThere,
        ),
        ofSessions(rulesOf("low_attendance", "many_attended", "best_session"), now),
        ofLearners(quiet, now),
        ofClasses(rulesOf("class_completed"), now),
      ])
    ).flat();
    const { raise, resolve, reopen } = changesOf(stored, held, now);
    const raised = await insertAlerts(tx, raise, now);
    await queueMails(tx, raise);
    await setResolved(tx, reopen, null);
    await setResolved(tx, resolve, now);
    await queueDeliveries(tx, { raised, reopened: reopen, resolved: resolve }, now);
    await tx.delete(alerts).where(lt(alerts.resolved_at, new Date(now.getTime() - keptMs)));
    return { raised: raised.length + reopen.length, resolved: resolve.length };
  });
}

/** Inserts them once, and returns their ids: a session or learner that was deleted meanwhile fails the run, and the next one does not find it. */
async function insertAlerts(
  tx: Tx,
  raise: ReturnType<typeof changesOf>["raise"],
  now: Date,
): Promise<string[]> {
  const raised: string[] = [];
  for await (const some of inSteps(raise, 1000)) {
    const rows = await tx
      .insert(alerts)
      .values(some.map(({ since: _, ...one }) => ({ ...one, raised_at: now })))
      .onConflictDoNothing()
      .returning({ id: alerts.id });
    raised.push(...rows.map(({ id }) => id));
  }
  return raised;
}

async function setResolved(tx: Tx, ids: readonly string[], resolved_at: Date | null): Promise<void> {
  for await (const some of inSteps(ids, 1000))
    await tx.update(alerts).set({ resolved_at }).where(isAnyOf(alerts.id, some));
}

/** Runs `evaluateAlerts` every minute. */
export const startAlertJob = () =>
  startJob("alerts", "alerts could not be raised or resolved", intervalMs, async (now) => {
    const done = await evaluateAlerts(now);
    if (done && done.raised + done.resolved > 0) log.info(done, "alerts raised and resolved");
    return false;
  });
