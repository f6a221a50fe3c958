import { came, type Held, isThere, presentOf, tookPart } from "./claims";

/* A checker of the session page's headline numbers: their arrows and the sentences behind them, computed again from the people's visits. */

/** A number of the strip, as far as it claims something. */
type Claiming = {
  label: string;
  change?: { direction: string; words: string };
  explanation?: { typical?: string };
};

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const registered = ({ people }: Held) => people.filter((one) => one.registered);
const kept = (held: Held) => registered(held).filter(({ stays }) => stays.length > 0).length;

/** The most present at once: somebody has just come then. */
const most = (held: Held) =>
  Math.max(
    0,
    ...held.people.flatMap(({ stays }) =>
      stays
        .filter((_, index) => index % 2 === 0)
        .map((at) => held.people.filter((one) => isThere(one.stays, at)).length),
    ),
  );

/** What each number measures, and the people that a share counts. */
const measures: Record<string, { of: (held: Held) => number; share?: (held: Held) => [number, number] }> = {
  "Engagement score": { of: ({ numbers }) => numbers.engagement_score ?? Number.NaN },
  "Attendance rate": {
    of: (held) => (kept(held) / registered(held).length) * 100,
    share: (held) => [kept(held), registered(held).length],
  },
  "Average watch time": { of: (held) => meanOf(presentOf(held)) * 100 },
  Peak: { of: most },
  "Average rating": { of: ({ people }) => meanOf(people.flatMap(({ rating }) => rating ?? [])) },
  "Took part": {
    of: (held) => (tookPart(held) / came(held).length) * 100,
    share: (held) => [tookPart(held), came(held).length],
  },
};

/** The share at which so many of so many lie exactly at the edge of chance: by halving, from the observed share to `end`. */
function edge(part: number, of: number, end: 0 | 1): number {
  const seen = part / of;
  let [inside, outside] = [seen, end as number];
  for (let step = 0; step < 60; step++) {
    const middle = (inside + outside) / 2;
    if (Math.abs(seen - middle) <= 1.959964 * Math.sqrt((middle * (1 - middle)) / of)) inside = middle;
    else outside = middle;
  }
  return inside * 100;
}

/** What the headline numbers of a session claim beside these earlier ones, and the facts do not bear. */
export function headlineOffences(items: readonly Claiming[], held: Held, past: readonly Held[]): string[] {
  const found: string[] = [];
  const usual = past.filter((one) => came(one).length >= 5);
  for (const { label, change, explanation } of items) {
    const { of, share } = measures[label]!;
    const value = of(held);
    const others = usual
      .map(of)
      .filter(Number.isFinite)
      .sort((a, b) => a - b);
    const median = (others[(others.length - 1) >> 1]! + others[others.length >> 1]!) / 2;
    const near = (text: string | undefined, wanted: number) => Math.abs(Number(text) - wanted) <= 0.11;
    const offend = (why: string) =>
      found.push(`${label}: ${change?.words} (${explanation?.typical}): ${why}`);
    if (change) {
      if (others.length < 5) offend("fewer than five are typical");
      if (came(held).length < 5) offend("few people");
      const below = others.filter((other) => other < value).length / others.length;
      if (change.direction === "up" && below < 2 / 3) offend("not above two thirds of them");
      if (change.direction === "down" && below > 1 / 3) offend("not below two thirds of them");
      const [said] = /[\d.]+/.exec(change.words) ?? [];
      if (!near(said, change.direction === "same" ? median : Math.abs(value - median)))
        offend("another distance");
      if (share && change.direction !== "same") {
        const [part, all] = share(held);
        if (all < 10) offend("a share of fewer than ten");
        else if (edge(part, all, 0) <= median && median <= edge(part, all, 1)) offend("within chance");
      }
    }
    if (change && label === "Average rating") {
      const ratings = held.people.flatMap(({ rating }) => rating ?? []);
      const spread = Math.sqrt(meanOf(ratings.map((rating) => (rating - value) ** 2)));
      if (ratings.length < 10) offend("a mean of fewer than ten");
      else if (
        change.direction !== "same" &&
        Math.abs(value - median) < (1.5 * spread) / Math.sqrt(ratings.length)
      )
        offend("a mean within chance");
    }
    const typical = /Typical is ([\d.]+).*last (\d+).*middle half of them is ([\d.]+).*? to ([\d.]*\d)/.exec(
      explanation?.typical ?? "",
    );
    if (typical) {
      const [, middle, sessions, low, high] = typical;
      if (!near(middle, median)) offend(`the median is ${median}`);
      if (Number(sessions) !== others.length) offend(`they are ${others.length}`);
      const beyond = [
        others.filter((one) => one < Number(low) - 0.06),
        others.filter((one) => one > Number(high) + 0.06),
      ];
      // Of seven, a quarter is two at most; of equal ones fewer.
      if (beyond.some((side) => side.length > others.length / 4 + 1)) offend("not the middle half");
    } else if (explanation?.typical) offend("another sentence");
    const interval = /interval of (\d+) of (\d+) is ([\d.]+) to ([\d.]+)/.exec(explanation?.typical ?? "");
    if (interval) {
      const [part, all] = share!(held);
      const [, claimed, base, low, high] = interval;
      if (Number(claimed) !== part || Number(base) !== all) offend(`it is ${part} of ${all}`);
      if (!near(low, edge(part, all, 0)) || !near(high, edge(part, all, 1))) offend("another interval");
    }
  }
  return found;
}
