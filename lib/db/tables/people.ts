import {
  bigint,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { bytes, createdAt, id, instant, reference, revision } from "./columns";
import { languages, role, schools } from "./schools";

/** How somebody appears in rankings: with their first name and initial, without a name, or not at all. */
export const appearance = pgEnum("appearance", ["named", "unnamed", "unranked"]);

export const users = pgTable(
  "users",
  {
    id: id(),
    /** Null for the installation's admin. */
    school_id: uuid().references(() => schools.id),
    external_id: text(),
    /** In lower case, so that one address is one person; null for people whom the school names by its own id only. */
    email: text(),
    /** In lower case; one person of the school. */
    username: text(),
    /** As it is shown: the first and last name where those are known. */
    name: text().notNull(),
    first_name: text(),
    last_name: text(),
    /** The postal address. */
    address: text(),
    role: role().notNull(),
    /** The language that they chose; null is their browser's. */
    language: languages(),
    appearance: appearance().notNull().default("unnamed"),
    /** When they chose it; null: never. */
    appearance_since: instant(),
    /** argon2id; null for people who sign in only through a provider. */
    password_hash: text(),
    /** A trigger raises it when the role, school or password changes or the person is disabled: all earlier access ends. */
    version: integer().notNull().default(1),
    disabled_at: instant(),
    last_signed_in_at: instant(),
    revision: revision(),
    created_at: createdAt(),
  },
  (table) => [
    uniqueIndex("users_email").on(table.email),
    uniqueIndex("users_username").on(table.school_id, table.username),
    uniqueIndex("users_external_id").on(table.school_id, table.external_id),
    index("users_school_role").on(table.school_id, table.role),
  ],
);

/** A person's identity at an OpenID Connect provider. */
export const identities = pgTable(
  "identities",
  {
    issuer: text().notNull(),
    subject: text().notNull(),
    user_id: reference(() => users.id, "owned"),
    created_at: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.issuer, table.subject] }),
    index("identities_user").on(table.user_id),
  ],
);

/**
 * What named a person who was merged into another: it names the other one now, in playback tokens that were signed before, in the school's
 * own systems and in reports.
 */
export const formerIdentities = pgTable(
  "former_identities",
  {
    /** As attendees are named, `u:` our id and `e:` an address; `x:` is the school's own id. */
    identity: text().notNull(),
    school_id: reference(() => schools.id, "owned"),
    user_id: reference(() => users.id, "owned"),
  },
  (table) => [
    primaryKey({ columns: [table.identity, table.school_id] }),
    index("former_identities_user").on(table.user_id),
  ],
);

/**
 * The browsers in which somebody has signed in: each is known to the account until its password changes, and holds one session at most.
 * Triggers end sessions and API tokens with every new version of their user, and tell all processes what has ended.
 */
export const devices = pgTable(
  "devices",
  {
    id: id(),
    user_id: uuid()
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    /** The id in the browser's signed cookie; the same for everybody who signs in there. */
    device_id: uuid().notNull(),
    /** The sign-in that the session's cookie names; null once the session has ended. */
    sign_in_id: uuid(),
    /** For people to read: `Firefox on Windows`. */
    name: text().notNull(),
    /** The address of the last sign-in. */
    address: text().notNull(),
    signed_in_at: instant().notNull(),
    /** The session ends then at the latest. */
    expires_at: instant().notNull(),
    created_at: createdAt(),
  },
  (table) => [
    uniqueIndex("devices_user_device").on(table.user_id, table.device_id),
    uniqueIndex("devices_sign_in").on(table.sign_in_id),
  ],
);

/** Personal API tokens; only a hash is stored. */
export const apiTokens = pgTable(
  "api_tokens",
  {
    id: id(),
    user_id: reference(() => users.id, "owned"),
    name: text().notNull(),
    scopes: text().array().notNull(),
    /** SHA-256 of the token: the token itself is 256 random bits, so no slow hash is needed. */
    hash: text().notNull().unique(),
    /** Its first characters, by which people recognise it. */
    prefix: text().notNull(),
    expires_at: instant().notNull(),
    revoked_at: instant(),
    last_used_at: instant(),
    created_at: createdAt(),
  },
  (table) => [index("api_tokens_user").on(table.user_id)],
);

