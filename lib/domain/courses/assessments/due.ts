import { instantAt, localOf } from "@/lib/platform/time";

/* When an assessment is due, as its form has it: a day and a time of the school's clock. For the server: the browser should not load a date library. */

export type Due = { due_day: string | null; due_time: string | null };

const lastMinute = "23:59";

export function dueTexts(due_at: string | null, timeZone: string): Due {
  if (due_at === null) return { due_day: null, due_time: null };
  const { day, time } = localOf(new Date(due_at), timeZone);
  return { due_day: day, due_time: time };
}

/** The instant of the form's day and time; `before`, whose seconds the form does not show, where it has the same minute. */
export function dueInstant({ due_day, due_time }: Due, timeZone: string, before: string | null = null) {
  if (due_day === null) return null;
  const time = due_time ?? lastMinute;
  const stored = dueTexts(before, timeZone);
  if (stored.due_day === due_day && stored.due_time === time) return before;
  return instantAt(due_day, time, timeZone).toISOString();
}
