import {
  bigint,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { createdAt, id, instant, reference } from "./columns";
import { schools } from "./schools";

export const role = pgEnum("role", ["admin", "instructor", "student"]);

export const users = pgTable(
  "users",
  {
    id: id(),
    /** None: the installation's admin. */
    school_id: uuid().references(() => schools.id),
    external_id: text(),
    /** Kept in lower case: one person, one address. */
    email: text().notNull(),
    name: text().notNull(),
    role: role().notNull(),
    /** argon2id; none for people who only sign in elsewhere. */
    password_hash: text(),
    /** Raised by every change of role, school or password and by disabling: older session tokens die at once. */
    version: integer().notNull().default(1),
    disabled_at: instant(),
    created_at: createdAt(),
  },
  (table) => [
    uniqueIndex("users_email").on(table.email),
    uniqueIndex("users_external_id").on(table.school_id, table.external_id),
    index("users_school_role").on(table.school_id, table.role),
  ],
);

/** Who a person is at an OpenID Connect provider. */
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

/** Personal API tokens; only a hash is kept. */
export const apiTokens = pgTable(
  "api_tokens",
  {
    id: id(),
    user_id: reference(() => users.id, "owned"),
    name: text().notNull(),
    scopes: text().array().notNull(),
    /** SHA-256 of the token: the token itself is 256 random bits, so no slow hash is needed. */
    hash: text().notNull().unique(),
    /** Its first characters, to recognise it by. */
    prefix: text().notNull(),
    expires_at: instant().notNull(),
    revoked_at: instant(),
    last_used_at: instant(),
    created_at: createdAt(),
  },
  (table) => [index("api_tokens_user").on(table.user_id)],
);

/** Sign-in and API limits shared by all processes (rate-limiter-flexible's table). */
export const rateLimits = pgTable("rate_limits", {
  key: text().primaryKey(),
  points: integer().notNull().default(0),
  expire: bigint({ mode: "number" }),
});