export const accountLinkPurpose = pgEnum("account_link_purpose", [
  "invitation",
  "open_invitation",
  "password",
  "email",
]);

/**
 * Links that prove an address or an invitation before they expire; only a hash of the link's secret is stored. Each is used once,
 * but for an `open_invitation`: so many as it allows have themselves invited as students, by mail to an address of its domain.
 * `invitation`: the person takes the account that was made for them. `password`: a new password. `email`: the new address is confirmed.
 */
export const accountLinks = pgTable(
  "account_links",
  {
    id: id(),
    purpose: accountLinkPurpose().notNull(),
    school_id: uuid().references(() => schools.id, { onDelete: "cascade" }),
    /** Whose it is; null for an open invitation. */
    user_id: uuid().references(() => users.id, { onDelete: "cascade" }),
    /** The address to which it was sent, or which it confirms. */
    email: text(),
    /** Of an open invitation: the mail domain that it needs, and the course and class in which it enrolls. */
    domain: text(),
    course_id: uuid(),
    class_id: uuid(),
    /** SHA-256 of the secret: it is 256 random bits, so no slow hash is needed. */
    hash: text().notNull().unique(),
    created_by: uuid().references(() => users.id, { onDelete: "set null" }),
    created_at: createdAt(),
    expires_at: instant().notNull(),
    /** How often it was used, and how often it may be. */
    uses: integer().notNull().default(0),
    uses_max: integer().notNull().default(1),
    /** When it was used for the last time that it may be. */
    used_at: instant(),
    revoked_at: instant(),
  },
  (table) => [
    index("account_links_user").on(table.user_id),
    index("account_links_school").on(table.school_id),
  ],
);

/** One imported list of people and enrollments, and the data needed to undo the import. */
export const rosterImports = pgTable(
  "roster_imports",
  {
    id: id(),
    school_id: reference(() => schools.id, "owned"),
    /** The course of an import of results; null for one of a school. */
    course_id: uuid(),
    user_id: uuid().references(() => users.id, { onDelete: "set null" }),
    /** `csv` or `oneroster`. */
    format: text().notNull(),
    file_name: text().notNull(),
    /** SHA-256 of the file: importing the same file again changes nothing. */
    file_hash: text().notNull(),
    /** What each column of a CSV became, by its heading: proposed for the next file with the same headings. */
    columns: jsonb().$type<Record<string, string>>(),
    /** What the admin decided about rows in doubt, until the file has been imported. */
    decisions: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    /** `deactivate`: students who are not in the file are deactivated; else `stay`. */
    missing: text().notNull().default("stay"),
    /** How many rows of each kind were new, changed, unchanged and wrong. */
    counts: jsonb().$type<Record<string, Record<string, number>>>().notNull().default({}),
    /** The earlier values of the rows that it changed, and the ids of those that it added. */
    before: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    created_at: createdAt(),
    /** The background work that imports it. */
    work_id: uuid(),
    /** The file until it has been imported, for a day at most. */
    file: bytes(),
    /** In which the wrong rows are described. */
    language: languages(),
    /** The rows that were left out, as far as they are named. */
    wrong: jsonb().$type<Record<string, unknown>[]>().notNull().default([]),
    wrong_total: integer().notNull().default(0),
    imported_at: instant(),
    undone_at: instant(),
    undone_by: uuid().references(() => users.id, { onDelete: "set null" }),
  },
  (table) => [index("roster_imports_school").on(table.school_id, table.created_at)],
);

/** Sign-in and API limits shared by all processes (rate-limiter-flexible's table). */
export const rateLimits = pgTable("rate_limits", {
  key: text().primaryKey(),
  points: integer().notNull().default(0),
  expire: bigint({ mode: "number" }),
});
