import { between, chance, exponential, logNormal, normal, pick, type Random } from "./distributions";
import type { Traits } from "./traits";

/** One opening of the page with the video: what was played, and how. Times are seconds of media. */
export type Viewing = {
  played: [number, number][];
  position: number;
  plays: number;
  pauses: number;
  seeks: number;
};

/** The parts of a video that affect viewing. */
type Watched = { traits: Traits; seconds: number };

/** How far a viewer gets in a video over all their viewings, in seconds. */
export function reachOf(random: Random, { traits, seconds }: Watched, diligence: number): number {
  const moments = () => Math.min(seconds, 2 + Math.min(exponential(random, 9), seconds * 0.09));
  if (chance(random, traits.bounce * Math.exp(-0.5 * diligence))) return moments();
  const odds = (traits.finish / (1 - traits.finish)) * Math.exp(0.7 * diligence);
  let reach = chance(random, odds / (1 + odds))
    ? // A few leave just before the end.
      seconds * (chance(random, 0.06) ? between(random, 0.95, 1) : 1)
    : seconds * between(random, 0.05, 0.985);
  for (const exit of traits.exits)
    if (reach > exit.at && chance(random, exit.share)) reach = exit.at + exit.within * random();
  return reach;
}

/**
 * One viewer's viewings of one video, in order: the first ones get them as far as `reach`, the others repeat the whole or a
 * passage, or open the page and play nothing.
 */
export function viewingsOf(random: Random, video: Watched, reach: number, count: number): Viewing[] {
  const parts = 1 + Math.min(count - 1, Math.floor(exponential(random, reach / 960)));
  const pauses = spread(random, heavyTail(random, 1.3, 1.15), count);
  const rewinds = spread(random, Math.min(heavyTail(random, 0.45, 1.9), Math.ceil(reach / 15)), count);
  const breaks = [
    0,
    ...Array.from({ length: parts - 1 }, () => random() * reach).sort((a, b) => a - b),
    reach,
  ];

  const { returns } = video.traits;
  const viewings: Viewing[] = [];
  let wholes = 0;
  for (let i = 0; i < count; i++) {
    const stops = { pauses: pauses[i]!, rewinds: rewinds[i]! };
    if (i < parts) {
      // A viewer who continues goes back a few seconds.
      const from = i === 0 ? 0 : Math.max(0, breaks[i]! - between(random, 0, 6));
      viewings.push(watch(random, video, from, breaks[i + 1]!, stops));
      continue;
    }
    // Few watch the whole video a third time.
    const kind = pick(random, { ...returns, whole: returns.whole / (1 + 3 * wholes) });
    if (kind === "nothing") viewings.push(unplayed());
    else if (kind === "whole") {
      wholes++;
      // A viewer who did not leave at an exit the first time does not leave there later.
      const again = { ...video, traits: { ...video.traits, exits: [] } };
      const to = Math.min(reach, reachOf(random, again, 0.6));
      viewings.push(watch(random, video, 0, to, stops));
    } else viewings.push(watchPassage(random, video, reach, stops));
  }
  return viewings;
}

/** The page was opened, and the video not played. */
export const unplayed = (): Viewing => ({ played: [], position: 0, plays: 0, pauses: 0, seeks: 0 });

/** How often one viewing is paused and goes back. */
type Stops = { pauses: number; rewinds: number };

function watchPassage(random: Random, video: Watched, reach: number, stops: Stops): Viewing {
  const { traits, seconds } = video;
  const seen = traits.spikes.filter((spike) => spike.at < reach);
  const shares = seen.map((spike) => [spike, spike.share] as const);
  const spike = chance(random, 0.75) && seen.length > 0 ? pick(random, shares) : null;
  const middle = spike ? spike.at + 0.25 * spike.width * normal(random) : random() * reach;
  const width = spike ? spike.width : Math.min(60, seconds * between(random, 0.03, 0.1));
  const from = Math.max(0, middle - width * between(random, 0.7, 1.3));
  const to = Math.min(reach, middle + width * (0.4 + exponential(random, 0.8)));
  const viewing = watch(random, video, from, to, { ...stops, rewinds: 0 });
  return { ...viewing, seeks: viewing.seeks + (from > 0 ? 1 : 0) };
}

/** A seek: forward over a passage, or back to see it again. */
type Seek = { at: number; to: number };

/** Plays from `from` until the play head passes `to`, with seeks. */
function watch(random: Random, video: Watched, from: number, to: number, stops: Stops): Viewing {
  const jumps: Seek[] = [];
  const { traits, seconds } = video;
  const { intro, spikes } = traits;
  if (from === 0 && intro && to > intro.end && chance(random, intro.skipped))
    jumps.push({ at: between(random, 0, 3), to: intro.end + between(random, -2, 4) });
  for (const dip of traits.dips)
    if (dip.from > from && dip.to < to && chance(random, dip.share))
      jumps.push({ at: dip.from + 2 * normal(random), to: dip.to + 2 * normal(random) });
  // Most replay it once, some three or four times.
  for (const spike of spikes)
    for (let share = spike.share; chance(random, share); share = 0.3) {
      const at = spike.at + spike.width * (0.55 + 0.35 * Math.abs(normal(random)));
      if (at < to && spike.at > from)
        jumps.push({ at, to: spike.at - spike.width * (0.45 + 0.4 * Math.abs(normal(random))) });
    }
  for (let i = 0; i < stops.rewinds; i++) {
    // Half of the rewinds are at the passages that others replay.
    const spike = chance(random, 0.5) ? spikes[Math.floor(random() * spikes.length)] : undefined;
    const at = spike ? spike.at + spike.width * normal(random) : between(random, from, to);
    jumps.push({ at, to: at - 4 - exponential(random, Math.min(14, seconds / 20)) });
  }
  if (chance(random, traits.restart)) jumps.push({ at: between(random, from, to), to: from });
  jumps.sort((a, b) => a.at - b.at);

  const played: [number, number][] = [];
  let head = from;
  let seeks = 0;
  const playTo = (end: number) => {
    const range: [number, number] = [tenths(head), tenths(end)];
    if (range[1] > range[0]) played.push(range);
  };
  for (const jump of jumps) {
    const target = Math.min(seconds, Math.max(0, jump.to));
    if (jump.at <= head || jump.at >= to || Math.abs(target - jump.at) < 1) continue;
    playTo(jump.at);
    head = target;
    seeks++;
  }
  if (head < to) playTo(to);
  head = Math.max(head, to);
  return { played, position: tenths(head), plays: 1 + stops.pauses, pauses: stops.pauses, seeks };
}

const tenths = (seconds: number) => Math.round(seconds * 10) / 10;

/** A whole number whose median is about `median`, with rare values 60 times as large, as real viewers have. */
function heavyTail(random: Random, median: number, sigma: number): number {
  const usual = Math.floor(logNormal(random, median, sigma));
  return chance(random, 0.0002) ? usual * 60 : usual;
}

/** How many of `total` things fall on each of the viewings; the first ones get more. */
function spread(random: Random, total: number, count: number): number[] {
  const out: number[] = new Array(count).fill(0);
  for (let i = 0; i < total; i++) out[Math.floor(random() ** 1.7 * count)]! += 1;
  return out;
}
