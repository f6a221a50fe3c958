import { getOrInsert } from "./get-or-insert";
import { type MiddleHalf, mean, middleHalf, quantile } from "./quantiles";

/*
 * The rule of evidence: when a sentence, an arrow, a colour, "best", "typical" or a trend may be shown. What is too few or within
 * chance is null or "same", and then only the number is shown.
 */

/** The fewest that a claim of each kind needs. */
export const fewest = {
  /** People for a rate in words ("a quarter of the room"). */
  people_for_rate: 5,
  /** People for comparing a rate with another. */
  people_for_comparison: 10,
  sessions_for_typical: 5,
  /** Minutes that a session runs before anybody can be said to have stayed or left, and before it is compared with others. */
  minutes_for_comparison: 5,
  /** Sessions for a trend, and in each of two groups that are compared. */
  sessions_for_trend: 4,
  sessions_for_best_time: 10,
  /** Days between the first and the last of them: two weeks or more. */
  days_for_best_time: 7,
  comments_for_theme: 3,
} as const;

/** So many of so many; for a mean, a sum and its number. */
export type Rate = { part: number; of: number };
/** The 95 % interval. */
export type Interval = { low: number; high: number };
/** Whether a number is above, below or the same as the number it is compared with. */
export type Side = "above" | "same" | "below";
/** A side, how far away (negative below), and the interval of the difference or of the value. */
type Compared = { side: Side; difference: number; interval: Interval | null };

type Maybe = number | null | undefined;

/** The normal distribution's 97.5 % point. */
const z = 1.959963984540054;

