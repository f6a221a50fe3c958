import type { CompareAnswer } from "@/lib/domain/sessions/compare";
import type { compareFindings } from "@/lib/domain/sessions/findings/compare";
import { begin, came, type Held, isAround, isThere, minute, presentOf, randomOf, tookPart } from "./claims";

/*
 * A checker of what the comparison of sessions says: each claim is computed again from the people's visits and messages, and chance is told by
 * exact tests and by shuffling people, not by the intervals that the rules use.
 */

/** How likely a difference at least as large is when nothing differs, for a claim that is made at two-sided 95 %. */
const chanceMax = 0.05;

/** The mid-p value of Fisher's exact test: how likely `part` or more of `of` are, when both groups are alike. */
export function fisher(part: number, of: number, otherPart: number, otherOf: number): number {
  const logs = [0];
  for (let n = 1; n <= of + otherOf; n++) logs.push(logs[n - 1]! + Math.log(n));
  const choose = (n: number, k: number) =>
    k < 0 || k > n ? Number.NEGATIVE_INFINITY : logs[n]! - logs[k]! - logs[n - k]!;
  const both = part + otherPart;
  const chance = (k: number) =>
    Math.exp(choose(of, k) + choose(otherOf, both - k) - choose(of + otherOf, both));
  let sum = chance(part) / 2;
  for (let k = part + 1; k <= Math.min(of, both); k++) sum += chance(k);
  return sum;
}

/** How often the mean of the first is as far above that of the second when they are dealt at random. */
export function shuffled(one: readonly number[], other: readonly number[], random: () => number): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const seen = mean(one) - mean(other);
  const all = [...one, ...other];
  const rounds = 400;
  let asFar = 0;
  for (let round = 0; round < rounds; round++) {
    for (let index = all.length - 1; index > 0; index--) {
      const at = Math.floor(random() * (index + 1));
      [all[index], all[at]] = [all[at]!, all[index]!];
    }
    if (mean(all.slice(0, one.length)) - mean(all.slice(one.length)) >= seen - 1e-12) asFar++;
  }
  return asFar / rounds;
}

/** How often a random order of these values rises as steadily: by the pairs in the right order. */
export function shuffledTrend(values: readonly number[], rising: boolean, random: () => number): number {
  const right = (order: readonly number[]) =>
    order.reduce(
      (pairs, later, index) =>
        pairs +
        order.slice(0, index).filter((earlier) => (rising ? earlier < later : earlier > later)).length,
      0,
    );
  const seen = right(values);
  const rounds = 400;
  let asSteady = 0;
  for (let round = 0; round < rounds; round++) {
    const order = values
      .map((value) => ({ value, key: random() }))
      .sort((a, b) => a.key - b.key)
      .map(({ value }) => value);
    if (right(order) >= seen) asSteady++;
  }
  return asSteady / rounds;
}

const atTheEnd = (held: Held) => {
  const last = begin + held.length * minute - 45_000;
  return came(held).filter(({ stays }) => isThere(stays, last)).length;
};

/** Whether, before its last twentieth, more than this share and five of those around leave for good within a twentieth of it. */
export function empties(held: Held, share: number): boolean {
  const people = came(held);
  const window = Math.max(1, Math.round(Math.ceil(held.length) / 20));
  for (let from = 0; from < held.length * 0.95; from++)
    for (let to = from + 1; to <= from + window && to < held.length * 0.95; to++) {
      const [a, b] = [begin + from * minute, begin + to * minute];
      const [before, after] = [a, b].map((at) => people.filter((one) => isAround(one, at)).length);
      const left = people.filter((one) => isAround(one, a) && !isAround(one, b)).length;
      if (left >= 5 && before! - after! > before! * share) return true;
    }
  return false;
}

/** What a comparison says: its sentences, and its marks. */
type Said = ReturnType<typeof compareFindings> &
  Pick<CompareAnswer, "sessions" | "best" | "lowest" | "trends">;

const small = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const numberOf = (word: string) => (small.includes(word) ? small.indexOf(word) : Number(word));

