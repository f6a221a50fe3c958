import { quantile } from "@/lib/measure/quantiles";
import { oneDecimal, twoDecimals } from "@/lib/measure/rounding";
import { dropOffsOf } from "./drop-offs";
import type { Moment } from "./schema";

/** The intro is the first half minute. */
const introSeconds = 30;
/** A spike or a dip stands out by at least this share of the views that played … */
const standsOutShare = 0.05;
/** … and by at least this many views: one person who replays is not a pattern. */
const standsOutViews = 2;
/** A drop-off is marked when it loses at least this share of the views that played: viewers who leave gradually are not a moment. */
const dropOffShare = 0.02;
/** A skipped passage lasts no longer than this part of the video, or a minute: a longer fall means that viewers left. */
const dipShare = 1 / 10;
const dipSecondsMin = 60;
/** A top moment: at least this part of the video, in which no more than this share leaves, of at least this share of the views. */
const topLengthShare = 1 / 10;
const topLossShare = 0.02;
const topAudienceShare = 0.25;
/** On a chart, more marks of one kind than this overlap. */
const momentsPerKindMax = 5;
const topMomentsMax = 2;

/**
 * The marked moments of a video, in order: the end of the first half minute (intro), what is played again (spike),
 * skipped (dip), watched with almost nobody leaving (top), and where many stop (drop_off).
 * `covers` and `plays` have one entry per second, `stops` one per segment; `base` is the views that played. None without views.
 */
export function momentsOf(
  { covers, plays }: { covers: readonly number[]; plays: readonly number[] },
  stops: readonly number[],
  base: number,
): Moment[] {
  if (base === 0 || covers.length === 0) return [];
  const staying = stillThere(covers);
  return [
    ...intro(staying, base),
    ...spikes(covers, plays, base),
    ...dips(covers, base),
    ...topMoments(staying, base),
    ...losses(stops, base),
  ].sort((a, b) => a.from_second - b.from_second || a.at_second - b.at_second);
}

/** How many views remain at each second: the most that cover any later second, because skipping is not leaving. */
function stillThere(covers: readonly number[]): number[] {
  const out = [...covers];
  for (let i = out.length - 2; i >= 0; i--) out[i] = Math.max(out[i]!, out[i + 1]!);
  return out;
}

const moment = (
  kind: Moment["kind"],
  [from, to]: [from: number, to: number],
  value: number,
  views: number,
  at = from,
): Moment => ({ kind, from_second: from, to_second: to, at_second: at, value, views, present: null });

function intro(staying: readonly number[], base: number): Moment[] {
  const left = staying[introSeconds];
  if (left === undefined) return [];
  return [moment("intro", [0, introSeconds], oneDecimal((left / base) * 100), left, introSeconds)];
}

function spikes(covers: readonly number[], plays: readonly number[], base: number): Moment[] {
  const replays = covers.map((views, second) => plays[second]! - views);
  const usual = Math.round(quantile(replays, 0.5) ?? 0);
  return peaks(
    replays.map((count) => count - usual),
    Math.max(standsOutViews, base * standsOutShare),
  ).map(({ from, to, at }) =>
    moment("spike", [from, to], twoDecimals(plays[at]! / Math.max(1, covers[at]!)), replays[at]!, at),
  );
}

function dips(covers: readonly number[], base: number): Moment[] {
  const reach = Math.max(dipSecondsMin, Math.round(covers.length * dipShare));
  // All views count as present before the first second, so that a skipped intro is a dip too.
  const before = highestWithin([base, ...covers], reach).slice(1);
  const after = highestWithin([...covers].reverse(), reach).reverse();
  const depth = covers.map((views, second) => Math.min(before[second]!, after[second]!) - views);
  return peaks(depth, Math.max(standsOutViews, base * standsOutShare)).map(({ from, to, at }) =>
    moment("dip", [from, to], oneDecimal((depth[at]! / base) * 100), depth[at]!, at),
  );
}

function losses(stops: readonly number[], base: number): Moment[] {
  return dropOffsOf(stops)
    .filter(({ lost }) => lost >= base * dropOffShare)
    .sort((a, b) => b.lost - a.lost)
    .slice(0, momentsPerKindMax)
    .map(({ from_second, to_second, lost, lost_percent, present }) => ({
      ...moment("drop_off", [from_second, to_second], lost_percent, lost),
      present,
    }));
}

function topMoments(staying: readonly number[], base: number): Moment[] {
  const shortest = Math.max(10, Math.round(staying.length * topLengthShare));
  const stretches: { from: number; to: number }[] = [];
  let to = introSeconds;
  for (let from = introSeconds; from < staying.length; from++) {
    const there = staying[from]!;
    if (there < base * topAudienceShare) break;
    to = Math.max(to, from);
    while (to < staying.length && staying[to]! >= there * (1 - topLossShare)) to++;
    if (to - from >= shortest) stretches.push({ from, to });
  }
  const chosen: { from: number; to: number }[] = [];
  for (const stretch of stretches.sort((a, b) => b.to - b.from - (a.to - a.from))) {
    if (chosen.length === topMomentsMax) break;
    if (chosen.every((other) => stretch.to <= other.from || other.to <= stretch.from)) chosen.push(stretch);
  }
  return chosen.map(({ from, to }) =>
    moment("top", [from, to], oneDecimal((staying[to - 1]! / staying[from]!) * 100), staying[from]!),
  );
}

/**
 * The ranges whose values reach the threshold, highest first, each narrowed to where it has half its height; `at` is
 * the middle of its highest plateau.
 */
function peaks(values: readonly number[], threshold: number): { from: number; to: number; at: number }[] {
  const stretches: { from: number; to: number; at: number; height: number }[] = [];
  let second = 0;
  while (second < values.length) {
    if (values[second]! < threshold) {
      second++;
      continue;
    }
    let end = second;
    let top = second;
    while (end < values.length && values[end]! >= threshold) {
      if (values[end]! > values[top]!) top = end;
      end++;
    }
    const height = values[top]!;
    let from = top;
    let to = top + 1;
    let plateau = top + 1;
    while (plateau < end && values[plateau] === height) plateau++;
    while (from > second && values[from - 1]! >= height / 2) from--;
    while (to < end && values[to]! >= height / 2) to++;
    stretches.push({ from, to, at: Math.floor((top + plateau - 1) / 2), height });
    second = end;
  }
  return stretches.sort((a, b) => b.height - a.height).slice(0, momentsPerKindMax);
}

/** At each place the highest value there and at the `reach` places before. O(n). */
function highestWithin(values: readonly number[], reach: number): number[] {
  const candidates: number[] = [];
  let first = 0;
  return values.map((value, at) => {
    while (candidates.length > first && values[candidates.at(-1)!]! <= value) candidates.pop();
    candidates.push(at);
    if (candidates[first]! < at - reach) first++;
    return values[candidates[first]!]!;
  });
}
