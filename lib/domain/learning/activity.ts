import { runsOf } from "@/lib/measure/day-set";
import { type Ranges, range, size, union } from "@/lib/measure/ranges";
import { type Day, plusDays } from "@/lib/platform/time";

/* How active somebody was: for how long, on how many days in a row, and the experience points (XP) and level that they have. */

/* ---- Active time: the time between events that are at most half an hour apart. It is kept as the half hours after the events, as one set, so
 * that neither the order nor a repetition of events matters. ---- */

/** Who does nothing for longer than this has stopped. */
export const idleMs = 30 * 60_000;

/** The set with something that took from one instant to another. */
export const withStretch = (active: Ranges, from: Date, to: Date): Ranges =>
  union(active, range(from.getTime(), to.getTime() + idleMs));

/** The set with an event at this instant. */
export const withEvent = (active: Ranges, at: Date): Ranges => withStretch(active, at, at);

/** The time between the events, in milliseconds: a stretch ends with its last event, not half an hour later. */
export const activeMs = (active: Ranges): number => size(active) - (active.length / 2) * idleMs;

/** Whether a session is over: it was ended, or nothing has happened in it for half an hour. */
export const isOver = (session: { last_event_at: Date; ended_at: Date | null }, now: Date): boolean =>
  session.ended_at !== null || now.getTime() >= session.last_event_at.getTime() + idleMs;

/* ---- Levels ---- */

/** The XP that a level needs in all: 0, 100, 300, 600, 1000 … */
export const xpForLevel = (level: number): number => 50 * level * (level - 1);

/** The level that somebody with so many XP has: the highest whose XP they have; the first is 1. */
export function levelOf(xp: number): number {
  // 50·n·(n−1) = xp, solved for n; the root may be off by the last digit where it is whole.
  let level = Math.max(1, Math.floor((1 + Math.sqrt(1 + (2 * Math.max(0, xp)) / 25)) / 2));
  while (xpForLevel(level + 1) <= xp) level++;
  while (level > 1 && xpForLevel(level) > xp) level--;
  return level;
}

/* ---- Streaks ---- */

/** Consecutive active days: those that end with the last one, and the most. */
export function streaksOf(days: Ranges): {
  last_active_day: Day | null;
  streak_days: number;
  longest_streak_days: number;
} {
  const runs = runsOf(days);
  const last = runs.at(-1);
  return {
    last_active_day: last?.to ?? null,
    streak_days: last?.days ?? 0,
    longest_streak_days: Math.max(0, ...runs.map((run) => run.days)),
  };
}

/** The streak on a day: a day that has not had activity yet does not end it. */
export const currentStreak = (
  { last_active_day, streak_days }: { last_active_day: Day | null; streak_days: number },
  today: Day,
): number => (last_active_day !== null && last_active_day >= plusDays(today, -1) ? streak_days : 0);
