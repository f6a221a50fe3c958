import type { LiveRow } from "@/lib/domain/sessions/live/live-rows";

/* The arithmetic of following: when to try again, what is newer, and what a page has to say aloud. */

const firstMs = 1_000;
const mostMs = 30_000;

/** How long to wait after so many failures, in milliseconds; `chance` (0–1) spreads those that failed together. */
export function againMs(failures: number, chance: number): number {
  return Math.min(mostMs, firstMs * 2 ** failures) * (0.5 + chance / 2);
}

/** Whether a state tells more than the one that is known. Both are whole, so the later instant decides. */
export function isNewer(next: { at: string }, known: { at: string }): boolean {
  return Date.parse(next.at) >= Date.parse(known.at) && next !== known;
}

type Named = Pick<LiveRow, "session_id" | "title">;

/** Which sessions began and ended between two lists, in words; empty when none did. Numbers that move are not said aloud. */
export function turnsBetween(before: readonly Named[], after: readonly Named[]): string {
  const lacks = (among: readonly Named[]) => (one: Named) =>
    !among.some(({ session_id }) => session_id === one.session_id);
  return [
    ...after.filter(lacks(before)).map(({ title }) => `${title} is live now.`),
    ...before.filter(lacks(after)).map(({ title }) => `${title} has ended.`),
  ].join(" ");
}

/** The steps of a running session for its picture: seconds from its start, as far as it is planned to last or has lasted. */
export function roomOf(
  row: Pick<LiveRow, "window" | "scheduled_start" | "scheduled_end" | "timeline" | "at">,
): {
  timeline: { second: number; viewers: number }[];
  seconds: number;
  nowSecond: number;
} {
  const from = Date.parse(row.window?.from ?? row.scheduled_start);
  const second = (at: string) => Math.max(0, (Date.parse(at) - from) / 1000);
  const nowSecond = second(row.at);
  return {
    timeline: row.timeline.map(({ at, viewers }) => ({ second: second(at), viewers })),
    seconds: Math.max(1, second(row.scheduled_end), nowSecond),
    nowSecond,
  };
}

/** Reactions by type, the most frequent first, at most so many. */
export function topReactions(byType: Readonly<Record<string, number>>, most: number): [string, number][] {
  return Object.entries(byType)
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .slice(0, most);
}
