/*
 * Arithmetic of axes: where ticks stand, how high a value axis reaches, which second lies under a pointer.
 * Lengths are pixels, times whole seconds of media.
 */

const minute = 60;
const hour = 60 * minute;
const mediaSteps = [
  1,
  2,
  5,
  10,
  15,
  30,
  minute,
  2 * minute,
  4 * minute,
  5 * minute,
  10 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  4 * hour,
  12 * hour,
  24 * hour,
];

/** Nearer than this, two times under an axis read as one. */
const tickGapMin = 80;

/** Seconds at which a media axis of this length carries a label: round times, far enough apart to be read. */
export function mediaTicks(durationSeconds: number, width: number, gap = tickGapMin): number[] {
  if (durationSeconds <= 0 || width <= 0) return [0];
  const secondsPerGap = (durationSeconds / width) * gap;
  const step =
    mediaSteps.find((candidate) => candidate >= secondsPerGap) ??
    Math.ceil(secondsPerGap / (24 * hour)) * 24 * hour;
  const ticks: number[] = [];
  for (let at = 0; at <= durationSeconds; at += step) ticks.push(at);
  return ticks;
}

/** A session's axis carries less, for its pictures say more. */
export const clockGapMin = 100;
const clockSteps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440].map((minutes) => minutes * minute);

/**
 * Seconds of an axis at which a wall clock stands on a round time, far enough apart to be read. `clockStart` is the clock's
 * time at second 0, in seconds since its midnight.
 */
export function clockTicks(clockStart: number, seconds: number, width: number): number[] {
  if (seconds <= 0 || width <= 0) return [];
  const secondsPerGap = (seconds / width) * clockGapMin;
  const step = clockSteps.find((candidate) => candidate >= secondsPerGap) ?? 24 * hour;
  const ticks: number[] = [];
  for (let at = Math.ceil(clockStart / step) * step - clockStart; at <= seconds; at += step) ticks.push(at);
  return ticks;
}

/** What a wall clock shows at a second of such an axis: "18:41". */
export function clockText(clockStart: number, second: number): string {
  const at = (((clockStart + second) % (24 * hour)) + 24 * hour) % (24 * hour);
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  return `${two(at / hour)}:${two((at % hour) / minute)}`;
}

/** The smallest of 1, 2, 5 × 10ⁿ that is not below the value. */
export function roundStep(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= value * (1 - 1e-9)) ?? 10);
}

export type ValueScale = { max: number; ticks: number[] };

/** A scale of shares: reaches 100 %, and a tenth over the highest value where replays pass that; at most four lines. */
export function shareScale(peak: number): ValueScale {
  const max = Math.max(100, Math.ceil((peak * 1.1) / 20) * 20);
  const step = max <= 200 ? 50 : Math.max(100, roundStep(max / 4));
  return { max, ticks: multiples(step, max) };
}

/** A scale of counts: whole steps, a tenth of air over the highest bar. */
export function countScale(peak: number): ValueScale {
  if (peak <= 0) return { max: 1, ticks: [] };
  const step = Math.max(1, roundStep(peak / 4));
  return { max: peak * 1.1, ticks: multiples(step, peak) };
}

function multiples(step: number, max: number): number[] {
  return Array.from({ length: Math.floor(max / step) }, (_, index) => (index + 1) * step);
}

/** The second of media under a pointer `x` pixels into a plot; clamped to the plot. */
export function secondAt(x: number, width: number, durationSeconds: number): number {
  if (width <= 0 || durationSeconds <= 0) return 0;
  return Math.max(0, Math.min(durationSeconds - 1, Math.floor((x / width) * durationSeconds)));
}

/** Where a second lies in a plot, 0–1: its middle, so that the line stands in what was pointed at. */
export function shareOf(second: number, durationSeconds: number): number {
  return durationSeconds <= 0 ? 0 : Math.min(1, (second + 0.5) / durationSeconds);
}
