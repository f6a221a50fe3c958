import "server-only";
import { isDeepStrictEqual } from "node:util";
import { and, eq } from "drizzle-orm";
import type { Tx } from "@/lib/db/client";
import { practiceSessions } from "@/lib/db/tables/practice";
import type { Context } from "@/lib/http/context";
import { AppError, fieldError } from "@/lib/platform/errors";
import { toPracticeRow } from "./queries";
import type { PracticeInput, PracticeRow } from "./schema";

type Saved = { session: PracticeRow; school_id: string; repeated: boolean };

/**
 * Saves a practice session of the caller's own in this transaction. The same key again is the session that was saved with it; throws `conflict`
 * where that one says something else, and `forbidden` for the installation's admin, who has no school.
 */
export async function insertPractice(
  tx: Tx,
  ctx: Context,
  input: PracticeInput,
  key: string | null,
): Promise<Saved> {
  const { user_id, school_id } = ctx.scope;
  if (school_id === null) throw new AppError("forbidden", "errors.practice.no_school");
  const [row] = await tx
    .insert(practiceSessions)
    .values({ ...input, school_id, user_id, idempotency_key: key, created_at: ctx.now })
    .onConflictDoNothing({ target: [practiceSessions.user_id, practiceSessions.idempotency_key] })
    .returning();
  if (row) return { session: toPracticeRow(row), school_id, repeated: false };
  const [before] = await tx
    .select()
    .from(practiceSessions)
    .where(and(eq(practiceSessions.user_id, user_id), eq(practiceSessions.idempotency_key, key!)));
  if (!before) throw new Error("a session with this key was neither saved nor there");
  const session = toPracticeRow(before);
  const { id: _, created_at: __, ...saved } = session;
  if (!isDeepStrictEqual(saved, input))
    throw fieldError("Idempotency-Key", "errors.field.idempotency_key_used", "conflict");
  return { session, school_id, repeated: true };
}