/** What is claimed of these sessions, in time order and named by their place, that the facts do not bear. */
export function comparedOffences(said: Said, held: readonly Held[]): string[] {
  const random = randomOf(7);
  const found: string[] = [];
  const offend = (claim: string) => found.push(claim);
  const ranked = held.filter((_, index) => said.sessions[index]!.ranked);
  const sentences = [
    said.summary.map(({ text }) => text).join(" "),
    said.panelsTitle,
    said.tableTitle,
    said.overlayTitle,
  ];
  const text = sentences.join("\n");
  const named = (number: string) => held[Number(number) - 1]!;
  const idOf = (number: string) => said.sessions[Number(number) - 1]!.session_id;
  const check = (pattern: RegExp, test: (match: RegExpExecArray) => boolean) => {
    for (const match of text.matchAll(new RegExp(pattern, "gi"))) if (!test(match)) offend(match[0]);
  };
  const isMost = (one: Held, of: (each: Held) => number) =>
    ranked.every((other) => other === one || of(other) < of(one));
  const share = (one: Held) => tookPart(one) / came(one).length;
  const engagedMost = (one: Held) =>
    ranked.every(
      (other) =>
        other === one ||
        fisher(tookPart(one), came(one).length, tookPart(other), came(other).length) <= chanceMax,
    ) && isMost(one, share);
  const stayedLongest = (one: Held) =>
    ranked.every((other) => other === one || shuffled(presentOf(one), presentOf(other), random) <= chanceMax);

  for (const one of ranked) {
    if (came(one).length < 5) offend("ranked with fewer than five people");
    if (ranked.some((other) => one.length > other.length * 1.5)) offend("ranked with one of half its length");
  }
  check(
    /session (\d+) drew and engaged the most/,
    ([, one]) => isMost(named(one!), (each) => came(each).length) && engagedMost(named(one!)),
  );
  check(
    /session (\d+)[^.;]* drew, engaged and kept people best/,
    ([, one]) =>
      isMost(named(one!), (each) => came(each).length) &&
      engagedMost(named(one!)) &&
      stayedLongest(named(one!)),
  );
  check(/session (\d+)[^.;]* held people longest/, ([, one]) => stayedLongest(named(one!)));
  check(/session (\d+), the only one that lost nobody at once/, ([, one]) =>
    ranked.every((each) => (each === named(one!) ? !empties(each, 0.3) : empties(each, 0.199))),
  );
  check(/(?:In (\w+) of (\w+)|In (both|all \w+)) more than a fifth of the room left/, ([, part, of, all]) => {
    const known = all ? (all === "both" ? 2 : numberOf(all.slice(4).toLowerCase())) : numberOf(of!);
    const lost = all ? known : numberOf(part!);
    return (
      known === held.filter((one) => came(one).length > 0).length &&
      lost <= held.filter((one) => empties(one, 0.199)).length &&
      lost >= held.filter((one) => empties(one, 0.3)).length
    );
  });
  check(/No session lost more than a fifth/, () => !held.some((one) => empties(one, 0.3)));
  check(/session (\d+) keeps (\d+)\u00a0% to the end, session (\d+) (\d+)/, ([, one, kept, other, lost]) => {
    const [a, b] = [named(one!), named(other!)];
    const near = (claimed: string, of: Held) =>
      Math.abs(Number(claimed) - (atTheEnd(of) / came(of).length) * 100) <= 1;
    return (
      near(kept!, a) &&
      near(lost!, b) &&
      fisher(atTheEnd(a), came(a).length, atTheEnd(b), came(b).length) <= chanceMax
    );
  });
  check(/session (\d+) is best on (\w+) measures/, ([, one, times]) => {
    const { total_attended: _, peak_count: __, ...merits } = said.best;
    const count = Object.values(merits).filter((ids) => ids.includes(idOf(one!))).length;
    return count === numberOf(times!);
  });
  const scores = ranked.map(({ numbers }) => numbers.engagement_score!);
  check(/The score (rose|fell) (every time|,)/, ([, way]) => scores.length >= 4 && isSteady(scores, way!));
  check(/Overall the score (rose|fell)/, ([, way]) => scores.length >= 4 && isTrend(scores, way!));
  check(
    /the score rose every time, from ([\d.]+) to ([\d.]+)/,
    ([, first, last]) => Number(first) === scores[0] && Number(last) === scores.at(-1),
  );

  function isSteady(values: readonly number[], way: string): boolean {
    return values
      .slice(1)
      .every((value, index) => (way === "rose" ? value > values[index]! : value < values[index]!));
  }
  function isTrend(values: readonly number[], way: string): boolean {
    return shuffledTrend(values, way === "rose", random) <= chanceMax + 0.04;
  }

  // The marks.
  const rates = {
    engagement_rate: (one: Held) => [tookPart(one), came(one).length],
    attendance_rate: (one: Held) => {
      const registered = one.people.filter((person) => person.registered);
      return [registered.filter(({ stays }) => stays.length > 0).length, registered.length];
    },
  } as const;
  for (const [metric, of] of Object.entries(rates))
    for (const [ids, sign] of [
      [said.best, 1],
      [said.lowest, -1],
    ] as const)
      for (const id of ids[metric as keyof typeof rates]) {
        const one = held[said.sessions.findIndex(({ session_id }) => session_id === id)]!;
        for (const other of ranked.filter((each) => each !== one)) {
          const [high, low] = sign === 1 ? [of(one), of(other)] : [of(other), of(one)];
          if (fisher(high[0]!, high[1]!, low[0]!, low[1]!) > chanceMax)
            offend(`${metric} of ${id} is marked`);
        }
      }
  for (const metric of ["total_attended", "chat_message_count", "questions_asked"] as const) {
    const most = Math.max(...ranked.map((one) => came(one).length));
    for (const id of said.best[metric]) {
      const one = held[said.sessions.findIndex(({ session_id }) => session_id === id)]!;
      if (metric !== "total_attended" || came(one).length !== most) offend(`${metric} of ${id} is marked`);
    }
  }
  for (const metric of ["engagement_score", "total_attended", "attendance_rate", "peak_count"] as const) {
    const { direction } = said.trends[metric];
    const values = said.sessions
      .filter(({ ranked: is }) => is)
      .flatMap(({ metrics }) => metrics[metric] ?? []);
    if (direction === "rising" || direction === "falling")
      if (values.length < 4 || !isTrend(values, direction === "rising" ? "rose" : "fell"))
        offend(`the trend of ${metric}`);
  }
  return found;
}
