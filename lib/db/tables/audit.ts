import { index, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { id, instant } from "./columns";

/** Who did what, when and from where. A trigger in the migration refuses UPDATE, DELETE and TRUNCATE. */
export const auditLog = pgTable(
  "audit_log",
  {
    id: id(),
    at: instant("at").notNull().defaultNow(),
    schoolId: uuid("school_id"),
    /** The user who did it; none for the system itself. */
    actorId: uuid("actor_id"),
    /** A verb and its noun: `api_token.create`, `school.update`. */
    action: text("action").notNull(),
    targetType: text("target_type").notNull(),
    targetId: text("target_id"),
    /** What changed, without secrets. */
    detail: jsonb("detail").$type<Record<string, unknown>>().notNull().default({}),
    requestId: text("request_id"),
    /** The caller's address: from where. */
    address: text("address"),
  },
  (table) => [index("audit_log_school").on(table.schoolId, table.at)],
);
