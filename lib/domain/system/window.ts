/** The time that the page System and its route are about. */
export type Window = {
  from: Date;
  to: Date;
  /** The rows that are read: those of minutes, or of hours where minutes would be too many. */
  grain: 1 | 60;
  /** Minutes between two points of the picture. */
  step_minutes: number;
  /** Hours between two points of a route's small curve: 1 from the start of the time, or 24 from the midnight (UTC) before it. */
  spark_hours: 1 | 24;
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Longer times are read from the rows of whole days. */
const longHours = 48;

export const hourBefore = (at: Date): Date => new Date(Math.floor(at.getTime() / hourMs) * hourMs);
/** The midnight (UTC) at which the rows of a day begin. */
export const midnightBefore = (at: Date): Date => new Date(Math.floor(at.getTime() / dayMs) * dayMs);

/**
 * So many hours until now, from the start of the hour, so that the rows of whole hours are in it. At most 750 points: a screen
 * shows no more.
 */
export function windowOf(hours: number, now: Date): Window {
  const from = hourBefore(new Date(now.getTime() - hours * hourMs));
  const step_minutes = hours <= 12 ? 1 : hours <= 24 ? 2 : hours <= longHours ? 4 : 60;
  return {
    ...{ from, to: now, step_minutes },
    grain: step_minutes === 60 ? 60 : 1,
    spark_hours: hours <= longHours ? 1 : 24,
  };
}

/** Stretches that together are the window, each with the longest rows that are whole in it: hours, and days where it is long. */
export function stretchesOf({
  from,
  to,
  spark_hours,
}: Window): { from: Date; to: Date; minutes: 60 | 1440 }[] {
  if (spark_hours === 1) return [{ from, to, minutes: 60 }];
  const first = midnightBefore(new Date(from.getTime() + dayMs - 1));
  const last = midnightBefore(to);
  return [
    { from, to: first, minutes: 60 as const },
    { from: first, to: last, minutes: 1440 as const },
    { from: last, to, minutes: 60 as const },
  ].filter((stretch) => stretch.from < stretch.to);
}

/** How many steps the window has; the last one is not over. */
export const stepsIn = ({ from, to }: Pick<Window, "from" | "to">, stepMs: number): number =>
  Math.floor((to.getTime() - from.getTime()) / stepMs) + 1;

/** The headline numbers of the same hours in the weeks before, the oldest first. */
export type EarlierWeeks = Record<
  "requests" | "p95_ms" | "error_rate" | "stored" | "ingest_lag_ms",
  number[]
>;
