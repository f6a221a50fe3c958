import { z } from "zod";
import { instant, paging, revision, storableText, uuid, whole } from "@/lib/http/contract";
import { message } from "@/lib/language/language";
import { learnerParams } from "../schema";

/* What staff write about a learner. */

export const noteTextMax = 2000;
/** More are not kept about one learner. */
export const notesMax = 500;

const text = storableText(noteTextMax).trim().min(1, message("errors.field.missing"));

export const noteParams = learnerParams.extend({ noteId: uuid });
export const notesQuery = z.object(paging(50));
export type NotesQuery = z.output<typeof notesQuery>;
export const newNote = z.object({ text });
export const changedNote = z.object({ text, revision });

export const noteRow = z.object({
  id: uuid,
  text: z.string(),
  /** The name of who wrote it; null once they were deleted. */
  written_by: z.string().nullable(),
  /** Whether it is yours: only its writer edits it; an admin can delete it too. */
  own: z.boolean(),
  created_at: instant,
  revision: whole,
});
export type NoteRow = z.output<typeof noteRow>;

export const notesAnswer = z.object({ success: z.literal(true), items: z.array(noteRow), total: whole });
export const noteAnswer = z.object({ success: z.literal(true), note: noteRow });
export const savedNote = z.object({ success: z.literal(true), id: uuid });
