import { bigint, index, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { id, instant } from "./columns";

/** Who did what, when and from where. A trigger in the migration refuses UPDATE, DELETE and TRUNCATE. */
export const auditLog = pgTable(
  "audit_log",
  {
    id: id(),
    at: instant().notNull().defaultNow(),
    school_id: uuid(),
    /** The user who did it; null for the system. */
    actor_id: uuid(),
    /** A verb and its noun: `api_token.create`, `school.update`. */
    action: text().notNull(),
    target_type: text().notNull(),
    target_id: text(),
    /** What changed, without secrets. */
    detail: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    request_id: text(),
    /** The caller's IP address. */
    address: text(),
  },
  (table) => [
    index("audit_log_school").on(table.school_id, table.at),
    index("audit_log_at").on(table.at, table.id),
    index("audit_log_actor").on(table.actor_id, table.at),
    index("audit_log_action").on(table.action, table.school_id, table.at),
    index("audit_log_target").on(table.target_type, table.target_id, table.at),
  ],
);

/** The entries that no seal names yet. A trigger adds each new one; `place` is the order in which they are sealed. */
export const auditUnsealed = pgTable("audit_unsealed", {
  place: bigint({ mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  chain: uuid().notNull(),
  entry_id: uuid().notNull(),
});

/**
 * The hash chain of a school's entries (lib/auth/audit-chain.ts): each seal contains the hash of the one before. A trigger in the migration
 * refuses UPDATE, DELETE and TRUNCATE.
 */
export const auditSeals = pgTable(
  "audit_seals",
  {
    /** The school of the entries; zeros for those of no school. */
    chain: uuid().notNull(),
    /** From 1, without gaps. */
    number: bigint({ mode: "number" }).notNull(),
    entry_id: uuid().notNull(),
    /** The entry's own time, which names it after it was removed. */
    entry_at: instant().notNull(),
    /** SHA-256 in hexadecimal. */
    hash: text().notNull(),
    sealed_at: instant().notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.chain, table.number] }),
    uniqueIndex("audit_seals_entry").on(table.entry_id),
  ],
);

/** The last seal of each chain: shows when the chain's end was cut off. */
export const auditChains = pgTable("audit_chains", {
  chain: uuid().primaryKey(),
  number: bigint({ mode: "number" }).notNull(),
  hash: text().notNull(),
  sealed_at: instant().notNull(),
});
