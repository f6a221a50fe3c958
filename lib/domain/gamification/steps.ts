/* How many people have how much XP, in steps. */

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
