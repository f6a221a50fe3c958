import "server-only";
import { and, asc, desc, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { inSchool } from "@/lib/auth/reach";
import { isAdmin, type Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { alerts } from "@/lib/db/tables/alerts";
import { webhookDeliveries, webhooks } from "@/lib/db/tables/webhooks";
import { isoInstants } from "@/lib/http/contract";
import { listPage } from "@/lib/http/list";
import { AppError } from "@/lib/platform/errors";
import type { DeliveryRow, deliveriesQuery, WebhookRow } from "./schema";

/** A row without its secrets. */
export function toWebhook({
  sealed_address: _,
  sealed_secret: __,
  address_hint,
  ...row
}: typeof webhooks.$inferSelect): WebhookRow {
  return isoInstants({ ...row, address: address_hint });
}

/** The webhooks of the caller's school, or of the installation for its admin, the oldest first. */
export async function webhookList(scope: Scope): Promise<WebhookRow[]> {
  if (!isAdmin(scope)) throw new AppError("forbidden", "errors.general.admins_only");
  const rows = await db()
    .select()
    .from(webhooks)
    .where(sql`${webhooks.school_id} is not distinct from ${scope.school_id}::uuid`)
    .orderBy(asc(webhooks.created_at), asc(webhooks.id));
  return rows.map(toWebhook);
}

/** The id of a webhook that the caller may change. Throws `not_found`. */
export async function reachedWebhook(scope: Scope, id: string): Promise<string> {
  const [row] = await db()
    .select({ id: webhooks.id })
    .from(webhooks)
    .where(and(eq(webhooks.id, id), inSchool(scope, webhooks)));
  if (!row || !isAdmin(scope)) throw new AppError("not_found", "errors.alerts.webhook_unknown");
  return row.id;
}

/** What was posted to a webhook, the latest first. Throws `not_found`. */
export async function deliveriesOf(scope: Scope, id: string, page: z.output<typeof deliveriesQuery>) {
  const d = webhookDeliveries;
  const { items, total } = await listPage(
    db()
      .select({
        ...{ id: d.id, event: d.event, alert_id: d.alert_id, alert_kind: alerts.kind, state: d.state },
        ...{ attempts: d.attempts, next_attempt_at: d.next_attempt_at, last_attempt_at: d.last_attempt_at },
        ...{ status: d.status, answer: d.answer, failure: d.failure, created_at: d.created_at },
      })
      .from(d)
      .leftJoin(alerts, eq(alerts.id, d.alert_id))
      .where(eq(d.webhook_id, await reachedWebhook(scope, id)))
      .orderBy(desc(d.created_at), desc(d.id))
      .$dynamic(),
    page,
  );
  return {
    items: items.map(
      (row): DeliveryRow =>
        isoInstants({ ...row, next_attempt_at: row.state === "waiting" ? row.next_attempt_at : null }),
    ),
    total,
  };
}
