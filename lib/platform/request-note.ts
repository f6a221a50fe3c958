import { AsyncLocalStorage } from "node:async_hooks";
import { asAppError } from "./errors";
import { processSingleton } from "./process";

/** What becomes known of a request while it is answered, for the measurements: the front begins it, and each part adds what it learns. */
export type RequestNote = {
  school_id: string | null;
  user_id: string | null;
  /** Why it failed, in one word. */
  code: string | null;
};

const notes = () => processSingleton("request notes", () => new AsyncLocalStorage<RequestNote>());

/** The note of the request that is being answered; none outside of one. */
export const currentNote = (): RequestNote | undefined => notes().getStore();

/** Answers a request with a note. */
export const withNote = <T>(note: RequestNote, answer: () => T): T => notes().run(note, answer);

/** Notes who asks. */
export function noteCaller({ school_id, user_id }: { school_id: string | null; user_id: string }): void {
  const note = currentNote();
  if (!note) return;
  note.school_id ??= school_id;
  note.user_id ??= user_id;
}

/** Notes why it failed. */
export function noteFailure(error: unknown): void {
  const note = currentNote();
  if (note) note.code ??= asAppError(error).code;
}
