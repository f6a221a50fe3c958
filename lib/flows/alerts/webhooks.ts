import "server-only";
import { and, asc, eq, inArray, lt, lte, min, or, type SQL, sql } from "drizzle-orm";
import { runsInstallationOf } from "@/lib/auth/reach";
import { unseal } from "@/lib/auth/sealed";
import { db, type Tx } from "@/lib/db/client";
import { isAnyOf } from "@/lib/db/literals";
import { alerts } from "@/lib/db/tables/alerts";
import { webhookDeliveries, webhooks } from "@/lib/db/tables/webhooks";
import { transaction } from "@/lib/db/tx";
import { flapMs } from "@/lib/domain/alerts/alerts";
import { queueWebhook } from "@/lib/domain/alerts/webhooks/mutations";
import { bodyOf, signedHeaders } from "@/lib/integrations/webhook/body";
import { type Network, type PostOutcome, post } from "@/lib/integrations/webhook/post";
import { log } from "@/lib/platform/log";
import { messageOf } from "./webhook-message";

/*
 * Alerts posted to webhooks, in the background. A delivery that was answered with 2xx is never sent again; one whose process ends before it has stored the
 * answer is, with the same `webhook-id`, by which a receiver knows it.
 */

/** How long after an attempt that failed the next one is; after the last it has failed. */
const pausesMs = [10, 60, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600].map((seconds) => seconds * 1000);
/** A receiver can ask for a longer pause, up to a day. */
const pauseMaxMs = 86_400_000;
/** No other process sends a delivery for so long: longer than an attempt takes. */
const leaseMs = 60_000;
/** So many are sent in one piece of work, one after the other. */
const atOnce = 10;
/** What ended is shown for 30 days. */
const keptMs = 30 * 86_400_000;
const answerShown = 200;

const [d, w] = [webhookDeliveries, webhooks];
type Delivery = typeof d.$inferSelect;
type Webhook = typeof w.$inferSelect;

/** Adds what is posted of alerts that were raised or resolved, in the transaction that does so. */
export async function queueDeliveries(
  tx: Tx,
  { raised, reopened, resolved }: Record<"raised" | "reopened" | "resolved", readonly string[]>,
  now: Date,
): Promise<void> {
  const rows = [
    ...(await ofRaised(tx, raised)).map((one) => ({ ...one, event: "raised" as const, at: now })),
    // Until then it can begin again, and would be the same alert.
    ...(await ofResolved(tx, resolved)).map((one) => ({
      ...{ ...one, event: "resolved" as const, at: new Date(now.getTime() + flapMs) },
    })),
  ];
  if (reopened.length > 0)
    await tx
      .delete(d)
      .where(and(isAnyOf(d.alert_id, reopened), eq(d.event, "resolved"), eq(d.state, "waiting")));
  for (const { webhook_id, school_id, alert_id, event, at } of rows) {
    await tx
      .insert(d)
      .values({ webhook_id, alert_id, event, next_attempt_at: at, created_at: now })
      .onConflictDoNothing();
    await queueWebhook(tx, { id: webhook_id, school_id }, at > now ? at : null);
  }
}

const queued = { webhook_id: w.id, school_id: w.school_id, alert_id: alerts.id };

/** The webhooks that want these alerts. */
async function ofRaised(tx: Tx, ids: readonly string[]) {
  if (ids.length === 0) return [];
  // Those of the installation go to whom runs it: its own webhooks, and those of its only school.
  const isTheirs = or(
    sql`${w.school_id} is not distinct from ${alerts.school_id}`,
    and(sql`${alerts.school_id} is null`, runsInstallationOf(w.school_id)),
  );
  return tx
    .select(queued)
    .from(alerts)
    .innerJoin(w, and(w.is_on, sql`${alerts.kind} = any(${w.alert_kinds})`, isTheirs))
    .where(isAnyOf(alerts.id, ids))
    .orderBy(asc(alerts.id), asc(w.id));
}

/** The webhooks that got these alerts, or will. */
async function ofResolved(tx: Tx, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return tx
    .select(queued)
    .from(alerts)
    .innerJoin(
      d,
      and(eq(d.alert_id, alerts.id), eq(d.event, "raised"), inArray(d.state, ["waiting", "delivered"])),
    )
    .innerJoin(w, and(eq(w.id, d.webhook_id), w.is_on))
    .where(isAnyOf(alerts.id, ids))
    .orderBy(asc(alerts.id), asc(w.id));
}

/** Sends what is due for a webhook, and plans the rest. */
export async function sendDeliveries(webhookId: string, now: Date, network?: Network): Promise<void> {
  const began = performance.now();
  const clock = () => new Date(now.getTime() + performance.now() - began);
  const [webhook] = await db().select().from(w).where(eq(w.id, webhookId));
  if (!webhook) return;
  const of = eq(d.webhook_id, webhookId);
  await db()
    .delete(d)
    .where(and(of, lt(d.created_at, new Date(now.getTime() - keptMs))));
  const due: SQL | undefined = and(of, eq(d.state, "waiting"), lte(d.next_attempt_at, now));
  const waiting = await db()
    .select()
    .from(d)
    .where(and(due, webhook.is_on ? undefined : eq(d.event, "test")))
    // One that fails again and again does not hold up the others.
    .orderBy(asc(d.attempts), asc(d.created_at), asc(d.id))
    .limit(atOnce);
  for (const one of waiting) {
    if (!(await isDue(one, now))) continue;
    const delivery = await claim(one, clock());
    if (!delivery) continue;
    const outcome = await send(webhook, delivery, clock(), network);
    if (outcome === null) continue;
    const again = await store(webhook, delivery, outcome, clock());
    if (!again) continue;
    // The receiver is away or overloaded: what else is due waits, too.
    await db().update(d).set({ next_attempt_at: again }).where(due);
    break;
  }
  await transaction(async (tx) => {
    const [next] = await tx
      .select({ at: min(d.next_attempt_at) })
      .from(d)
      .where(and(of, eq(d.state, "waiting")));
    if (next?.at) await queueWebhook(tx, webhook, next.at > clock() ? next.at : null);
  });
}

