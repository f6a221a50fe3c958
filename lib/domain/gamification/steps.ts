/* How much XP people have: the middle half of them, and how many have how much, in steps. */

/**
 * The smallest run of people in the middle that is at least half of them, by its ends, and the middle person: each is the XP of somebody, no mean
 * of two people. Null without people.
 */
export function middlePeople(xp: readonly number[]): { low: number; median: number; high: number } | null {
  const sorted = xp.toSorted((a, b) => a - b);
  const outside = Math.floor(sorted.length / 4);
  const [low, median, high] = [outside, Math.ceil(sorted.length / 2) - 1, sorted.length - 1 - outside].map(
    (at) => sorted[at],
  );
  return low === undefined || median === undefined || high === undefined ? null : { low, median, high };
}

/** Fewer people than this would tell who they are. */
const peopleMin = 5;
const stepsMax = 8;

/** From `from` on, below `before`; the last step has everybody from its start on. */
export type Step = { from: number; before: number; people: number };

/** Steps of one round width, at most eight; one of fewer than five people is joined with the next, and the last with the one before. */
export function stepsOf(xp: readonly number[]): Step[] {
  const most = Math.max(0, ...xp);
  const width = [10, 25, 50, 100, 250, 500, 1000, 2500, 5000].find((w) => most < w * stepsMax) ?? 10_000;
  const steps: Step[] = [];
  for (let from = 0; from <= most; from += width) {
    const people = xp.filter((one) => one >= from && one < from + width).length;
    const last = steps.at(-1);
    if (last && last.people < peopleMin) {
      last.before = from + width;
      last.people += people;
    } else steps.push({ from, before: from + width, people });
  }
  const [before, last] = steps.slice(-2);
  if (before && last && last.people < peopleMin) {
    steps.pop();
    before.before = last.before;
    before.people += last.people;
  }
  return steps;
}
