import type { EngagementAnswer, SessionNumbers } from "./schema";

/** Messages, questions and reactions in a minute, and the people present at its start; null if times are unknown. */
export type MinuteRow = EngagementAnswer["timeline"][number] & { viewers: number | null };

/** A session minute by minute: people present and what they did, including minutes without activity. */
export function minuteRows(
  { retention }: Pick<SessionNumbers, "retention">,
  timeline: EngagementAnswer["timeline"],
): MinuteRow[] {
  const done = new Map(timeline.map((one) => [one.minute, one]));
  const minutes = Math.max(retention.length, ...timeline.map(({ minute }) => minute + 1));
  return Array.from({ length: minutes }, (_, minute) => ({
    ...(done.get(minute) ?? { minute, messages: 0, questions: 0, unanswered: 0, reactions: 0 }),
    viewers: retention[minute]?.viewers ?? null,
  }));
}
