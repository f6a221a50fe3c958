import "server-only";
import { audit } from "@/lib/auth/audit";
import type { Tx } from "@/lib/db/client";

/** A session's audit row. */
export const auditSession = (
  tx: Tx,
  ctx: Parameters<typeof audit>[1],
  action: `session.${string}`,
  { id, school_id }: { id: string; school_id: string },
  detail: Record<string, unknown> = {},
) => audit(tx, ctx, { school_id, action, target: { type: "session", id }, detail });
