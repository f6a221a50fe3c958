import type { Day } from "@/lib/platform/time";
import { levelOf, xpForLevel } from "./activity";

/** How far the levels are listed: some that were reached, and the next ones. */
const reachedShown = 5;
const nextShown = 2;

export type LevelRow = {
  level: number;
  /** The XP that it needs in all. */
  xp: number;
  /** The day on which it was reached; null while it is not. */
  reached: Day | null;
};

/**
 * The XP in all at the end of each day that gave some, and when the last levels were reached. `days` has the XP of each such day, in any order.
 * Level 1 is everybody's, so nobody reaches it.
 */
export function levelDays(days: readonly { day: Day; xp: number }[]): {
  totals: { day: Day; xp: number }[];
  levels: LevelRow[];
} {
  let xp = 0;
  const reached = new Map<number, Day>();
  const totals = days
    .toSorted((a, b) => (a.day < b.day ? -1 : 1))
    .map(({ day, xp: earned }) => {
      const before = levelOf(xp);
      xp += earned;
      for (let level = before + 1; level <= levelOf(xp); level++) reached.set(level, day);
      return { day, xp };
    });
  const now = levelOf(xp);
  const first = Math.max(2, now - reachedShown + 1);
  const levels = Array.from({ length: now + nextShown - first + 1 }, (_, index) => {
    const level = first + index;
    return { level, xp: xpForLevel(level), reached: reached.get(level) ?? null };
  });
  return { totals, levels };
}
