import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { audit, difference } from "@/lib/auth/audit";
import { reachesAlerts } from "@/lib/auth/reach";
import { ownSchool } from "@/lib/auth/school";
import { mailOfToken } from "@/lib/auth/unsubscribe";
import { db } from "@/lib/db/client";
import { alertReaders, alertRules, alertSettings, alerts } from "@/lib/db/tables/alerts";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { type AlertKind, installationKinds } from "@/lib/platform/alert-kinds";
import { AppError, fieldError } from "@/lib/platform/errors";
import { dayOf, instantAt, plusDays } from "@/lib/platform/time";
import { alertRulesOf, ownKinds } from "./queries";
import type { AlertInput, AlertMail, AlertRule, ChangeAlertRules, Snooze } from "./schema";

const hourMs = 3_600_000;
/** When the day begins on which a snoozed alert comes back. */
const morning = "08:00";

/** Until when an alert is snoozed; null: it is not. */
export function snoozedUntil(snooze: Snooze, now: Date, timeZone: string): Date | null {
  if (snooze === "none") return null;
  if (snooze === "hour") return new Date(now.getTime() + hourMs);
  return instantAt(plusDays(dayOf(now, timeZone), snooze === "week" ? 7 : 1), morning, timeZone);
}

/** Snoozes an alert or puts it away, for the caller alone. Throws `not_found`, and `conflict` for one that is resolved. */
export async function changeAlert(ctx: Context, id: string, { snooze, done }: AlertInput): Promise<void> {
  const { time_zone } = await ownSchool(ctx.scope);
  const snoozed_until = snooze === undefined ? null : snoozedUntil(snooze, ctx.now, time_zone);
  const change = { snoozed_until, done_at: done ? ctx.now : null };
  await transaction(async (tx) => {
    const [alert] = await tx
      .select({ resolved_at: alerts.resolved_at })
      .from(alerts)
      .where(and(eq(alerts.id, id), reachesAlerts(ctx.scope, alerts)));
    if (!alert) throw new AppError("not_found", "errors.alerts.unknown");
    if (alert.resolved_at) throw new AppError("conflict", "errors.alerts.resolved");
    await tx
      .insert(alertReaders)
      .values({ alert_id: id, user_id: ctx.scope.user_id, ...change })
      .onConflictDoUpdate({ target: [alertReaders.user_id, alertReaders.alert_id], set: change });
  });
}

/** Sets which alerts the caller gets by mail from now on, and when not. */
export async function changeAlertMail(ctx: Context, mail: AlertMail): Promise<void> {
  const change = { ...mail, mail_kinds: [...new Set(mail.mail_kinds)], since: ctx.now };
  await db()
    .insert(alertSettings)
    .values({ user_id: ctx.scope.user_id, ...change })
    .onConflictDoUpdate({ target: alertSettings.user_id, set: change });
}

/** Ends all alerts or all digests by mail of the person whose link this is. Throws `not_found` for one that we did not sign. */
export async function stopAlertMail(token: string): Promise<void> {
  const ended = mailOfToken(token);
  if (!ended) throw new AppError("not_found", "errors.alerts.link_unknown");
  await db()
    .update(alertSettings)
    .set(ended.mail === "alerts" ? { mail_kinds: [] } : { weekly_digest: false, monthly_digest: false })
    .where(eq(alertSettings.user_id, ended.user_id));
}

/**
 * Changes what the caller's school, or the installation that they run, is alerted about. A rule that changes starts again: what happened before raises
 * nothing. Throws `invalid` for a rule that is not theirs.
 */
export async function changeAlertRules(ctx: Context, { rules }: ChangeAlertRules): Promise<AlertRule[]> {
  const given = Object.entries(rules) as [AlertKind, ChangeAlertRules["rules"][AlertKind]][];
  const own = await ownKinds(ctx.scope);
  for (const [kind] of given)
    if (!own.includes(kind)) throw fieldError(`rules.${kind}`, "errors.alerts.not_your_rule");
  await transaction(async (tx) => {
    for (const [kind, change] of given) {
      if (!change) continue;
      const ofInstallation = installationKinds.some((one) => one === kind);
      const school_id = ofInstallation ? null : ctx.scope.school_id;
      const isIt = and(
        school_id === null ? isNull(alertRules.school_id) : eq(alertRules.school_id, school_id),
        eq(alertRules.kind, kind),
      );
      await tx.insert(alertRules).values({ school_id, kind, since: ctx.now }).onConflictDoNothing();
      const [before] = await tx.select().from(alertRules).where(isIt).for("update");
      if (!before) throw new Error("a rule that was inserted is not there");
      const after = {
        is_on: change.is_on ?? before.is_on,
        threshold: change.threshold === undefined ? before.threshold : change.threshold,
      };
      const { keys, ...detail } = difference(before, after, ["is_on", "threshold"]);
      if (keys.length === 0) continue;
      await tx
        .update(alertRules)
        .set({ ...after, since: sql`${ctx.now.toISOString()}::timestamptz` })
        .where(isIt);
      await audit(tx, ctx, {
        school_id,
        action: "alert_rule.update",
        target: { type: "alert_rule", id: before.id },
        detail: { kind, ...detail },
      });
    }
  });
  return alertRulesOf(ctx.scope);
}
