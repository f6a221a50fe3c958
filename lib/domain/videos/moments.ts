import { compareRates, fewest, type Rate } from "@/lib/measure/evidence";
import { quantile } from "@/lib/measure/quantiles";
import { oneDecimal, twoDecimals } from "@/lib/measure/rounding";
import { dropOffsOf, stillThere } from "./drop-offs";
import type { Moment } from "./schema";
import { segmentSeconds } from "./segments";

/** The intro is the first half minute. */
const introSeconds = 30;
/** A spike or a dip stands out by at least this share of the views that played, and by at least 5. */
const standsOutShare = 0.05;
/** A drop-off is marked when it loses at least this share of the views that played: viewers who leave gradually are not a moment. */
const dropOffShare = 0.02;
/** A skipped passage lasts no longer than this part of the video, or a minute: a longer fall means that viewers left. */
const dipShare = 1 / 10;
const dipSecondsMin = 60;
/** A top moment: at least this part of the video, in which no more than this share stops, of at least this share of the views. */
const topLengthShare = 1 / 10;
const topLossShare = 0.02;
const topAudienceShare = 0.25;
/** On a chart, more marks of one kind than this overlap. */
const momentsPerKindMax = 5;
const topMomentsMax = 2;

/** The views that played, and the people whose they are. */
type Watched = { base: number; people: number };
type Curves = { covers: readonly number[]; plays: readonly number[] };

/**
 * The marked moments of a video, in order: the end of the first half minute (intro), what is played again (spike),
 * skipped (dip), watched with almost nobody stopping (top), and where many stop (drop_off). Who stops is counted from last positions, because
 * skipping is not leaving.
 * `covers` and `plays` have one entry per second, `stops` one per segment; `spikes` are those of `spikesOf` that 5 people replay. None with
 * fewer than 5 people.
 */
export function momentsOf(
  { covers, plays }: Curves,
  stops: readonly number[],
  watched: Watched,
  spikes: readonly Moment[] = spikesOf({ covers, plays }, watched),
): Moment[] {
  const { base, people } = watched;
  if (Math.min(base, people) < fewest.people_for_rate || covers.length === 0) return [];
  const there = stillThere(stops);
  return [
    ...intro(there, covers.length),
    ...spikes,
    ...dips(covers, base),
    ...topMoments(stops, there),
    ...losses(stops, watched),
  ].sort((a, b) => a.from_second - b.from_second || a.at_second - b.at_second);
}

const moment = (
  kind: Moment["kind"],
  [from, to]: [from: number, to: number],
  value: number,
  views: number,
  present: number,
  at = from,
): Moment => ({
  kind,
  from_second: from,
  to_second: to,
  at_second: at,
  value,
  views: Math.round(views),
  present: Math.round(present),
});

const standOut = (base: number) => Math.max(fewest.people_for_rate, base * standsOutShare);

function intro(there: readonly number[], length: number): Moment[] {
  const [all = 0] = there;
  const left = there[introSeconds / segmentSeconds];
  if (left === undefined || length <= introSeconds || all < fewest.people_for_rate) return [];
  return [moment("intro", [0, introSeconds], oneDecimal((left / all) * 100), left, all, introSeconds)];
}

/** The passages that are replayed. The curves do not tell by how many people: one can replay often. */
export function spikesOf({ covers, plays }: Curves, { base }: Watched): Moment[] {
  const replays = covers.map((views, second) => oneDecimal(plays[second]! - views));
  const usual = Math.round(quantile(replays, 0.5) ?? 0);
  return peaks(
    replays.map((count) => count - usual),
    standOut(base),
  ).map(({ from, to, at }) =>
    moment("spike", [from, to], twoDecimals(plays[at]! / (covers[at] || 1)), replays[at]!, plays[at]!, at),
  );
}

/** Of the views that play a second soon after, those that do not play this one have skipped it. */
function dips(covers: readonly number[], base: number): Moment[] {
  const reach = Math.max(dipSecondsMin, Math.round(covers.length * dipShare));
  // All views count as present before the first second, so that a skipped intro is a dip too.
  const before = highestWithin([base, ...covers], reach).slice(1);
  const after = highestWithin([...covers].reverse(), reach).reverse();
  const depth = covers.map((views, second) => oneDecimal(Math.min(before[second]!, after[second]!) - views));
  return peaks(depth, standOut(base)).map(({ from, to, at }) =>
    moment(
      "dip",
      [from, to],
      oneDecimal((depth[at]! / base) * 100),
      after[at]! - covers[at]!,
      after[at]!,
      at,
    ),
  );
}

function losses(stops: readonly number[], { base, people }: Watched): Moment[] {
  return dropOffsOf(stops, people)
    .filter(({ lost }) => lost >= base * dropOffShare)
    .sort((a, b) => b.lost - a.lost)
    .slice(0, momentsPerKindMax)
    .map(({ from_second, to_second, lost, lost_percent, present }) =>
      moment("drop_off", [from_second, to_second], lost_percent, lost, present),
    );
}

/** Passages in which fewer stop than in the rest of the video, for each ten seconds that a view is there, beyond chance. */
function topMoments(stops: readonly number[], there: readonly number[]): Moment[] {
  const shortest = Math.max(1, Math.round(there.length * topLengthShare));
  const first = introSeconds / segmentSeconds;
  // What stops in the last segment has seen all of it.
  const last = there.length - 1;
  const rateIn = (from: number, to: number): Rate => ({
    part: stops.slice(from, to).reduce((sum, stopped) => sum + stopped, 0),
    of: there.slice(from, to).reduce((sum, views) => sum + views, 0),
  });
  const all = rateIn(first, last);
  const stretches: { from: number; to: number }[] = [];
  let to = first;
  for (let from = first; from < last; from++) {
    const views = there[from]!;
    if (views < Math.max(there[0]! * topAudienceShare, fewest.people_for_comparison)) break;
    to = Math.max(to, from);
    while (to < last && there[to + 1]! >= views * (1 - topLossShare)) to++;
    const own = rateIn(from, to);
    const rest = { part: all.part - own.part, of: all.of - own.of };
    if (to - from >= shortest && compareRates(own, rest)?.side === "below") stretches.push({ from, to });
  }
  const chosen: { from: number; to: number }[] = [];
  for (const stretch of stretches.sort((a, b) => b.to - b.from - (a.to - a.from))) {
    if (chosen.length === topMomentsMax) break;
    if (chosen.every((other) => stretch.to <= other.from || other.to <= stretch.from)) chosen.push(stretch);
  }
  return chosen.map(({ from, to }) =>
    moment(
      "top",
      [from * segmentSeconds, to * segmentSeconds],
      oneDecimal((there[to]! / there[from]!) * 100),
      there[to]!,
      there[from]!,
    ),
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
