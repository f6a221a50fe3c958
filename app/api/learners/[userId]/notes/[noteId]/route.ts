import { exampleNote } from "@/lib/domain/learners/notes/fixtures";
import { changeNote, deleteNote } from "@/lib/domain/learners/notes/mutations";
import { readNote } from "@/lib/domain/learners/notes/queries";
import { changedNote, noteAnswer, noteParams, savedNote } from "@/lib/domain/learners/notes/schema";
import { route } from "@/lib/http/route";

const userId = "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a02";
const params = { userId, noteId: exampleNote.id };
const another = { userId, noteId: exampleNote.id.replace(/1$/, "2") };

export const PATCH = route({
  summary: "Edit a note that you wrote about a learner",
  auth: "staff",
  params: noteParams,
  body: changedNote,
  answer: noteAnswer,
  example: { params, body: { text: exampleNote.text }, answer: { success: true, note: exampleNote } },
  async handler({ ctx, params: { userId, noteId }, body }) {
    await changeNote(ctx, userId, noteId, body);
    return { success: true as const, note: await readNote(ctx.scope, userId, noteId) };
  },
});

export const DELETE = route({
  summary: "Delete a note that you wrote about a learner; an admin deletes any of their school",
  auth: "staff",
  params: noteParams,
  answer: savedNote,
  example: { params: another, answer: { success: true, id: another.noteId } },
  async handler({ ctx, params: { userId, noteId } }) {
    return { success: true as const, ...(await deleteNote(ctx, userId, noteId)) };
  },
});
