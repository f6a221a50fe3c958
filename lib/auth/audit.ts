import "server-only";
import type { Tx } from "@/lib/db/client";
import { auditLog } from "@/lib/db/tables/audit";
import type { Scope } from "./scope";

/** Which request asks, from where and when: what a change needs for its audit row. */
export type Asked = { requestId: string; address: string; now: Date };

/** One audit row, written inside the change's own transaction: both are there or neither is. Nobody can edit it afterwards. */
export async function audit(
  tx: Tx,
  entry: {
    /** Who did it; null for the system itself. */
    scope: Pick<Scope, "userId" | "schoolId"> | null;
    /** The school it belongs to, where that is not the actor's own. */
    schoolId?: string | null;
    /** A noun and its verb: `api_token.create`. */
    action: `${string}.${string}`;
    target: { type: string; id: string | null };
    /** What changed, without secrets. */
    detail?: Record<string, unknown>;
    /** Null for the system itself. */
    asked?: Pick<Asked, "requestId" | "address"> | null;
  },
): Promise<void> {
  await tx.insert(auditLog).values({
    schoolId: entry.schoolId ?? entry.scope?.schoolId ?? null,
    actorId: entry.scope?.userId ?? null,
    action: entry.action,
    targetType: entry.target.type,
    targetId: entry.target.id,
    detail: entry.detail ?? {},
    requestId: entry.asked?.requestId ?? null,
    address: entry.asked?.address ?? null,
  });
}
