import { exampleNote } from "@/lib/domain/learners/notes/fixtures";
import { createNote } from "@/lib/domain/learners/notes/mutations";
import { noteList, readNote } from "@/lib/domain/learners/notes/queries";
import { newNote, noteAnswer, notesAnswer, notesQuery } from "@/lib/domain/learners/notes/schema";
import { learnerParams } from "@/lib/domain/learners/schema";
import { route } from "@/lib/http/route";

const params = { userId: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a02" };

export const GET = route({
  summary: "What staff wrote about a learner who takes a course of yours, the latest first",
  auth: "staff",
  params: learnerParams,
  query: notesQuery,
  answer: notesAnswer,
  example: { params, query: { limit: 50 }, answer: { success: true, items: [exampleNote], total: 1 } },
  async handler({ ctx: { scope }, params, query }) {
    return { success: true as const, ...(await noteList(scope, params.userId, query)) };
  },
});

export const POST = route({
  summary:
    "Write a note about a learner who takes a course of yours; those who teach them and admins read it",
  auth: "staff",
  params: learnerParams,
  body: newNote,
  answer: noteAnswer,
  example: { params, body: { text: exampleNote.text }, answer: { success: true, note: exampleNote } },
  async handler({ ctx, params, body }) {
    const { id } = await createNote(ctx, params.userId, body);
    return { success: true as const, note: await readNote(ctx.scope, params.userId, id) };
  },
});
