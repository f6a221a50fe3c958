import "server-only";
import { isDeepStrictEqual } from "node:util";
import type { Tx } from "@/lib/db/client";
import { auditLog } from "@/lib/db/tables/audit";
import type { Scope } from "./scope";

/**
 * The request's id and the caller's address. Of a signed-in caller also when they last proved who they are (null for an API token) and
 * the session or API token by which they ask.
 */
export type RequestContext = {
  id: string;
  address: string;
  signed_in_at?: Date | null;
  credential_id?: string | null;
};

/** One audit row, written inside the change's own transaction: both are stored or neither is. It cannot be edited afterwards. */
export async function audit(
  /** The change's own transaction. */
  tx: Tx,
  /** Who did it, by which request; no scope and no request for the system itself. */
  ctx: { scope: Pick<Scope, "user_id" | "school_id"> | null; request?: RequestContext },
  entry: {
    /** The school it belongs to, if that is not the actor's. */
    school_id?: string | null;
    /** A noun and its verb: `api_token.create`. */
    action: `${string}.${string}`;
    target: { type: string; id: string | null };
    /** What changed, without secrets. */
    detail?: Record<string, unknown>;
  },
): Promise<void> {
  await tx.insert(auditLog).values({
    school_id: entry.school_id ?? ctx.scope?.school_id ?? null,
    actor_id: ctx.scope?.user_id ?? null,
    action: entry.action,
    target_type: entry.target.type,
    target_id: entry.target.id,
    detail: entry.detail ?? {},
    request_id: ctx.request?.id ?? null,
    address: ctx.request?.address ?? null,
  });
}

/** A value as JSON. */
export const plain = (value: unknown) => (value instanceof Date ? value.toISOString() : value);

/** The columns in which two rows differ, and their values before and after: for the audit, and for undoing an import. */
export function difference<Row extends object>(
  before: Row,
  after: Row,
  among: readonly (keyof Row & string)[] = Object.keys(after) as (keyof Row & string)[],
) {
  const keys = among.filter((key) => !isDeepStrictEqual(plain(before[key]), plain(after[key])));
  const pick = (row: Row): Record<string, unknown> =>
    Object.fromEntries(keys.map((key) => [key, plain(row[key])]));
  return { keys, before: pick(before), after: pick(after) };
}
