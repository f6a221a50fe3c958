import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgEnum, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import type { ErrorKey, MessageValues } from "@/lib/language/language";
import { workKinds, workStates, workUnits } from "@/lib/platform/work";
import { createdAt, id, instant } from "./columns";
import { users } from "./people";
import { schools } from "./schools";

/** Why work failed: a message, or a text that has none. */
export type WorkError = { key: ErrorKey; values?: MessageValues } | { english: string };

export const workState = pgEnum("work_state", workStates);

/** Work in the background, as people see it. The queue itself is pg-boss's, in the schema `pgboss`; its job has the same id. */
export const backgroundWork = pgTable(
  "background_work",
  {
    id: id(),
    /** Null for work on the whole installation. */
    school_id: uuid().references(() => schools.id, { onDelete: "cascade" }),
    kind: text({ enum: workKinds }).notNull(),
    /** The values of the title's message. */
    title: jsonb().$type<Record<string, string | number>>().notNull().default({}),
    input: jsonb().notNull(),
    /** While work of a kind waits with a key, no other is added with the same. */
    key: text(),
    state: workState().notNull().default("waiting"),
    done: integer().notNull().default(0),
    /** Null while it is not known. */
    total: integer(),
    unit: text({ enum: workUnits }),
    /** Why the last attempt failed. */
    error: jsonb().$type<WorkError>(),
    /** Raised by each process that takes it up, so that one that was given up changes nothing any more. */
    attempt: integer().notNull().default(0),
    created_by: uuid().references(() => users.id, { onDelete: "set null" }),
    created_at: createdAt(),
    /** When it may begin; null: at once. */
    begins_at: instant(),
    started_at: instant(),
    ended_at: instant(),
    cancel_requested_at: instant(),
    /** When the process that runs it last said so. */
    alive_at: instant(),
  },
  (table) => [
    index("background_work_school").on(table.school_id, table.created_at),
    index("background_work_creator").on(table.created_by, table.created_at),
    index("background_work_open").on(table.state).where(sql`${table.state} in ('waiting', 'running')`),
    uniqueIndex("background_work_key").on(table.kind, table.key).where(sql`${table.state} = 'waiting'`),
  ],
);
