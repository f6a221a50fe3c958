/** Steps between two colours of the ramp: finer than this no eye tells apart, coarser shows edges. */
const stepPercent = 5;

/**
 * The colour of "how often a second was seen" at a level from 0 (never) to 4 (again and again), between the ramp's named
 * colours. Mixed in oklab: oklch would pass through violet.
 */
export function seenColour(level: number): string {
  const at = Math.max(0, Math.min(4, level));
  const lower = Math.min(3, Math.floor(at));
  const percent = Math.round(((at - lower) * 100) / stepPercent) * stepPercent;
  if (percent === 0) return `var(--seen-${lower})`;
  if (percent === 100) return `var(--seen-${lower + 1})`;
  return `color-mix(in oklab, var(--seen-${lower + 1}) ${percent}%, var(--seen-${lower}))`;
}

/** Half a step lies between never and once: the faintest trace must still differ from nothing. */
const leastSeen = 0.5;

/** The ramp's level of a value beside the highest on the same strip. */
export function seenLevel(value: number, highest: number): number {
  if (value <= 0 || highest <= 0) return 0;
  return leastSeen + (4 - leastSeen) * Math.min(1, value / highest);
}

/** A viewer's strip counts: once, again, again and again. */
export function playsColour(plays: number): string {
  if (plays <= 0) return "var(--seen-0)";
  return plays === 1 ? "var(--seen-1)" : plays === 2 ? "var(--seen-3)" : "var(--seen-4)";
}
