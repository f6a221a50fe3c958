import type { Failure } from "@/components/ui/use-action";
import type { Decision, ImportAnswer } from "@/lib/domain/sessions/imports/schema";
import { type DateOrder, reportBytesMax } from "@/lib/measure/attendance-report";

/* The import of one file, from choosing it to the imported session. Every preview is the route's answer with `commit=false`. */

/** How the server reads what the file does not say. */
export type ReadingChoices = { zone: string; date_order: DateOrder | null; day: string | null };

/** Where the report goes; `session_id` is null for a new session. */
export type ChosenDestination = {
  session_id: string | null;
  title: string;
  course_id: string | null;
  instructor_id: string | null;
};

export type Decisions = Record<number, Decision>;

/** What a preview needs. */
export type Look = { file: File; reading: ReadingChoices; destination: ChosenDestination };

type ImportState = {
  /** `looking`: a preview is being loaded. */
  stage: "idle" | "looking" | "ready" | "importing" | "imported";
  /** The preview to ask for; a new one replaces it. */
  look: Look | null;
  file: File | null;
  reading: ReadingChoices;
  destination: ChosenDestination;
  /** The reader chose the session: it is no longer suggested. */
  session_chosen: boolean;
  decisions: Decisions;
  answer: ImportAnswer | null;
  /** Why the last attempt failed: the server's answer, or why there is none. */
  failure: Failure | NoAnswer | null;
};

/** A file that was not sent, or a server that could not be reached. */
export type NoAnswer = "too_large" | "unreachable";

type Start = Pick<ImportState, "reading" | "destination">;

export type ImportEvent =
  | { type: "file"; file: File; start: Start }
  | { type: "reading"; reading: ReadingChoices }
  | { type: "destination"; destination: ChosenDestination }
  | { type: "decisions"; decisions: Decisions }
  | { type: "import" }
  | { type: "answered"; answer: ImportAnswer }
  | { type: "failed"; failure: Failure | NoAnswer }
  | { type: "again"; start: Start };

export const emptyImport = (start: Start): ImportState => ({
  ...start,
  stage: "idle",
  look: null,
  file: null,
  session_chosen: start.destination.session_id !== null,
  decisions: {},
  answer: null,
  failure: null,
});

function looking(state: ImportState): ImportState {
  const { file, reading, destination } = state;
  if (!file) return state;
  return { ...state, stage: "looking", look: { file, reading, destination }, failure: null };
}

export function importReducer(state: ImportState, event: ImportEvent): ImportState {
  switch (event.type) {
    case "file": {
      const next = { ...emptyImport(event.start), file: event.file };
      return event.file.size > reportBytesMax ? { ...next, failure: "too_large" } : looking(next);
    }
    case "reading":
      return looking({ ...state, reading: event.reading });
    case "destination": {
      const { destination } = event;
      const { session_id, course_id, instructor_id } = state.destination;
      const moved = destination.session_id !== session_id;
      const next = { ...state, destination, session_chosen: state.session_chosen || moved };
      // The course decides which people a name can match, the session which minutes count; a title changes neither.
      const matters =
        moved || destination.course_id !== course_id || destination.instructor_id !== instructor_id;
      return matters ? looking(next) : next;
    }
    case "decisions":
      return { ...state, decisions: event.decisions };
    case "import":
      return { ...state, stage: "importing", failure: null };
    case "answered":
      return state.stage === "importing"
        ? { ...state, stage: "imported", answer: event.answer }
        : previewed(state, event.answer);
    case "failed":
      // The old preview stays visible, but it cannot be imported: the new choices need a preview of their own.
      return {
        ...state,
        stage: state.stage === "importing" ? "ready" : "idle",
        look: null,
        failure: event.failure,
      };
    case "again":
      return emptyImport(event.start);
  }
}

function previewed(state: ImportState, answer: ImportAnswer): ImportState {
  const { destination } = state;
  const [nearest] = answer.nearby;
  const title =
    destination.title || destination.session_id !== null ? destination.title : answer.session.title;
  const next: ImportState = {
    ...state,
    stage: "ready",
    look: null,
    answer,
    destination: { ...destination, title },
  };
  if (!nearest || state.session_chosen || destination.session_id !== null) return next;
  return looking({
    ...next,
    session_chosen: true,
    destination: { ...next.destination, session_id: nearest.session_id },
  });
}

/** The route's address for previewing a report, or for importing it. */
export function importAddress({ reading, destination }: Omit<Look, "file">, commit: boolean): string {
  const query = new URLSearchParams({ commit: String(commit), zone: reading.zone });
  if (reading.date_order) query.set("date_order", reading.date_order);
  if (reading.day) query.set("day", reading.day);
  const { session_id, title, course_id, instructor_id } = destination;
  if (session_id) query.set("session_id", session_id);
  else {
    if (title.trim()) query.set("title", title.trim());
    if (course_id) query.set("course_id", course_id);
    if (instructor_id) query.set("instructor_id", instructor_id);
  }
  return `/api/admin/training/imports?${query}`;
}

/** A failure, with the errors of single lines apart from the others. */
export function linesOf(failure: Failure): {
  lines: { line: number; message: string }[];
  rest: Failure;
} {
  const lineOf = (path: string) => Number(/^line (\d+)$/.exec(path)?.[1] ?? 0);
  const errors = failure.errors ?? [];
  return {
    lines: errors.flatMap(({ path, message }) => (lineOf(path) ? [{ line: lineOf(path), message }] : [])),
    rest: { ...failure, errors: errors.filter(({ path }) => !lineOf(path)) },
  };
}
