import type { NoteRow } from "./schema";

/** A note, for the routes' examples. */
export const exampleNote: NoteRow = {
  id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4b01",
  text: "Works on Tuesday mornings until December. Suggested the evening lab and the recordings.",
  written_by: "Inês Carvalho",
  own: true,
  created_at: "2026-11-13T16:20:00.000Z",
  revision: 1,
};
