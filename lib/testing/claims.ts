import { type AttendeeFacts, sessionNumbersOf } from "@/lib/domain/sessions/numbers";
import type { DropOffPoint, SessionNumbers } from "@/lib/domain/sessions/schema";

/*
 * Random sessions, and a checker of the sentences about them: what is claimed is computed again from the people's visits and messages, by other
 * means than the rules use.
 */

export const minute = 60_000;
export const begin = Date.parse("2026-11-18T18:00:20Z");
export type Held = { people: AttendeeFacts[]; length: number; numbers: SessionNumbers };

/** Numbers in [0, 1), the same for a seed. */
export function randomOf(seed: number) {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

export function makeHeld(random: () => number): Held {
  const length = random() < 0.5 ? 60 : 45 + Math.floor(random() * 50);
  const size = [3, 6, 12, 30, 60][Math.floor(random() * 5)]!;
  const [come, talk] = [0.5 + random() * 0.5, random()];
  // Some leave together, and of those some are back after a few minutes or after many.
  const [together, at] = [random() < 0.6 ? random() * 0.7 : 0, 5 + random() * (length - 15)];
  const people = Array.from({ length: size }, (): AttendeeFacts => {
    const registered = random() < 0.9;
    const from = random() * 6;
    const leaves =
      random() < together ? at + random() * 0.9 : random() < 0.2 ? from + random() * length : length;
    const back =
      leaves < length - 2 && random() < 0.3 ? leaves + [0.7, 4, 9, 14][Math.floor(random() * 4)]! : null;
    const minutes =
      back !== null && back < length
        ? [from, leaves, back, length]
        : [from, Math.min(length, Math.max(from + 0.1, leaves))];
    return {
      host: false,
      registered,
      stays: random() < come ? minutes.map((one) => begin + Math.round(one * minute)) : [],
      reported_ms: null,
      messages: random() < talk ? 1 + Math.floor(random() * 3) : 0,
      questions: 0,
      reactions: 0,
      rating: random() < 0.3 ? 1 + Math.floor(random() * 5) : null,
    };
  });
  const window = { from: new Date(begin), to: new Date(begin + length * minute) };
  const numbers = sessionNumbersOf(
    {
      status: "ended",
      scheduled_start: window.from,
      scheduled_end: window.to,
      started_at: window.from,
      ended_at: window.to,
      chat_enabled: true,
      on_time_minutes: 5,
      attendance_minimum_seconds: 1,
      attendance_minimum_percent: null,
      talk_known: true,
      questions_known: true,
    },
    window,
    people,
    {},
  );
  return { people, length, numbers };
}

export const clock = (instant: string) => instant.slice(11, 16);

export const came = ({ people }: Held) => people.filter(({ stays }) => stays.length > 0);
export const tookPart = (held: Held) => came(held).filter(({ messages }) => messages > 0).length;
export const isThere = (stays: readonly number[], at: number) =>
  stays.some((from, index) => index % 2 === 0 && from <= at && at < stays[index + 1]!);
/** The instant at which somebody leaves whom nobody sees again for more than ten minutes, between two instants; null if they do not. */
function leaves({ stays }: AttendeeFacts, from: number, to: number): number | null {
  for (let index = 1; index < stays.length; index += 2) {
    const [until, next] = [stays[index]!, stays[index + 1] ?? Number.POSITIVE_INFINITY];
    if (until > from && until <= to && next - until > 10 * minute) return until;
  }
  return null;
}
/** Present, or away for at most ten minutes. */
export const isAround = ({ stays }: AttendeeFacts, at: number) =>
  isThere(stays, at) ||
  stays.some(
    (until, index) =>
      index % 2 === 1 &&
      until <= at &&
      at < (stays[index + 1] ?? 0) &&
      stays[index + 1]! - until <= 10 * minute,
  );
/** Each attendee's presence as a share of the session's length. */
export const presentOf = (held: Held): number[] =>
  came(held).map(
    ({ stays }) => stays.reduce((sum, at, index) => sum + (index % 2 ? at : -at), 0) / (held.length * minute),
  );
const presentShare = (held: Held) => {
  const each = presentOf(held);
  return each.reduce((sum, share) => sum + share, 0) / each.length;
};
/** How likely so many or more (fewer) of `of` are with the chance `p`. */
export function tail(part: number, of: number, p: number, more: boolean): number {
  let [chance, sum] = [(1 - p) ** of, 0];
  for (let k = 0; k <= of; k++) {
    if (more ? k >= part : k <= part) sum += chance;
    chance *= ((of - k) / (k + 1)) * (p / (1 - p));
  }
  return p <= 0 ? (more && part > 0 ? 0 : 1) : p >= 1 ? (more || part === of ? 1 : 0) : sum;
}
const known = (values: number[]) => values.filter(Number.isFinite);
/** Whether a value lies beyond two thirds or more of at least five others: what lies beyond their middle half. */
export const isBeyond = (value: number, others: number[], more: boolean) =>
  others.length >= 5 &&
  others.filter((other) => (more ? other < value : other > value)).length * 3 >= others.length * 2;
export const medianOf = (values: number[]) => {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
};
const inWords: Record<string, number> = {
  "one in ten": 10,
  "one in five": 20,
  "one in four": 25,
  "one in three": 33.3,
  "two in five": 40,
  "three in five": 60,
  "two in three": 66.7,
  "three in four": 75,
  "four in five": 80,
  "nine in ten": 90,
  "a tenth": 10,
  "a fifth": 20,
  "a quarter": 25,
  "a third": 33.3,
  "two fifths": 40,
  half: 50,
  "three fifths": 60,
  "two thirds": 66.7,
  "three quarters": 75,
  "four fifths": 80,
  "nine tenths": 90,
  all: 100,
};

/** Whether a share in words or counts is this one. */
export function says(words: string, part: number, of: number): boolean {
  const counted = /(\d+) of (?:the )?(\d+)/.exec(words);
  if (counted) return Number(counted[1]) === part && Number(counted[2]) === of;
  if (/all \w+ people/.test(words)) return part === of;
  const percent = /(\d+)\u00a0%/.exec(words);
  const name = Object.keys(inWords).find((key) => words.toLowerCase().includes(key));
  const claimed = percent ? Number(percent[1]) : name ? inWords[name]! : Number.NaN;
  return of >= 5 && Math.abs(claimed - (part / of) * 100) <= 3.1;
}

/** What a sentence claims and the facts do not bear. */
export function offences(sentence: string, held: Held, past: Held[], drops: DropOffPoint[]): string[] {
  const found: string[] = [];
  const people = came(held);
  // Few people are no evidence of what is usual.
  const usual = past.filter((one) => came(one).length >= 5);
  const check = (pattern: RegExp, test: (match: RegExpExecArray) => boolean) => {
    const match = pattern.exec(sentence);
    if (match && !test(match)) found.push(`${match[0]}: ${sentence}`);
  };
  const rates = known(usual.map((one) => tookPart(one) / came(one).length));
  const unusualShare = (part: number, of: number, others: number[], more: boolean) =>
    of >= 10 && isBeyond(part / of, others, more) && tail(part, of, medianOf(others), more) < 0.06;

  check(/([^,.]*) left at (\d\d:\d\d)/, ([, words, at]) =>
    drops.some(({ from, to }) => {
      const [a, b] = [Date.parse(from), Date.parse(to)];
      const before = people.filter((one) => isAround(one, a));
      const left = before.flatMap((one) => (isAround(one, b) ? [] : [leaves(one, a, b) ?? Number.NaN]));
      const perMinute = new Map<string, number>();
      for (const one of known(left))
        perMinute.set(
          clock(new Date(one).toISOString()),
          (perMinute.get(clock(new Date(one).toISOString())) ?? 0) + 1,
        );
      return (
        left.length >= 5 &&
        !left.some(Number.isNaN) &&
        perMinute.get(at!) === Math.max(...perMinute.values()) &&
        says(words!, left.length, before.length)
      );
    }),
  );
  check(
    /^(more|fewer) came/i,
    ([, way]) =>
      people.length >= 5 &&
      isBeyond(
        people.length,
        usual.map((one) => came(one).length),
        way!.toLowerCase() === "more",
      ),
  );
  check(/(more|fewer) (?:came and )?took part than usual/i, ([, way]) =>
    unusualShare(tookPart(held), people.length, rates, way!.toLowerCase() === "more"),
  );
  check(/took part, (more|fewer) than usual/, ([, way]) =>
    unusualShare(tookPart(held), people.length, rates, way === "more"),
  );
  check(/(larger|smaller) share took part/, ([, way]) =>
    unusualShare(tookPart(held), people.length, rates, way === "larger"),
  );
  check(
    /they (stayed longer|left earlier) than usual/i,
    ([, way]) =>
      people.length >= 5 && isBeyond(presentShare(held), usual.map(presentShare), way === "stayed longer"),
  );
  check(/(.*) stayed to the end/, ([, words]) => {
    const last = Math.ceil(held.length) - 1;
    const end = people.filter(({ stays }) => isThere(stays, begin + last * minute)).length;
    return people.length >= 5 && says(words!.split(/, (?:and|but) /).at(-1)!, end, people.length);
  });
  check(
    /^The score is (high|low)/,
    ([, way]) =>
      people.length >= 5 &&
      isBeyond(
        held.numbers.engagement_score!,
        known(usual.map(({ numbers }) => numbers.engagement_score ?? Number.NaN)),
        way === "high",
      ),
  );
  check(/(?:because|although|:|but) (people|fewer) took part/, ([, way]) =>
    unusualShare(tookPart(held), people.length, rates, way === "people"),
  );
  check(/(more|fewer) of the registered came/, ([, way]) => {
    const of = (one: Held) => one.people.filter(({ registered }) => registered);
    const both = (one: Held) => of(one).filter(({ stays }) => stays.length > 0).length;
    return unusualShare(
      both(held),
      of(held).length,
      known(usual.map((one) => both(one) / of(one).length)),
      way === "more",
    );
  });
  return found;
}