/** Wilson's score interval of a rate, 0–1 (Wilson, "Probable inference", JASA 1927). */
export function wilson({ part, of }: Rate): Interval {
  const p = part / of;
  const scale = 1 + z ** 2 / of;
  const centre = (p + z ** 2 / (2 * of)) / scale;
  const half = (z / scale) * Math.sqrt((p * (1 - p)) / of + z ** 2 / (4 * of ** 2));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

/** The interval of one rate minus another, by the hybrid score method (Newcombe, Statistics in Medicine 1998, method 10). */
export function rateDifference(one: Rate, other: Rate): Interval {
  const [p, q] = [one.part / one.of, other.part / other.of];
  const [a, b] = [wilson(one), wilson(other)];
  return {
    low: p - q - Math.hypot(p - a.low, b.high - q),
    high: p - q + Math.hypot(a.high - p, q - b.low),
  };
}

/** Whether more than half do, beyond chance; false with fewer than 10 people. */
export const isMost = (rate: Rate): boolean =>
  rate.of >= fewest.people_for_comparison && wilson(rate).low > 0.5;

/** Two rates of different people, 0–1; null with fewer than 10 people in either. */
export function compareRates(one: Rate, other: Rate): Compared | null {
  if (Math.min(one.of, other.of) < fewest.people_for_comparison) return null;
  return judged(one.part / one.of - other.part / other.of, rateDifference(one, other));
}

const judged = (difference: number, interval: Interval): Compared => ({
  side: interval.low > 0 ? "above" : interval.high < 0 ? "below" : "same",
  difference,
  interval,
});

const resamples = 2000;

/**
 * The interval of the difference between two groups' ratios of sums, by a bootstrap over sessions, because the people of one session
 * are alike and repeat in others. Each resample draws one session fewer than there are, which makes the variance of small groups
 * unbiased (McCarthy and Snowden, "The bootstrap and finite population sampling", 1985). The same data give the same interval.
 */
export function bootstrapDifference(one: readonly Rate[], other: readonly Rate[]): Interval {
  const random = randomNumbers();
  const resampled = (group: readonly Rate[]): number => {
    let [part, of] = [0, 0];
    for (let drawn = 0; drawn < Math.max(1, group.length - 1); drawn++) {
      const picked = group[Math.floor(random() * group.length)]!;
      part += picked.part;
      of += picked.of;
    }
    return part / of;
  };
  const differences = Array.from({ length: resamples }, () => resampled(one) - resampled(other));
  return { low: quantile(differences, 0.025)!, high: quantile(differences, 0.975)! };
}

/** Numbers in [0, 1) that are the same in every run: a linear congruential generator (Knuth, The Art of Computer Programming 2, 3.3.4). */
function randomNumbers(): () => number {
  let state = 20_261_128;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * Two groups of sessions, by the ratio of their sums. `people`: the ratio is a share of people, so there must be 10 in each group and the
 * difference beyond chance also if every person is counted alone. Null with fewer than 4 sessions in either.
 */
export function compareGroups(
  one: readonly Rate[],
  other: readonly Rate[],
  { people }: { people: boolean },
): Compared | null {
  const [a, b] = [one, other].map((group) => group.filter(({ of }) => of > 0)) as [Rate[], Rate[]];
  if (Math.min(a.length, b.length) < fewest.sessions_for_trend) return null;
  const [sumA, sumB] = [sumOf(a), sumOf(b)];
  const difference = sumA.part / sumA.of - sumB.part / sumB.of;
  const bySession = bootstrapDifference(a, b);
  if (!people) return judged(difference, bySession);
  if (Math.min(sumA.of, sumB.of) < fewest.people_for_comparison) return null;
  const byPerson = rateDifference(sumA, sumB);
  return judged(difference, {
    low: Math.min(bySession.low, byPerson.low),
    high: Math.max(bySession.high, byPerson.high),
  });
}

const sumOf = (group: readonly Rate[]): Rate =>
  group.reduce((sum, { part, of }) => ({ part: sum.part + part, of: sum.of + of }), { part: 0, of: 0 });

/** One-sided. */
const trendChance = 0.05;

/**
 * Whether values in time order rise or fall beyond chance, by the exact test of Mann and Kendall (Mann, "Nonparametric tests against
 * trend", Econometrica 1945), one-sided at 5 %: of four values all steps must point one way. Equal values count against a trend.
 * Null with fewer than 4 values.
 */
export function trendOf(values: readonly number[]): "rising" | "falling" | "none" | null {
  if (values.length < fewest.sessions_for_trend) return null;
  let [up, down] = [0, 0];
  for (let later = 1; later < values.length; later++)
    for (let earlier = 0; earlier < later; earlier++) {
      if (values[later]! > values[earlier]!) up++;
      if (values[later]! < values[earlier]!) down++;
    }
  const pairs = (values.length * (values.length - 1)) / 2;
  if (chanceOfInversions(values.length, pairs - up) <= trendChance) return "rising";
  return chanceOfInversions(values.length, pairs - down) <= trendChance ? "falling" : "none";
}

/** How likely a random order of so many values has at most `most` pairs in the wrong order. */
export function chanceOfInversions(length: number, most: number): number {
  // The nth value adds 0 … n − 1 wrong pairs, each as likely as the others.
  let chances = [1];
  for (let size = 2; size <= length; size++) {
    const next = new Array<number>(chances.length + size - 1).fill(0);
    chances.forEach((chance, wrong) => {
      for (let added = 0; added < size; added++) next[wrong + added]! += chance / size;
    });
    chances = next;
  }
  return chances.slice(0, most + 1).reduce((sum, chance) => sum + chance, 0);
}

/** The middle half of a number over sessions, and how many sessions. */
export type Band = MiddleHalf & { sessions: number };

/** The typical range of the known values; null with fewer than 5. */
export function bandOf(values: readonly (number | null)[]): Band | null {
  const known = values.filter((value) => value !== null);
  const half = known.length < fewest.sessions_for_typical ? null : middleHalf(known);
  return half && { ...half, sessions: known.length };
}

/** The side of a band on which a value lies; the edges belong to the band. Null if either is unknown. */
export function sideOf(value: Maybe, band: Pick<MiddleHalf, "low" | "high"> | null | undefined): Side | null {
  if (value === null || value === undefined || !band) return null;
  if (value > band.high) return "above";
  return value < band.low ? "below" : "same";
}

/** The interval of a mean, by a bootstrap as that of a difference. */
export function meanInterval(values: readonly number[]): Interval {
  const random = randomNumbers();
  const drawn = Math.max(1, values.length - 1);
  const means = Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let index = 0; index < drawn; index++) sum += values[Math.floor(random() * values.length)]!;
    return sum / drawn;
  });
  return { low: quantile(means, 0.025)!, high: quantile(means, 0.975)! };
}

