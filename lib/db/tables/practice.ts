import {
  doublePrecision,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { createdAt, id, reference } from "./columns";
import { users } from "./people";
import { schools } from "./schools";

export const practiceType = pgEnum("practice_type", ["conversation", "pronunciation", "roleplay"]);

/** A learner's practice, as the app that hosted it saved the result: a fact of that person, exported and erased with them. */
export const practiceSessions = pgTable(
  "practice_sessions",
  {
    id: id(),
    school_id: reference(() => schools.id, "owned"),
    user_id: reference(() => users.id, "owned"),
    session_type: practiceType().notNull(),
    duration_seconds: integer().notNull(),
    words_spoken: integer().notNull(),
    /** 0–100; null where the app gives no such score. */
    pronunciation_score: doublePrecision(),
    fluency_score: doublePrecision(),
    grammar_score: doublePrecision(),
    topics: jsonb().$type<string[]>().notNull(),
    vocabulary_learned: jsonb().$type<string[]>().notNull(),
    areas_to_improve: jsonb().$type<string[]>().notNull(),
    metadata: jsonb().$type<Record<string, unknown>>().notNull(),
    /** The sender's name for the request: the same again is not saved twice. */
    idempotency_key: text(),
    /** When it was saved, which is when it ended. */
    created_at: createdAt(),
  },
  (table) => [
    uniqueIndex("practice_sessions_key").on(table.user_id, table.idempotency_key),
    index("practice_sessions_user").on(table.user_id, table.created_at),
    index("practice_sessions_school").on(table.school_id, table.created_at),
    index("practice_sessions_created").on(table.created_at),
  ],
);
