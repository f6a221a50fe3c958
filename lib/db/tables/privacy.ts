import { bigint, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
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
