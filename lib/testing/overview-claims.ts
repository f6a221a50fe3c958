import { came, type Held, presentOf, tookPart } from "./claims";
import { empties, shuffledTrend } from "./compared-claims";

/* A checker of the overview's sentences: what changed between two periods, by dealing the sessions at random to both, and what was lost at once. */

const registered = ({ people }: Held) => people.filter((one) => one.registered);
const kept = (held: Held) => registered(held).filter(({ stays }) => stays.length > 0).length;
const sum = (some: readonly Held[], of: (one: Held) => number) =>
  some.reduce((total, one) => total + of(one), 0);
const size = (one: Held) => came(one).length;

/** What each claim is about, over several sessions together. */
const shares: Record<string, (some: readonly Held[]) => number> = {
  "of the registered come": (some) => sum(some, kept) / sum(some, (one) => registered(one).length),
  "take part": (some) => sum(some, tookPart) / sum(some, size),
  stay: (some) => sum(some, (one) => presentOf(one).reduce((all, share) => all + share, 0)) / sum(some, size),
};
const claimed: [pattern: RegExp, share: string, up: boolean][] = [
  [/more of the registered come/i, "of the registered come", true],
  [/fewer of the registered come/i, "of the registered come", false],
  [/more take part/i, "take part", true],
  [/fewer take part/i, "take part", false],
  [/they stay longer/i, "stay", true],
  [/they leave earlier/i, "stay", false],
];

const small = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const numberOf = (word: string) => {
  const at = small.indexOf(word.toLowerCase());
  return at < 0 ? Number(word) : at;
};

/** What the overview's headline and its history's title claim, and the facts do not bear; and how many changes it claims. */
export function overviewOffences(
  said: { headline: string; history: string },
  now: readonly Held[],
  before: readonly Held[],
  random: () => number,
): { found: string[]; changes: number } {
  const found: string[] = [];
  let changes = 0;
  for (const [pattern, name, up] of claimed) {
    const match = pattern.exec(said.headline);
    if (!match) continue;
    changes++;
    const share = shares[name]!;
    const all = [...now, ...before];
    const difference = (one: readonly Held[], other: readonly Held[]) => share(one) - share(other);
    const seen = difference(now, before);
    if (seen > 0 !== up) found.push(`${match[0]}: the other way`);
    if (Math.min(now.length, before.length) < 4) found.push(`${match[0]}: of too few sessions`);
    let asFar = 0;
    for (let deal = 0; deal < 200; deal++) {
      const mixed = all
        .map((one) => ({ one, key: random() }))
        .sort((a, b) => a.key - b.key)
        .map(({ one }) => one);
      if (Math.abs(difference(mixed.slice(0, now.length), mixed.slice(now.length))) >= Math.abs(seen))
        asFar++;
    }
    if (asFar / 200 >= 0.25) found.push(`${match[0]}: a deal at random gives as much`);
  }
  const lost = /in (?:(\w+) of (\w+)|(both)|all (\w+)) sessions/i.exec(said.headline);
  if (lost) {
    const [, part, of, both, all] = lost;
    const known = both ? 2 : numberOf(all ?? of!);
    const emptied = part ? numberOf(part) : known;
    const between = [0.3, 0.199].map((share) => now.filter((one) => empties(one, share)).length);
    if (known !== now.filter((one) => size(one) > 0).length || emptied < between[0]! || emptied > between[1]!)
      found.push(lost[0]);
  }
  const held = /(\w+) sessions? (?:was|were) held(?:; (\d+)\u00a0% of the registered came)?/i.exec(
    said.headline,
  );
  if (held) {
    const rate = shares["of the registered come"]!(now) * 100;
    if (numberOf(held[1]!) !== now.length || (held[2] && Math.abs(Number(held[2]) - rate) > 0.5))
      found.push(held[0]);
  }
  const trend = /Attendance has (risen|fallen)/.exec(said.history);
  if (trend) {
    const rates = [...before, ...now]
      .filter((one) => registered(one).length >= 5)
      .map((one) => kept(one) / registered(one).length);
    if (rates.length < 4 || shuffledTrend(rates, trend[1] === "risen", random) > 0.09) found.push(trend[0]);
  }
  return { found, changes };
}
