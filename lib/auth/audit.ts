import "server-only";
import type { Tx } from "@/lib/db/client";
import { auditLog } from "@/lib/db/tables/audit";
import type { Queries } from "@/lib/db/writer";
import { newId } from "@/lib/platform/ids";
import type { Scope } from "./scope";

/** Which request asks, and from where. */
export type RequestContext = { id: string; address: string };

/** One audit row, written inside the change's own transaction: both are there or neither is. Nobody can edit it afterwards. */
export async function audit(
  /** The change's own transaction, the query builder's or the raw client's. */
  tx: Tx | Queries,
  /** Who did it, by which request; no scope and no request for the system itself. */
  ctx: { scope: Pick<Scope, "user_id" | "school_id"> | null; request?: RequestContext },
  entry: {
    /** The school it belongs to, where that is not the actor's own. */
    school_id?: string | null;
    /** A noun and its verb: `api_token.create`. */
    action: `${string}.${string}`;
    target: { type: string; id: string | null };
    /** What changed, without secrets. */
    detail?: Record<string, unknown>;
  },
): Promise<void> {
  const row = {
    school_id: entry.school_id ?? ctx.scope?.school_id ?? null,
    actor_id: ctx.scope?.user_id ?? null,
    action: entry.action,
    target_type: entry.target.type,
    target_id: entry.target.id,
    detail: entry.detail ?? {},
    request_id: ctx.request?.id ?? null,
    address: ctx.request?.address ?? null,
  };
  if ("insert" in tx) await tx.insert(auditLog).values(row);
  else
    await tx`
      insert into audit_log (id, school_id, actor_id, action, target_type, target_id, detail, request_id, address)
      values (${newId()}, ${row.school_id}, ${row.actor_id}, ${row.action}, ${row.target_type}, ${row.target_id},
        ${JSON.stringify(row.detail)}::text::jsonb, ${row.request_id}, ${row.address})`;
}
