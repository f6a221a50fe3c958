import { z } from "zod";
import { day, forwards, forwardsError, instant, search, storableText, uuid } from "@/lib/http/contract";

const name = storableText(100).trim().min(1);

/** The filters of the log: who, what, when (days of the school's zone), from where, and of what. */
const filters = {
  /** In the name or the address of who did it. */
  q: search,
  action: name.optional(),
  from: day.optional(),
  to: day.optional(),
  /** The IP address, or its beginning. */
  address: name.optional(),
  /** The id of what was changed. */
  target: storableText(200).trim().min(1).optional(),
};

export const auditExportQuery = z.object(filters).refine(forwards, forwardsError);
/** Pages go by key, because the log is long and grows while it is read: `before` is the last entry of the page before. */
export const auditQuery = z
  .object({ ...filters, limit: z.coerce.number().int().min(1).max(100).default(50), before: uuid.optional() })
  .refine(forwards, forwardsError);
export type AuditQuery = z.infer<typeof auditQuery>;
export type AuditFilters = z.infer<typeof auditExportQuery>;

const value = z.unknown();
/** One field of what was done: its value before and after; null where there was none. */
export const change = z.object({ field: z.string(), before: value, after: value });
export type Change = { field: string; before: unknown; after: unknown };

export const auditEntry = z.object({
  id: uuid,
  at: instant,
  school_id: uuid.nullable(),
  /** Null for Lectern itself. */
  actor_id: uuid.nullable(),
  actor: z.string().nullable(),
  action: z.string(),
  target_type: z.string(),
  target_id: z.string().nullable(),
  /** The name of what was changed, while it exists. */
  target: z.string().nullable(),
  changes: z.array(change),
  address: z.string().nullable(),
  request_id: z.string().nullable(),
});
export type AuditEntry = Omit<z.infer<typeof auditEntry>, "changes"> & { changes: Change[] };

export const auditAnswer = z.object({
  items: z.array(auditEntry),
  /** The key of the next page; null on the last. */
  next: uuid.nullable(),
});
