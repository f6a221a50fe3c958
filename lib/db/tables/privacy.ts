import { bigint, date, index, integer, pgEnum, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { bytes, createdAt, id, instant, reference } from "./columns";
import { users } from "./people";
import { schools } from "./schools";

/** A file of what is stored about a person, made in the background; its parts are deleted when it expires. */
export const dataExports = pgTable(
  "data_exports",
  {
    id: id(),
    /** Null for the installation's admin. */
    school_id: uuid().references(() => schools.id, { onDelete: "cascade" }),
    /** Whose data it has. */
    user_id: reference(() => users.id, "owned"),
    created_by: uuid().references(() => users.id, { onDelete: "set null" }),
    /** The background work that makes it. */
    work_id: uuid(),
    created_at: createdAt(),
    /** Null until it is complete; its link works until it expires. */
    ready_at: instant(),
    expires_at: instant(),
    rows: integer(),
    bytes: bigint({ mode: "number" }),
  },
  (table) => [
    index("data_exports_user").on(table.user_id, table.created_at),
    index("data_exports_expiry").on(table.expires_at),
  ],
);

/** The file's bytes, in parts, so that no process holds all of it. */
export const dataExportParts = pgTable(
  "data_export_parts",
  {
    export_id: reference(() => dataExports.id, "owned"),
    number: integer().notNull(),
    body: bytes().notNull(),
  },
  (table) => [primaryKey({ columns: [table.export_id, table.number] })],
);

/** Keyed hashes of what named people who were erased (lib/auth/erased-identities.ts). */
export const erasedIdentities = pgTable(
  "erased_identities",
  {
    school_id: reference(() => schools.id, "owned"),
    hash: text().notNull(),
    erased_at: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.school_id, table.hash] })],
);

export const requestKind = pgEnum("privacy_request_kind", ["access", "correction", "erasure"]);
export const requestLaw = pgEnum("privacy_request_law", ["gdpr", "ccpa", "ferpa"]);
export const requestState = pgEnum("privacy_request_state", ["open", "answered", "refused"]);

/** Somebody asked for their data, its correction or its erasure. */
export const privacyRequests = pgTable(
  "privacy_requests",
  {
    id: id(),
    school_id: reference(() => schools.id, "owned"),
    kind: requestKind().notNull(),
    /** Null without an account, and once the person is erased. */
    user_id: uuid().references(() => users.id, { onDelete: "set null" }),
    /** The name of somebody without an account. */
    person_name: text(),
    law: requestLaw().notNull(),
    received_on: date().notNull(),
    /** The last day on which an answer is in time, by the law (lib/domain/compliance/due-dates.ts). */
    due_on: date().notNull(),
    state: requestState().notNull().default("open"),
    closed_on: date(),
    closed_by: uuid().references(() => users.id, { onDelete: "set null" }),
    created_by: uuid().references(() => users.id, { onDelete: "set null" }),
    created_at: createdAt(),
  },
  (table) => [
    index("privacy_requests_school").on(table.school_id, table.state, table.due_on),
    index("privacy_requests_user").on(table.user_id),
  ],
);

/** What Lectern cannot know, and an admin has confirmed: the last time for each item. */
export const complianceConfirmations = pgTable(
  "compliance_confirmations",
  {
    school_id: reference(() => schools.id, "owned"),
    item: text().notNull(),
    confirmed_on: date().notNull(),
    confirmed_by: uuid().references(() => users.id, { onDelete: "set null" }),
    created_at: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.school_id, table.item] })],
);
