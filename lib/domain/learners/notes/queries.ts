import "server-only";
import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { reachesNotes } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { learnerNotes } from "@/lib/db/tables/notes";
import { users } from "@/lib/db/tables/people";
import { isoInstants } from "@/lib/http/contract";
import { listPage } from "@/lib/http/list";
import { AppError } from "@/lib/platform/errors";
import { reachLearner } from "../queries";
import type { NoteRow, NotesQuery } from "./schema";

/** Whether a scope may read and write notes about this person. */
export async function mayNote(scope: Scope, userId: string): Promise<boolean> {
  const [row] = await db()
    .select({
      reached: sql<boolean>`${reachesNotes(scope, { school_id: users.school_id, user_id: users.id })}`,
    })
    .from(users)
    .where(eq(users.id, userId));
  return row?.reached === true;
}

/** A learner about whom the scope may read and write notes. Throws as `reachLearner` does, and `forbidden`. */
export async function reachNoted(scope: Scope, userId: string) {
  const learner = await reachLearner(scope, userId);
  if (!(await mayNote(scope, learner.id))) throw new AppError("forbidden", "errors.learner.notes");
  return learner;
}

const selectNotes = (scope: Scope, where: SQL | undefined) =>
  db()
    .select({
      id: learnerNotes.id,
      text: learnerNotes.text,
      written_by: users.name,
      own: sql<boolean>`${learnerNotes.written_by} is not distinct from ${scope.user_id}`,
      created_at: learnerNotes.created_at,
      revision: learnerNotes.revision,
    })
    .from(learnerNotes)
    .leftJoin(users, eq(users.id, learnerNotes.written_by))
    .where(and(reachesNotes(scope, learnerNotes), where))
    .orderBy(desc(learnerNotes.created_at), desc(learnerNotes.id))
    .$dynamic();

/** Notes about a learner, the latest first. Throws as `reachNoted` does. */
export async function noteList(
  scope: Scope,
  userId: string,
  query: NotesQuery,
): Promise<{ items: NoteRow[]; total: number }> {
  const { id } = await reachNoted(scope, userId);
  const { items, total } = await listPage(selectNotes(scope, eq(learnerNotes.user_id, id)), query);
  return { items: items.map(isoInstants), total };
}

/** One note about a learner. Throws as `reachNoted` does, and `not_found`. */
export async function readNote(scope: Scope, userId: string, noteId: string): Promise<NoteRow> {
  const { id } = await reachNoted(scope, userId);
  const [row] = await selectNotes(scope, and(eq(learnerNotes.user_id, id), eq(learnerNotes.id, noteId)));
  if (!row) throw new AppError("not_found", "errors.learner.note_unknown");
  return isoInstants(row);
}
