import { index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
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