/** Whether it can be sent: that an alert was resolved, only after that it was raised. What never can be is dropped. */
async function isDue({ id, webhook_id, alert_id, event }: Delivery, now: Date): Promise<boolean> {
  if (event !== "resolved" || alert_id === null) return true;
  const [raised] = await db()
    .select({ state: d.state, next_attempt_at: d.next_attempt_at })
    .from(d)
    .where(and(eq(d.webhook_id, webhook_id), eq(d.alert_id, alert_id), eq(d.event, "raised")));
  if (raised?.state === "delivered") return true;
  if (raised?.state === "waiting") {
    const after = new Date(Math.max(raised.next_attempt_at.getTime(), now.getTime()) + 1000);
    await db().update(d).set({ next_attempt_at: after }).where(eq(d.id, id));
  } else await db().delete(d).where(eq(d.id, id));
  return false;
}

/** Takes a delivery, unless another process has. */
async function claim({ id, attempts }: Delivery, at: Date): Promise<Delivery | undefined> {
  const [taken] = await db()
    .update(d)
    .set({
      attempts: attempts + 1,
      last_attempt_at: at,
      next_attempt_at: new Date(at.getTime() + leaseMs),
    })
    .where(and(eq(d.id, id), eq(d.state, "waiting"), eq(d.attempts, attempts)))
    .returning();
  return taken;
}

/** Posts it; null when its alert is gone meanwhile. */
async function send(
  webhook: Webhook,
  { id, alert_id, event }: Delivery,
  at: Date,
  network?: Network,
): Promise<PostOutcome | null> {
  const [address, secret] = await Promise.all([
    unseal(webhook.sealed_address),
    webhook.sealed_secret === null ? undefined : unseal(webhook.sealed_secret),
  ]);
  if (address === null || secret === null) return { failure: "no_secret" };
  const message = await messageOf(webhook, { alert_id, event });
  if (!message) return null;
  const body = bodyOf(webhook.kind, message, at);
  const headers = {
    "content-type": "application/json",
    ...(secret === undefined ? {} : signedHeaders(secret, id, at, body)),
  };
  return post(new URL(address), { headers, body }, network);
}

/** Stores how an attempt ended. Returns when it is tried again; null when it is not. */
async function store(
  webhook: Webhook,
  { id, event, attempts }: Delivery,
  outcome: PostOutcome,
  at: Date,
): Promise<Date | null> {
  const status = "status" in outcome ? outcome.status : null;
  const failure = "failure" in outcome ? outcome.failure : null;
  const isDelivered = status !== null && status >= 200 && status < 300;
  const isRetryable = failure === "timeout" || failure === "unreachable" || isPassing(status);
  const pause = event === "test" || !isRetryable ? undefined : pausesMs[attempts - 1];
  const asked = "retry_after" in outcome ? retryAfterMs(outcome.retry_after, at) : 0;
  const next = pause === undefined ? null : new Date(at.getTime() + Math.max(pause, asked));
  await transaction(async (tx) => {
    await tx
      .update(d)
      .set({
        ...{ status, failure, answer: "text" in outcome ? shownText(outcome.text) : null },
        state: isDelivered ? "delivered" : next ? "waiting" : "failed",
        ...(next ? { next_attempt_at: next } : {}),
      })
      .where(and(eq(d.id, id), eq(d.attempts, attempts)));
    if (status !== 410) return;
    await tx.update(w).set({ is_on: false, gone_at: at }).where(eq(w.id, webhook.id));
    await tx
      .update(d)
      .set({ state: "failed" })
      .where(and(eq(d.webhook_id, webhook.id), eq(d.state, "waiting")));
  });
  if (!isDelivered)
    log.warn(
      { webhook: webhook.id, delivery: id, status, failure, attempts },
      "a webhook did not take an alert",
    );
  return next;
}

/** Answers after which a later attempt can succeed. */
const isPassing = (status: number | null): boolean =>
  status !== null && (status >= 500 || status === 429 || status === 408);

/** How long a receiver asks to wait: seconds, or an instant (RFC 9110); 0 when it does not say. */
export function retryAfterMs(text: string | null, at: Date): number {
  if (text === null) return 0;
  const ms = /^\d+$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - at.getTime();
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), pauseMaxMs) : 0;
}

/** The beginning of an answer, as one line that can be stored; null when there is none. */
const shownText = (text: string): string | null =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Z}]+/gu, " ")
    .trim()
    .slice(0, answerShown)
    .toWellFormed() || null;
