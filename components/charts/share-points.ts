import { between } from "./retention-points";

/*
 * Curves of shares (0–100) at equal steps from a start to an end, on one shared axis in thousandths of
 * the whole, so that curves of different lengths can be compared.
 */

export const shareAxisLength = 1000;

type SharePoint = { at: number; share: number };

/** The points of a curve on that axis. A single value is constant from start to end. */
export function sharePoints(shares: readonly number[]): SharePoint[] {
  const [only] = shares;
  if (shares.length === 1 && only !== undefined)
    return [
      { at: 0, share: only },
      { at: shareAxisLength, share: only },
    ];
  return shares.map((share, index) => ({ at: (index / (shares.length - 1)) * shareAxisLength, share }));
}

/** The share at a moment from 0 (start) to 1 (end), linear between points; null without a curve. */
export function shareAt(shares: readonly number[], moment: number): number | null {
  if (shares.length === 0) return null;
  return between(shares, Math.max(0, Math.min(1, moment)) * (shares.length - 1));
}
