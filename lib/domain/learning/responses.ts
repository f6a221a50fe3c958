/*
 * How long an AI coach took to answer: how many answers took how many tenths of a second. The median of these is exact to a tenth, does not
 * depend on the order, and a day of any number of answers stays small.
 */

export type Responses = Readonly<Record<string, number>>;

/** Answers that took longer count as ten minutes. */
const tenthsMax = 6000;

export function withResponse(responses: Responses, ms: number): Responses {
  const tenths = String(Math.min(tenthsMax, Math.round(ms / 100)));
  return { ...responses, [tenths]: (responses[tenths] ?? 0) + 1 };
}

/** The median in milliseconds; of an even number the mean of the two in the middle. Null without answers. */
export function medianResponseMs(responses: Responses): number | null {
  const counts = Object.entries(responses)
    .map(([tenths, count]) => [Number(tenths), count] as const)
    .sort((a, b) => a[0] - b[0]);
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return null;
  /** The value at this place, counted from 0. */
  const at = (place: number): number => {
    let passed = 0;
    for (const [tenths, count] of counts) {
      passed += count;
      if (place < passed) return tenths;
    }
    return Number.NaN;
  };
  return Math.round((at((total - 1) >> 1) + at(total >> 1)) * 50);
}
