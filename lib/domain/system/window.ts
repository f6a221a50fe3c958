/** The time that the page System and its route are about. */
export type Window = {
  from: Date;
  to: Date;
  /** The rows that are read: those of minutes, or of hours where minutes would be too many. */
  grain: 1 | 60;
  /** Minutes between two points of the picture. */
  step_minutes: number;
  /** Hours between two points of a route's small curve. */
  spark_hours: number;
};

const hourMs = 3_600_000;

/**
 * So many hours until now, from the start of the hour, so that the rows of whole hours are in it. At most 750 points: a screen
 * shows no more.
 */
export function windowOf(hours: number, now: Date): Window {
  const from = new Date(Math.floor((now.getTime() - hours * hourMs) / hourMs) * hourMs);
  const step_minutes = hours <= 12 ? 1 : hours <= 24 ? 2 : hours <= 48 ? 4 : 60;
  return {
    ...{ from, to: now, step_minutes },
    grain: step_minutes === 60 ? 60 : 1,
    spark_hours: Math.ceil(hours / 48),
  };
}

/** How many steps the window has; the last one is not over. */
export const stepsIn = ({ from, to }: Window, stepMs: number): number =>
  Math.floor((to.getTime() - from.getTime()) / stepMs) + 1;

/** The headline numbers of the same hours in the weeks before, the oldest first. */
export type EarlierWeeks = Record<
  "requests" | "p95_ms" | "error_rate" | "stored" | "ingest_lag_ms",
  number[]
>;
