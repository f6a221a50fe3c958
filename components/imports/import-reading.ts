import type { ImportAnswer } from "@/lib/domain/sessions/imports/schema";
import type { AttendanceReport, DateOrder } from "@/lib/measure/attendance-report";

/* What the browser says of a report before anything is sent, and how it asks the server about it. */

/** How a report is to be read, as far as its reader decides. */
export type ReadingChoices = { zone: string; date_order: DateOrder | null; day: string | null };

/** A report without its people: small enough to hand over from the worker. */
export type Reading = Pick<
  AttendanceReport,
  "format" | "title" | "started_at" | "ended_at" | "presence" | "problems" | "zone_assumed" | "date_order"
> & {
  people: number;
  hosts: number;
  stays: number;
  /** All together; null where it says no length of anybody. */
  minutes: number | null;
  /** It holds clock times only: the day must be given. */
  clockOnly: boolean;
};

/** What the worker is asked and answers; `null` is a file that nobody knows. */
export type ReadingRequest = { turn: number; bytes: Uint8Array; choices: ReadingChoices };
export type ReadingAnswer = { turn: number; reading: Reading | null };

export function readingOf(report: AttendanceReport): Reading {
  const { people, ...about } = report;
  const spans = people.flatMap((person) => person.spans);
  const ms = people.reduce(
    (sum, person) =>
      sum +
      (person.present_seconds === null
        ? person.spans.reduce((one, [from, to]) => one + to - from, 0)
        : person.present_seconds * 1000),
    0,
  );
  const first = spans.reduce<number | null>((at, [from]) => (at === null ? from : Math.min(at, from)), null);
  const last = spans.reduce<number | null>((at, [, to]) => (at === null ? to : Math.max(at, to)), null);
  return {
    format: about.format,
    title: about.title,
    presence: about.presence,
    problems: about.problems,
    zone_assumed: about.zone_assumed,
    date_order: about.date_order,
    started_at: about.started_at ?? first,
    ended_at: about.ended_at ?? last,
    people: people.length,
    hosts: people.filter((person) => person.role === "host").length,
    stays: spans.length,
    minutes: ms === 0 ? null : Math.round(ms / 60_000),
    // Times without a zone, and no date among them.
    clockOnly: about.zone_assumed && about.date_order === null,
  };
}

/** What somebody decided about a doubtful person, as the route takes it. */
export type Choice = { user_id: string } | "guest" | "host" | "skip";

export type Destination = {
  /** Null: a new one. */
  session_id: string | null;
  title: string;
  course_id: string | null;
  instructor_id: string | null;
};

/** The route's address for looking at a report, or for importing it. */
export function importAddress(choices: ReadingChoices, to: Destination, commit: boolean): string {
  const query = new URLSearchParams({ commit: String(commit), zone: choices.zone });
  if (choices.date_order) query.set("date_order", choices.date_order);
  if (choices.day) query.set("day", choices.day);
  if (to.session_id) query.set("session_id", to.session_id);
  else {
    if (to.title.trim()) query.set("title", to.title.trim());
    if (to.course_id) query.set("course_id", to.course_id);
    if (to.instructor_id) query.set("instructor_id", to.instructor_id);
  }
  return `/api/admin/training/imports?${query}`;
}

/** What is wrong, where: fields of the page by name, and the rest as it is to be said. */
export type ImportProblem = {
  fields: Record<string, string>;
  detail: string;
  lines: { path: string; message: string }[];
  request_id: string | null;
};

type Problem = { detail: string; request_id?: string; errors?: { path: string; message: string }[] };
const fieldNames = new Set([
  "session_id",
  "instructor_id",
  "course_id",
  "title",
  "date_order",
  "day",
  "zone",
]);

export function problemOf({ detail, request_id, errors = [] }: Problem): ImportProblem {
  const ofFields = errors.filter(({ path }) => fieldNames.has(path));
  return {
    fields: Object.fromEntries(ofFields.map(({ path, message }) => [path, sentence(message)])),
    detail,
    lines: errors.filter(({ path }) => !fieldNames.has(path)),
    request_id: request_id ?? null,
  };
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Sends the file; throws what a failed connection throws. */
export async function sendReport(
  address: string,
  file: File,
  decisions: Record<number, Choice>,
  signal?: AbortSignal,
): Promise<{ answer: ImportAnswer } | { problem: ImportProblem }> {
  const form = new FormData();
  form.set("file", file);
  form.set("decisions", JSON.stringify(decisions));
  const response = await fetch(address, { method: "POST", body: form, ...(signal ? { signal } : {}) });
  const json = await response.json();
  return response.ok ? { answer: json as ImportAnswer } : { problem: problemOf(json as Problem) };
}
