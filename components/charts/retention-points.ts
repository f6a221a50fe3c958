/*
 * From counts per second to what the retention chart draws. Shares are 0–100 of `base`; seconds are whole, from 0.
 */

export type RetentionCurve = {
  /** The base of every share, in views. */
  base: number;
  /** One entry per second: views that covered it, and plays of it. */
  covers: readonly number[];
  plays: readonly number[];
  /** The typical band, at equal steps over the length, 0–100; null when there is none. */
  typical: { low: readonly number[]; high: readonly number[] } | null;
};

export type RetentionPoint = {
  second: number;
  first: number;
  replays: number;
  typical: [number, number] | null;
};

/** About one point per pixel: more cannot be seen and slows the browser. */
const pointsMax = 900;

/** Whole seconds per drawn point. */
export function pointStep(durationSeconds: number): number {
  return Math.max(1, Math.ceil(durationSeconds / pointsMax));
}

/** The drawn points: the mean of each step at its middle, and both ends, so that the area fills the plot. */
export function retentionPoints(curve: RetentionCurve): RetentionPoint[] {
  const duration = curve.covers.length;
  if (duration === 0 || curve.base === 0) return [];
  const step = pointStep(duration);
  const points: RetentionPoint[] = [];
  for (let from = 0; from < duration; from += step) {
    const to = Math.min(duration, from + step);
    const covers = mean(curve.covers, from, to);
    points.push(pointAt((from + to) / 2, covers, mean(curve.plays, from, to), curve));
  }
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return [];
  return [
    { ...first, second: 0, typical: typicalAt(0, curve) },
    ...points,
    { ...last, second: duration, typical: typicalAt(duration, curve) },
  ];
}

function pointAt(second: number, covers: number, plays: number, curve: RetentionCurve): RetentionPoint {
  return {
    second,
    first: (covers / curve.base) * 100,
    replays: (Math.max(0, plays - covers) / curve.base) * 100,
    typical: typicalAt(second, curve),
  };
}

function mean(values: readonly number[], from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at++) sum += values[at] ?? 0;
  return to > from ? sum / (to - from) : 0;
}

/** The typical band at a moment (a second, fractions allowed), linear between its points; null when there is no band. */
export function typicalAt(second: number, curve: RetentionCurve): [number, number] | null {
  const { typical } = curve;
  const duration = curve.covers.length;
  if (!typical || typical.low.length === 0 || duration === 0) return null;
  // Each point lies in the middle of its step of the length.
  const at = Math.max(0, Math.min(typical.low.length - 1, (second / duration) * typical.low.length - 0.5));
  return [between(typical.low, at), between(typical.high, at)];
}

/** The value between points, linear; after the last point it stays the same. */
export function between(values: readonly number[], at: number): number {
  const lower = Math.floor(at);
  const from = values[lower] ?? 0;
  const to = values[lower + 1] ?? from;
  return from + (to - from) * (at - lower);
}

export type SecondReading = {
  second: number;
  covers: number;
  replayed: number;
  first: number;
  replays: number;
  typical: [number, number] | null;
};

/** The values at one second, views and replays whole (the drawn points may be means of several); null past the end or without views. */
export function readingAt(second: number, curve: RetentionCurve): SecondReading | null {
  const covers = curve.covers[second];
  const plays = curve.plays[second];
  if (covers === undefined || plays === undefined || curve.base === 0) return null;
  const point = pointAt(second, covers, plays, curve);
  return {
    second,
    covers: Math.round(covers),
    replayed: Math.max(0, Math.round(plays - covers)),
    first: point.first,
    replays: point.replays,
    typical: typicalAt(second + 0.5, curve),
  };
}

/** The highest value drawn: first plays and replays together, and the band. */
export function highestShare(points: readonly RetentionPoint[]): number {
  return points.reduce(
    (highest, point) => Math.max(highest, point.first + point.replays, point.typical?.[1] ?? 0),
    0,
  );
}

/** Mean plays per second in each group of `size` seconds; the last may be shorter. */
export function stretches(
  plays: readonly number[],
  size: number,
): { from: number; to: number; value: number }[] {
  const out: { from: number; to: number; value: number }[] = [];
  for (let from = 0; from < plays.length; from += size) {
    const to = Math.min(plays.length, from + size);
    out.push({ from, to, value: mean(plays, from, to) });
  }
  return out;
}
