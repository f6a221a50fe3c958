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
import { createdAt, id, instant } from "./columns";
import { schools } from "./schools";

export const role = pgEnum("role", ["admin", "instructor", "student"]);

export const users = pgTable(
  "users",
  {
    id: id(),
    /** None: the installation's admin. */
    schoolId: uuid("school_id").references(() => schools.id),
    externalId: text("external_id"),
    /** Kept in lower case: one person, one address. */
    email: text("email").notNull(),
    name: text("name").notNull(),
    role: role("role").notNull(),
    /** argon2id; none for people who only sign in elsewhere. */
    passwordHash: text("password_hash"),
    /** Raised by every change of role, school or password and by disabling: older session tokens die at once. */
    version: integer("version").notNull().default(1),
    disabledAt: instant("disabled_at"),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex("users_email").on(table.email),
    uniqueIndex("users_external_id").on(table.schoolId, table.externalId),
    index("users_school_role").on(table.schoolId, table.role),
  ],
);

/** Who a person is at an OpenID Connect provider. */
export const identities = pgTable(
  "identities",
  {
    issuer: text("issuer").notNull(),
    subject: text("subject").notNull(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.issuer, table.subject] }),
    index("identities_user").on(table.userId),
  ],
);

/** Personal API tokens; only a hash is kept. */
export const apiTokens = pgTable(
  "api_tokens",
  {
    id: id(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    scopes: text("scopes").array().notNull(),
    /** SHA-256 of the token: the token itself is 256 random bits, so no slow hash is needed. */
    hash: text("hash").notNull().unique(),
    /** Its first characters, to recognise it by. */
    prefix: text("prefix").notNull(),
    expiresAt: instant("expires_at").notNull(),
    revokedAt: instant("revoked_at"),
    lastUsedAt: instant("last_used_at"),
    createdAt: createdAt(),
  },
  (table) => [index("api_tokens_user").on(table.userId)],
);

/** Sign-in and API limits shared by all processes (rate-limiter-flexible's table). */
export const rateLimits = pgTable("rate_limits", {
  key: text("key").primaryKey(),
  points: integer("points").notNull().default(0),
  expire: bigint("expire", { mode: "number" }),
});