/** What people a number is computed from: of a share the rate, of a mean the values. */
export type Sample = Rate | readonly number[];
export const sizeOf = (sample: Sample): number => ("of" in sample ? sample.of : sample.length);

/** The interval of a percentage or a mean. */
export function intervalOf(sample: Sample): Interval {
  if (!("of" in sample)) return meanInterval(sample);
  const { low, high } = wilson(sample);
  return { low: low * 100, high: high * 100 };
}

/**
 * A value compared with the typical one: the same within the middle half, else its distance from the median. A percentage or a mean comes with
 * its `sample`: it needs 10 people, and outside the middle half its interval must lie beyond the median too. Null if nothing can be said.
 */
export function compareToTypical(
  value: Maybe,
  band: MiddleHalf | null | undefined,
  sample?: Sample,
): Compared | null {
  const side = sideOf(value, band);
  if (side === null) return null;
  const difference = value! - band!.median;
  if (!sample) return { side, difference, interval: null };
  if (sizeOf(sample) < fewest.people_for_comparison) return null;
  const interval = intervalOf(sample);
  const withinChance = interval.low <= band!.median && band!.median <= interval.high;
  return side !== "same" && withinChance ? null : { side, difference, interval };
}

/** A value compared with one other number that is counted, not estimated: differences smaller than `same` are ignored. Null if either is unknown. */
export function compareToNumber(value: Maybe, other: Maybe, same: number): Omit<Compared, "interval"> | null {
  if (value === null || value === undefined || other === null || other === undefined) return null;
  // 3.9 − 3.7 is 0.2, although not in binary.
  const difference = Math.round((value - other) * 1e9) / 1e9;
  if (Math.abs(difference) < same) return { side: "same", difference };
  return { side: difference > 0 ? "above" : "below", difference };
}

/**
 * The hour or weekday (`key`) with the highest mean, if it is a habit: 10 sessions that span two weeks, and those of the best key on 4 days
 * that span two weeks and beyond the others' by chance. Sessions of one day count together, so that a launch day is one day.
 * `day`: in whole days.
 */
export function bestTime(
  sessions: readonly { key: number; day: number; value: number }[],
): { key: number; sessions: number; mean: number } | null {
  if (sessions.length < fewest.sessions_for_best_time) return null;
  const groups = new Map<number, { day: number; value: number }[]>();
  for (const { key, ...rest } of sessions) getOrInsert(groups, key, () => []).push(rest);
  const meanOf = (key: number) => mean(groups.get(key)!.map(({ value }) => value))!;
  const [best] = [...groups.keys()].sort((a, b) => meanOf(b) - meanOf(a) || a - b);
  const own = groups.get(best!)!;
  const days = own.map(({ day }) => day);
  if (Math.max(...days) - Math.min(...days) < fewest.days_for_best_time) return null;
  const others = sessions.filter(({ key }) => key !== best);
  const compared = compareGroups(byDay(own), byDay(others), { people: false });
  return compared?.side === "above" ? { key: best!, sessions: own.length, mean: meanOf(best!) } : null;
}

function byDay(sessions: readonly { day: number; value: number }[]): Rate[] {
  const days = new Map<number, Rate>();
  for (const { day, value } of sessions) {
    const sum = getOrInsert(days, day, () => ({ part: 0, of: 0 }));
    sum.part += value;
    sum.of++;
  }
  return [...days.values()];
}
