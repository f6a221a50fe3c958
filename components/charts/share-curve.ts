/*
 * Curves of shares (0–100) at equal steps from the start of a session to its end, so that sessions of different lengths
 * share one axis.
 */

/** The share at a moment from 0 (start) to 1 (end), straight between points; null without a curve. */
export function shareAt(shares: readonly number[], moment: number): number | null {
  if (shares.length === 0) return null;
  const at = Math.max(0, Math.min(1, moment)) * (shares.length - 1);
  const lower = Math.floor(at);
  const from = shares[lower] ?? 0;
  const to = shares[lower + 1] ?? from;
  return from + (to - from) * (at - lower);
}

const colours = 6;

/** How the nth overlaid curve is drawn: six colours, then the same again in dashes. */
export function categoryLine(index: number): { stroke: string; strokeDasharray?: string } {
  const stroke = `var(--cat-${(index % colours) + 1})`;
  return index < colours ? { stroke } : { stroke, strokeDasharray: "6 4" };
}
