import "server-only";
import { randomBytes } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { audit, difference } from "@/lib/auth/audit";
import { inSchool } from "@/lib/auth/reach";
import { isAdmin, type Scope } from "@/lib/auth/scope";
import { seal } from "@/lib/auth/sealed";
import type { Tx } from "@/lib/db/client";
import { webhookDeliveries, webhooks } from "@/lib/db/tables/webhooks";
import { transaction } from "@/lib/db/tx";
import { enqueueWork } from "@/lib/db/work-queue";
import type { Context } from "@/lib/http/context";
import type { AlertKind } from "@/lib/platform/alert-kinds";
import { AppError, fieldError } from "@/lib/platform/errors";
import { isPublicAddress, literalAddress } from "@/lib/platform/public-address";
import { ownKinds } from "../queries";
import { toWebhook } from "./queries";
import {
  type ChangedWebhook,
  type CreatedWebhook,
  type NewWebhook,
  type WebhookRow,
  webhooksMax,
} from "./schema";

/** The key of a signature; Standard Webhooks asks for 24 to 64 bytes. */
const secretBytes = 32;
const hintCharacters = 4;

/** An address as it is stored. Throws `invalid` for an IP address of a private network; a name is checked whenever it is used. */
async function storedAddress(address: string) {
  const url = new URL(address);
  const literal = literalAddress(url);
  if (literal !== null && !isPublicAddress(literal))
    throw fieldError("address", "errors.field.public_address");
  const path = url.href.slice(url.origin.length);
  const hint = path.length > hintCharacters * 2 ? `/…${path.slice(-hintCharacters)}` : "/…";
  return { sealed_address: await seal(url.href), address_hint: url.origin + (path === "/" ? "" : hint) };
}

/** Throws `invalid` for kinds of alerts that the caller does not set the rules of. */
async function ownOnly(scope: Scope, given: readonly AlertKind[]): Promise<AlertKind[]> {
  const own = await ownKinds(scope);
  for (const kind of given)
    if (!own.includes(kind)) throw fieldError("alert_kinds", "errors.alerts.not_your_rule");
  return [...new Set(given)];
}

/** Adds a webhook to the caller's school, or to the installation. Throws `conflict` past the most. */
export async function createWebhook(ctx: Context, input: NewWebhook): Promise<CreatedWebhook> {
  const { name, kind, with_names } = input;
  const { school_id } = ctx.scope;
  const alert_kinds = await ownOnly(ctx.scope, input.alert_kinds);
  const secret = kind === "generic" ? `whsec_${randomBytes(secretBytes).toString("base64")}` : null;
  const values = {
    ...{ school_id, name, kind, alert_kinds, with_names, created_at: ctx.now },
    ...(await storedAddress(input.address)),
    sealed_secret: secret && (await seal(secret)),
  };
  return transaction(async (tx) => {
    // Two that are added at once wait for each other.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`webhooks ${school_id}`}, 0))`);
    const of = sql`${webhooks.school_id} is not distinct from ${school_id}::uuid`;
    if ((await tx.$count(webhooks, of)) >= webhooksMax)
      throw new AppError("conflict", "errors.alerts.webhooks_max", { values: { maximum: webhooksMax } });
    const [row] = await tx.insert(webhooks).values(values).returning();
    if (!row) throw new Error("an insert returned no row");
    await audit(tx, ctx, {
      school_id,
      action: "webhook.create",
      target: { type: "webhook", id: row.id },
      detail: { after: { name, kind, address: row.address_hint, alert_kinds, with_names } },
    });
    return { webhook: toWebhook(row), secret };
  });
}

/** The row, locked. Throws `not_found`. */
async function locked(tx: Tx, scope: Scope, id: string) {
  const [row] = await tx
    .select()
    .from(webhooks)
    .where(and(eq(webhooks.id, id), inSchool(scope, webhooks)))
    .for("update");
  if (!row || !isAdmin(scope)) throw new AppError("not_found", "errors.alerts.webhook_unknown");
  return row;
}

/** Changes a webhook, switches it off or on again; what waits for one that is switched off is not sent. Throws `not_found`. */
export async function changeWebhook(ctx: Context, id: string, given: ChangedWebhook): Promise<WebhookRow> {
  const { address, alert_kinds, ...rest } = given;
  const moved = address === undefined ? {} : await storedAddress(address);
  return transaction(async (tx) => {
    const before = await locked(tx, ctx.scope, id);
    // Who may change it keeps kinds that another admin has chosen.
    const added = alert_kinds?.filter((kind) => !before.alert_kinds.includes(kind)) ?? [];
    await ownOnly(ctx.scope, added);
    const change = {
      ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
      ...(alert_kinds ? { alert_kinds: [...new Set(alert_kinds)] } : {}),
      ...moved,
      ...(given.is_on ? { gone_at: null } : {}),
    };
    const [after] = await tx.update(webhooks).set(change).where(eq(webhooks.id, id)).returning();
    if (!after) throw new Error("a locked row is gone");
    if (!after.is_on)
      await tx
        .delete(webhookDeliveries)
        .where(and(eq(webhookDeliveries.webhook_id, id), eq(webhookDeliveries.state, "waiting")));
    const { keys, ...detail } = difference(toWebhook(before), toWebhook(after));
    if (keys.length > 0 || "sealed_address" in moved)
      await audit(tx, ctx, {
        school_id: before.school_id,
        action: "webhook.update",
        target: { type: "webhook", id },
        detail,
      });
    return toWebhook(after);
  });
}

/** Deletes a webhook with what was posted to it. Throws `not_found`. */
export const deleteWebhook = (ctx: Context, id: string): Promise<{ id: string }> =>
  transaction(async (tx) => {
    const before = await locked(tx, ctx.scope, id);
    await tx.delete(webhooks).where(eq(webhooks.id, id));
    await audit(tx, ctx, {
      school_id: before.school_id,
      action: "webhook.delete",
      target: { type: "webhook", id },
      detail: { before: { name: before.name, kind: before.kind, address: before.address_hint } },
    });
    return { id };
  });

/** Sends a test, once, in the background, also to a webhook that is off. Throws `not_found`. */
export const testWebhook = (ctx: Context, id: string): Promise<{ id: string }> =>
  transaction(async (tx) => {
    const { school_id } = await locked(tx, ctx.scope, id);
    const [row] = await tx
      .insert(webhookDeliveries)
      .values({ webhook_id: id, event: "test", next_attempt_at: ctx.now, created_at: ctx.now })
      .returning({ id: webhookDeliveries.id });
    if (!row) throw new Error("an insert returned no row");
    await queueWebhook(tx, { id, school_id }, null);
    await audit(tx, ctx, { school_id, action: "webhook.test", target: { type: "webhook", id } });
    return row;
  });

/** Lets what waits for a webhook be sent in the background, at once or from an instant on. */
export const queueWebhook = (
  tx: Tx,
  { id, school_id }: Pick<WebhookRow, "id" | "school_id">,
  begins_at: Date | null,
): Promise<string> =>
  enqueueWork(
    tx,
    { scope: null },
    {
      ...{ kind: "send_webhook", input: { webhook_id: id }, school_id },
      key: begins_at ? `${id} ${begins_at.toISOString()}` : id,
      ...(begins_at ? { begins_at } : {}),
    },
  );
