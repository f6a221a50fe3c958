import type { Character } from "./character";
import { between, chance, exponential, logNormal, normal, pick, type Random } from "./distributions";

/** One opening of the page with the video: what was played, and how. Times are seconds of media. */
export type Sitting = {
  played: [number, number][];
  position: number;
  plays: number;
  pauses: number;
  seeks: number;
};

/** How far a viewer will have got in a video, in seconds, over all their sittings. */
export function reachOf(random: Random, character: Character, seconds: number, diligence: number): number {
  const moments = () => Math.min(seconds, 2 + Math.min(exponential(random, 9), seconds * 0.09));
  if (chance(random, character.bounce * Math.exp(-0.5 * diligence))) return moments();
  const odds = (character.finish / (1 - character.finish)) * Math.exp(0.7 * diligence);
  let reach = chance(random, odds / (1 + odds))
    ? // A few leave during the last words.
      seconds * (chance(random, 0.06) ? between(random, 0.95, 1) : 1)
    : seconds * between(random, 0.05, 0.985);
  for (const exit of character.exits)
    if (reach > exit.at && chance(random, exit.share)) reach = exit.at + exit.within * random();
  return reach;
}

const minutesOf = (seconds: number) => seconds / 60;

/**
 * One viewer's sittings with one video, in order: the first ones get them as far as `reach`, the others look again at
 * the whole or at a passage, or open the page and leave it.
 */
export function sittingsOf(
  random: Random,
  character: Character,
  seconds: number,
  reach: number,
  count: number,
): Sitting[] {
  const parts = 1 + Math.min(count - 1, Math.floor(exponential(random, minutesOf(reach) / 16)));
  const pauses = spread(random, heavyTail(random, 1.3, 1.15), count);
  const rewinds = spread(random, Math.min(heavyTail(random, 0.45, 1.9), Math.ceil(reach / 15)), count);
  const breaks = [
    0,
    ...Array.from({ length: parts - 1 }, () => random() * reach).sort((a, b) => a - b),
    reach,
  ];

  const sittings: Sitting[] = [];
  let wholes = 0;
  for (let i = 0; i < count; i++) {
    const held = { pauses: pauses[i]!, rewinds: rewinds[i]! };
    if (i < parts) {
      // Who continues goes back a few seconds to find the thread.
      const from = i === 0 ? 0 : Math.max(0, breaks[i]! - between(random, 0, 6));
      sittings.push(watch(random, character, seconds, from, breaks[i + 1]!, held));
      continue;
    }
    const kind = pick(random, [
      // Few see the whole a third time.
      ["whole", character.returns.whole / (1 + 3 * wholes)],
      ["passage", character.returns.passage],
      ["nothing", character.returns.nothing],
    ]);
    if (kind === "nothing") sittings.push(unplayed());
    else if (kind === "whole") {
      wholes++;
      // Nobody who went on past such a place leaves there the next time.
      const to = Math.min(reach, reachOf(random, { ...character, exits: [] }, seconds, 0.6));
      sittings.push(watch(random, character, seconds, 0, to, held));
    } else sittings.push(watchPassage(random, character, seconds, reach, held));
  }
  return sittings;
}

/** A page opened, and the video left alone. */
export const unplayed = (): Sitting => ({ played: [], position: 0, plays: 0, pauses: 0, seeks: 0 });

type Held = { pauses: number; rewinds: number };

function watchPassage(
  random: Random,
  character: Character,
  seconds: number,
  reach: number,
  held: Held,
): Sitting {
  const seen = character.spikes.filter((spike) => spike.at < reach);
  const spike =
    chance(random, 0.75) && seen.length > 0
      ? pick(
          random,
          seen.map((value) => [value, value.share]),
        )
      : null;
  const middle = spike ? spike.at + 0.25 * spike.width * normal(random) : random() * reach;
  const width = spike ? spike.width : Math.min(60, seconds * between(random, 0.03, 0.1));
  const from = Math.max(0, middle - width * between(random, 0.7, 1.3));
  const to = Math.min(reach, middle + width * (0.4 + exponential(random, 0.8)));
  const sitting = watch(random, character, seconds, from, to, { ...held, rewinds: 0 });
  return { ...sitting, seeks: sitting.seeks + (from > 0 ? 1 : 0) };
}

/** A jump of the play head: forward over a passage, or back to see it again. */
type Jump = { at: number; to: number };

/** Plays from `from` until the play head passes `to`, jumping as people do. */
function watch(
  random: Random,
  character: Character,
  seconds: number,
  from: number,
  to: number,
  held: Held,
): Sitting {
  const jumps: Jump[] = [];
  const { intro } = character;
  if (from === 0 && intro && to > intro.end && chance(random, intro.skipped))
    jumps.push({ at: between(random, 0, 3), to: intro.end + between(random, -2, 4) });
  for (const dip of character.dips)
    if (dip.from > from && dip.to < to && chance(random, dip.share))
      jumps.push({ at: dip.from + 2 * normal(random), to: dip.to + 2 * normal(random) });
  // Most look once more, some three and four times.
  for (const spike of character.spikes)
    for (let share = spike.share; chance(random, share); share = 0.3) {
      const at = spike.at + spike.width * (0.55 + 0.35 * Math.abs(normal(random)));
      if (at < to && spike.at > from)
        jumps.push({ at, to: spike.at - spike.width * (0.45 + 0.4 * Math.abs(normal(random))) });
    }
  for (let i = 0; i < held.rewinds; i++) {
    // What is hard is hard for most: half of the second looks are where the others take theirs.
    const { spikes } = character;
    const spike = chance(random, 0.5) ? spikes[Math.floor(random() * spikes.length)] : undefined;
    const at = spike ? spike.at + spike.width * normal(random) : between(random, from, to);
    jumps.push({ at, to: at - 4 - exponential(random, Math.min(14, seconds / 20)) });
  }
  if (chance(random, character.restart)) jumps.push({ at: between(random, from, to), to: from });
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
  return { played, position: tenths(head), plays: 1 + held.pauses, pauses: held.pauses, seeks };
}

const tenths = (seconds: number) => Math.round(seconds * 10) / 10;

/** A whole number whose median is about `median` and whose largest are wild, as real viewers are: a button leaned on. */
function heavyTail(random: Random, median: number, sigma: number): number {
  const usual = Math.floor(logNormal(random, median, sigma));
  return chance(random, 0.0002) ? usual * 60 : usual;
}

/** So many things, each on one of the sittings, the first ones more likely. */
function spread(random: Random, total: number, count: number): number[] {
  const out: number[] = new Array(count).fill(0);
  for (let i = 0; i < total; i++) out[Math.floor(random() ** 1.7 * count)]! += 1;
  return out;
}
