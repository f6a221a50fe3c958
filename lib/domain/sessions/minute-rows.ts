import type { EngagementAnswer, SessionNumbers } from "./schema";

export type MinuteRow = {
  /** Minutes since the start, from 0. */
  minute: number;
  /** There at that full minute; null where it is not known who was there when. */
  viewers: number | null;
  /** From this full minute to the next. */
  messages: number;
  questions: number;
  reactions: number;
};

/** A session minute by minute: who was there and what they did, also in minutes in which nobody did anything. */
export function minuteRows(
  { retention }: Pick<SessionNumbers, "retention">,
  timeline: EngagementAnswer["timeline"],
): MinuteRow[] {
  const done = new Map(timeline.map((one) => [one.minute, one]));
  const minutes = Math.max(retention.length, ...timeline.map(({ minute }) => minute + 1));
  return Array.from({ length: minutes }, (_, minute) => ({
    minute,
    viewers: retention[minute]?.viewers ?? null,
    messages: done.get(minute)?.messages ?? 0,
    questions: done.get(minute)?.questions ?? 0,
    reactions: done.get(minute)?.reactions ?? 0,
  }));
}
