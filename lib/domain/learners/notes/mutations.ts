import "server-only";
import { and, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { audit } from "@/lib/auth/audit";
import { isAdmin } from "@/lib/auth/scope";
import type { Tx } from "@/lib/db/client";
import { assertRevision } from "@/lib/db/revision";
import { learnerNotes } from "@/lib/db/tables/notes";
import { users } from "@/lib/db/tables/people";
import { transaction } from "@/lib/db/tx";
import type { Context } from "@/lib/http/context";
import { isoInstants } from "@/lib/http/contract";
import { AppError } from "@/lib/platform/errors";
import { reachNoted } from "./queries";
import { type changedNote, type newNote, notesMax } from "./schema";

type Note = typeof learnerNotes.$inferSelect;

/** Nobody may edit the audit log, so that it has no text of a note: it would outlive the person's erasure. */
const record = (tx: Tx, ctx: Context, verb: "create" | "update" | "delete", note: Note) =>
  audit(tx, ctx, {
    school_id: note.school_id,
    action: `note.${verb}`,
    target: { type: "note", id: note.id },
    detail: { user_id: note.user_id },
  });

/** Writes a note about a learner; returns its id. Throws as `reachNoted` does, and `conflict` past the most. */
export async function createNote(ctx: Context, userId: string, { text }: z.output<typeof newNote>) {
  const { id: user_id, school_id } = await reachNoted(ctx.scope, userId);
  if (school_id === null) throw new AppError("forbidden", "errors.learner.notes");
  return transaction(async (tx) => {
    // Its lock: two notes at once are both counted.
    await tx.select({ id: users.id }).from(users).where(eq(users.id, user_id)).for("update");
    if ((await tx.$count(learnerNotes, eq(learnerNotes.user_id, user_id))) >= notesMax)
      throw new AppError("conflict", "errors.learner.notes_max", { values: { maximum: notesMax } });
    const [note] = await tx
      .insert(learnerNotes)
      .values({ school_id, user_id, written_by: ctx.scope.user_id, text, created_at: ctx.now })
      .returning();
    if (!note) throw new Error("an insert returned no row");
    await record(tx, ctx, "create", note);
    return { id: note.id };
  });
}

async function lockNote(tx: Tx, userId: string, noteId: string): Promise<Note> {
  const [note] = await tx
    .select()
    .from(learnerNotes)
    .where(and(eq(learnerNotes.id, noteId), eq(learnerNotes.user_id, userId)))
    .for("update");
  if (!note) throw new AppError("not_found", "errors.learner.note_unknown");
  return note;
}

/** Edits a note of the caller's own. Throws as `reachNoted` does, `not_found`, `forbidden`, and `conflict` for an older revision. */
export async function changeNote(
  ctx: Context,
  userId: string,
  noteId: string,
  { text, revision }: z.output<typeof changedNote>,
) {
  const { id } = await reachNoted(ctx.scope, userId);
  await transaction(async (tx) => {
    const note = await lockNote(tx, id, noteId);
    if (note.written_by !== ctx.scope.user_id)
      throw new AppError("forbidden", "errors.learner.note_of_other");
    const { text: before, revision: saved } = note;
    assertRevision(note, revision, isoInstants({ text: before, revision: saved }));
    if (text === before) return;
    await tx
      .update(learnerNotes)
      .set({ text, revision: sql`${learnerNotes.revision} + 1` })
      .where(eq(learnerNotes.id, noteId));
    await record(tx, ctx, "update", note);
  });
  return { id: noteId };
}

/** Deletes a note of the caller's own; an admin any of their school. Throws as `changeNote` does. */
export async function deleteNote(ctx: Context, userId: string, noteId: string) {
  const { id } = await reachNoted(ctx.scope, userId);
  await transaction(async (tx) => {
    const note = await lockNote(tx, id, noteId);
    if (note.written_by !== ctx.scope.user_id && !isAdmin(ctx.scope))
      throw new AppError("forbidden", "errors.learner.note_of_other");
    await tx.delete(learnerNotes).where(eq(learnerNotes.id, noteId));
    await record(tx, ctx, "delete", note);
  });
  return { id: noteId };
}
