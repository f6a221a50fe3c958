/*
 * The look of every chart: its colours by role, and the settings of each series so that Recharts draws it without
 * animation and in the order of the code. Type and lines are classes of the page's stylesheet (`ax`, `lb`, `grid-line` …).
 */

/** Set on every series: no animation, and later code is drawn on top. */
export const still = { isAnimationActive: false, zIndex: 0 } as const;
/** The same for areas and lines, which would mark the point under a pointer themselves. */
export const stillCurve = { ...still, activeDot: false } as const;

/** A drop-off's shade where it is so small that it needs more of its colour to be seen. */
export const smallLoss = "color-mix(in oklab, var(--loss-line) 30%, transparent)";

const categoryColours = 6;

/** How the nth overlaid curve is drawn: six colours, then the same again in dashes. */
export function categoryLine(index: number): { stroke: string; strokeDasharray?: string } {
  const stroke = `var(--cat-${(index % categoryColours) + 1})`;
  return index < categoryColours ? { stroke } : { stroke, strokeDasharray: "6 4" };
}

/** Steps between two colours of the ramp: fewer show edges, more make no visible difference. */
const stepPercent = 5;

/**
 * The colour of "how often a second was played" at a level from 0 (never) to 4 (many times), between the ramp's named
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

/** Half a step above never, so that the lowest value still differs from zero. */
const leastSeen = 0.5;

/** The ramp's level of a value beside the highest on the same strip. */
export function seenLevel(value: number, highest: number): number {
  if (value <= 0 || highest <= 0) return 0;
  return leastSeen + (4 - leastSeen) * Math.min(1, value / highest);
}

/** The levels of a viewer's strip: once, twice, more often. */
export function playsColour(plays: number): string {
  if (plays <= 0) return "var(--seen-0)";
  return plays === 1 ? "var(--seen-1)" : plays === 2 ? "var(--seen-3)" : "var(--seen-4)";
}
