/*
 * Arithmetic of the axes along which charts share a hover line: the positions of their ticks, and the position under a
 * pointer. Widths are pixels, positions whole and from 0 (seconds, days, points).
 */

const minute = 60;
const hour = 60 * minute;
const inMinutes = (steps: readonly number[]) => steps.map((step) => step * minute);
const mediaSteps = [1, 2, 5, 10, 15, 30, ...inMinutes([1, 2, 4, 5, 10, 15, 30, 60, 120, 240, 720, 1440])];
const clockSteps = inMinutes([1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440]);

/** Closer than this, two labels under an axis cannot be told apart. */
const tickGapMin = 80;

/** The labelled seconds of a media axis of this length: round times, far enough apart to be read. */
export function mediaTicks(durationSeconds: number, width: number, gap = tickGapMin): number[] {
  return durationSeconds <= 0 || width <= 0 ? [0] : roundTimes(0, durationSeconds, width, gap, mediaSteps);
}

/** A clock's axis has fewer labels, because its charts have more text. */
export const clockGapMin = 100;

/**
 * Seconds of an axis at which the local time is round, far enough apart to be read. `clockStart` is the local
 * time at second 0, in seconds since midnight.
 */
export function clockTicks(clockStart: number, seconds: number, width: number): number[] {
  if (seconds <= 0 || width <= 0) return [];
  return roundTimes(clockStart, seconds, width, clockGapMin, clockSteps);
}

/** More labels than this are not read, however wide the plot is. */
const labelsShown = 5;
/** The widest letters of an axis' label, on average. */
const letterWidth = 6.4;

/**
 * Which of so many points at equal steps of a plot have a label of up to so many letters: the first, the last, and some between that are far enough from it
 * to be read. The last can lie wholly before its point, so labels are one and a half of their widths apart.
 */
export function labelledPoints(points: number, width: number, letters: number): number[] {
  const end = points - 1;
  const apart = Math.ceil((letters * letterWidth * 1.5 + 6) / (width / points));
  const every = Math.max(1, apart, Math.ceil(end / (labelsShown - 1)));
  return Array.from({ length: points }, (_, index) => index).filter(
    (index) => index === end || (index % every === 0 && end - index >= Math.max(apart, every / 2)),
  );
}

function roundTimes(start: number, seconds: number, width: number, gap: number, steps: readonly number[]) {
  const least = (seconds / width) * gap;
  const step = steps.find((candidate) => candidate >= least) ?? Math.ceil(least / (24 * hour)) * 24 * hour;
  const ticks: number[] = [];
  for (let at = Math.ceil(start / step) * step - start; at <= seconds; at += step) ticks.push(at);
  return ticks;
}

/** The local time at a second of such an axis: "18:41". */
export function clockText(clockStart: number, second: number): string {
  // To the millisecond: a sum of fractions can be just short of a whole minute.
  const sum = Math.round((clockStart + second) * 1000) / 1000;
  const at = ((sum % (24 * hour)) + 24 * hour) % (24 * hour);
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  return `${two(at / hour)}:${two((at % hour) / minute)}`;
}

/** The position under a pointer `x` pixels into a plot; clamped to the plot. */
export function positionAt(x: number, width: number, length: number): number {
  if (width <= 0 || length <= 0) return 0;
  return Math.max(0, Math.min(length - 1, Math.floor((x / width) * length)));
}

/** The place of a position in a plot, 0–1: its middle, so that the line is centred on what was pointed at. */
export function shareOf(position: number, length: number): number {
  return length <= 0 ? 0 : Math.min(1, (position + 0.5) / length);
}
