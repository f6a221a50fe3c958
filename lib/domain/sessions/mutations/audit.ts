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

/** A value as JSON. */
export const plain = (value: unknown) => (value instanceof Date ? value.toISOString() : value);

/** The columns in which two rows differ, and their values before and after: for the audit, and for undoing an import. */
export function difference<Row extends object>(
  before: Row,
  after: Row,
  among: readonly (keyof Row & string)[] = Object.keys(after) as (keyof Row & string)[],
) {
  const keys = among.filter((key) => plain(before[key]) !== plain(after[key]));
  const pick = (row: Row): Record<string, unknown> =>
    Object.fromEntries(keys.map((key) => [key, plain(row[key])]));
  return { keys, before: pick(before), after: pick(after) };
}
