import { type Interval, isMost, fewest as needed, wilson } from "@/lib/measure/evidence";
import { largestBy } from "@/lib/measure/largest-by";
import { quantile } from "@/lib/measure/quantiles";
import { share } from "@/lib/measure/rounding";
import type { FunnelCounts } from "./schema";

/*
 * How far people go through steps. A step comes after the one before it: later, or at the same instant, because what is awarded for an act has
 * the act's instant. Two steps of one kind need two instants, so that one event is never two steps. The last step is at most the window after
 * the first; exactly the window counts.
 */

/** The instants of one person, in epoch milliseconds. */
export type PersonSteps = {
  /** For each step when they did it, in time order. */
  times: readonly (readonly number[])[];
  /** For each step its kind: steps of different kinds are never the same event. */
  kinds: readonly string[];
};

/** First steps from `from` until before `before` count. */
export type Starts = { from: number; before: number; window: number };

/** The index of the first value that is at least so large, in values that rise. */
function firstFrom(values: readonly number[], least: number): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! < least) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The first of these rising values that is at least so large. */
export const nextFrom = (values: readonly number[], least: number): number | undefined =>
  values[firstFrom(values, least)];

/** The earliest instant of the step after these. */
export function leastOf(chain: readonly number[], kinds: readonly string[]): number {
  const same = kinds.lastIndexOf(kinds[chain.length]!, chain.length - 1);
  return Math.max(chain.at(-1)!, same < 0 ? 0 : chain[same]! + 1);
}

/**
 * The instants of the steps that a person took, from the first on; none without a first step in these days. The earliest first step does not
 * always lead furthest: the window ends, and a later one can still reach the last step. So each first step is tried. From one of them the
 * earliest instant of each next step is right, because a later one leaves less time for the others. Of the first steps that lead equally far
 * the earliest is taken.
 */
export function chainOf({ times, kinds }: PersonSteps, { from, before, window }: Starts): number[] {
  const starts = times[0] ?? [];
  let best: number[] = [];
  for (let index = firstFrom(starts, from); index < starts.length && starts[index]! < before; index++) {
    const chain = [starts[index]!];
    for (let step = 1; step < times.length; step++) {
      const at = nextFrom(times[step]!, leastOf(chain, kinds));
      if (at === undefined || at > chain[0]! + window) break;
      chain.push(at);
    }
    if (chain.length > best.length) best = chain;
    if (best.length === times.length) break;
  }
  return best;
}

/** Each person's next instant of a step that is at least theirs; who has none is missing. */
export type Next = (least: ReadonlyMap<string, number>) => Promise<ReadonlyMap<string, number>>;

/**
 * The same as `chainOf` for many people, without reading all that they did: `steps` look up one instant for each person. From the earliest first
 * step on, each next step is looked up, and where it is past the window, only a first step late enough to reach it can lead further: the first
 * steps between are passed over. `rest`: the people for whom more than so many of these rounds are needed.
 */
export async function nextChains(
  steps: readonly Next[],
  kinds: readonly string[],
  people: readonly string[],
  { from, before, window, rounds }: Starts & { rounds: number },
): Promise<{ chains: Map<string, number[]>; rest: string[] }> {
  const best = new Map<string, number[]>();
  let since = new Map(people.map((id) => [id, from]));
  for (let round = 0; round < rounds && since.size > 0; round++) {
    const chains = new Map<string, number[]>();
    for (const [id, at] of await steps[0]!(since)) if (at < before) chains.set(id, [at]);
    const later = new Map<string, number>();
    const going = new Map(chains);
    for (const next of steps.slice(1)) {
      const least = new Map([...going].map(([id, chain]) => [id, leastOf(chain, kinds)]));
      const found = least.size > 0 ? await next(least) : least;
      for (const [id, chain] of going) {
        const at = found.get(id);
        if (at !== undefined && at <= chain[0]! + window) {
          chain.push(at);
          continue;
        }
        going.delete(id);
        if (at !== undefined) later.set(id, at - window);
      }
    }
    for (const [id, chain] of chains) if (chain.length > (best.get(id)?.length ?? 0)) best.set(id, chain);
    since = later;
  }
  return { chains: best, rest: [...since.keys()] };
}

const percent = ({ low, high }: Interval) => ({
  low_percentage: Math.round(low * 1000) / 10,
  high_percentage: Math.round(high * 1000) / 10,
});

/** A share of people with its 95 % interval; null without people, or where either number is not shown. */
const rateOf = (part: number | null, of: number | null) =>
  part === null || !of ? null : { percentage: share(part, of)!, ...percent(wilson({ part, of })) };

/** How many people took each of so many steps, and how long they needed. Numbers of fewer than `fewest` people are not shown. */
export function countsOf(
  chains: readonly (readonly number[])[],
  steps: number,
  fewest: number,
): FunnelCounts[] {
  const shown = (count: number) => (count === 0 || count >= fewest ? count : null);
  const people = Array.from(
    { length: steps },
    (_, step) => chains.filter(({ length }) => length > step).length,
  );
  return people.map((count, step) => {
    const took = chains.flatMap((chain) =>
      step > 0 && chain.length > step ? [chain[step]! - chain[step - 1]!] : [],
    );
    const own = shown(count);
    return {
      people: own,
      of_first: rateOf(own, shown(people[0]!)),
      of_previous: step === 0 ? null : rateOf(own, shown(people[step - 1]!)),
      median_seconds: own ? medianSeconds(took) : null,
    };
  });
}

function medianSeconds(milliseconds: readonly number[]): number | null {
  const median = quantile(milliseconds, 0.5);
  return median === null ? null : Math.round(median / 1000);
}

/**
 * The index of the step before which more people stop than before any other, beyond chance: of those who stopped there or at the next most frequent
 * place, more than half did. Null where that cannot be said, or a number of it is not shown.
 */
export function largestLoss(counts: readonly Pick<FunnelCounts, "people">[]): number | null {
  const losses = counts.flatMap(({ people }, index) => {
    const before = counts[index - 1]?.people;
    return index === 0 || people === null || before == null ? [] : [{ index, before, lost: before - people }];
  });
  if (counts.some(({ people }) => people === null)) return null;
  const most = largestBy(losses, ({ lost }) => lost);
  if (!most || most.lost < needed.people_for_rate) return null;
  const next = Math.max(0, ...losses.filter(({ index }) => index !== most.index).map(({ lost }) => lost));
  return isMost({ part: most.lost, of: most.lost + next }) ? most.index : null;
}
