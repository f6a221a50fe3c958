import { describe, expect, it } from "vitest";
import { chainOf, countsOf, largestLoss, type Next, nextChains, nextFrom, type PersonSteps } from "./funnel";

const day = 86_400_000;
const at = (text: string) => Date.parse(`2026-11-${text}Z`);
/** All of November. */
const november = { from: at("01T00:00"), before: at("30T00:00") + day };
/** Somebody who did step A, B, C … at these instants. */
const person = (...times: string[][]): PersonSteps => ({
  kinds: times.map((_, index) => String.fromCharCode(65 + index)),
  times: times.map((list) => list.map(at)),
});
const reached = (who: PersonSteps, days: number, within = november) =>
  chainOf(who, { ...within, window: days * day }).map((time) => new Date(time).toISOString().slice(8, 16));

describe("how far somebody goes", () => {
  it("is in order: a step before the one before it does not count", () => {
    expect(reached(person(["02T10:00"], ["01T10:00", "03T10:00"]), 7)).toEqual(["02T10:00", "03T10:00"]);
    expect(reached(person(["02T10:00"], ["01T10:00"]), 7)).toEqual(["02T10:00"]);
    expect(reached(person([], ["01T10:00"]), 7)).toEqual([]);
  });

  it("includes exactly the window's end, and nothing later", () => {
    const who = person(["02T10:00"], ["09T10:00"]);
    expect(reached(who, 7)).toEqual(["02T10:00", "09T10:00"]);
    expect(reached({ ...who, times: [who.times[0]!, [at("09T10:00") + 1]] }, 7)).toEqual(["02T10:00"]);
  });

  it("begins at the first step that leads furthest, not at the first of all", () => {
    // From the 2nd the window ends on the 9th, before the last step; from the 8th it does not.
    const who = person(["02T10:00", "08T10:00"], ["03T10:00", "10T10:00"], ["12T10:00"]);
    expect(reached(who, 7)).toEqual(["08T10:00", "10T10:00", "12T10:00"]);
    // Both lead equally far: the earlier one.
    expect(reached(person(["02T10:00", "04T10:00"], ["05T10:00"]), 7)).toEqual(["02T10:00", "05T10:00"]);
  });

  it("takes the same instant as after where the kinds differ", () => {
    expect(reached(person(["02T10:00"], ["02T10:00"], ["02T10:00"]), 1)).toHaveLength(3);
  });

  it("needs an instant for each of two steps of one kind, also with another between them", () => {
    const twice = { kinds: ["A", "A"], times: [[at("02T10:00")], [at("02T10:00")]] };
    expect(reached(twice, 7)).toEqual(["02T10:00"]);
    const both = [at("02T10:00"), at("02T11:00")];
    expect(reached({ kinds: ["A", "A"], times: [both, both] }, 7)).toEqual(["02T10:00", "02T11:00"]);
    const around = (last: string) => ({
      kinds: ["A", "B", "A"],
      times: [[at("02T10:00")], [at("02T10:00")], [at("02T10:00"), at(last)]],
    });
    expect(reached(around("02T10:01"), 7)).toEqual(["02T10:00", "02T10:00", "02T10:01"]);
    expect(reached(around("20T10:00"), 7)).toEqual(["02T10:00", "02T10:00"]);
  });

  it("begins in the days, also if it ends after them", () => {
    const within = { from: at("02T00:00"), before: at("03T00:00") };
    expect(reached(person(["01T23:59"], ["02T10:00"]), 7, within)).toEqual([]);
    expect(reached(person(["02T23:59"], ["08T10:00"]), 7, within)).toEqual(["02T23:59", "08T10:00"]);
    expect(reached(person(["03T00:00"], ["08T10:00"]), 7, within)).toEqual([]);
  });
});

it("agrees with trying every sequence of events, read at once or looked up", async () => {
  let state = 7;
  const random = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const depths = new Set<number>();
  let unfinished = 0;
  for (let round = 0; round < 3000; round++) {
    const kinds = Array.from({ length: 2 + random(4) }, () => "ABC"[random(3)]!);
    const events = Array.from({ length: random(9) }, (_, id) => ({
      id,
      kind: "ABC"[random(3)]!,
      at: random(12),
    }));
    const starts = { from: 2, before: 9, window: 1 + random(7) };
    /** Each event is used once, and two of one kind at one instant are one. */
    const furthest = (step: number, used: typeof events): number => {
      const [first, last] = [used[0], used.at(-1)];
      const next = events.filter(
        (one) =>
          one.kind === kinds[step] &&
          (last ? one.at >= last.at && one.at <= first!.at + starts.window : one.at >= 2 && one.at < 9) &&
          !used.some(({ kind, at }) => kind === one.kind && at === one.at),
      );
      return step === kinds.length
        ? step
        : Math.max(step, ...next.map((one) => furthest(step + 1, [...used, one])));
    };
    const times = kinds.map((kind) =>
      events
        .filter((one) => one.kind === kind)
        .map((one) => one.at)
        .sort((a, b) => a - b),
    );
    const chain = chainOf({ kinds, times }, starts);
    const depth = chain.length;
    expect({ kinds, events, starts, depth }).toEqual({ kinds, events, starts, depth: furthest(0, []) });
    depths.add(depth);

    const lookUps = times.map(
      (own): Next =>
        (least) => {
          const found = nextFrom(own, least.get("Ana")!);
          return Promise.resolve(new Map(found === undefined ? [] : [["Ana", found]]));
        },
    );
    const inRounds = (rounds: number) => nextChains(lookUps, kinds, ["Ana"], { ...starts, rounds });
    const { chains, rest } = await inRounds(12);
    expect({ chain: chains.get("Ana") ?? [], rest }).toEqual({ chain, rest: [] });
    const once = await inRounds(1);
    unfinished += once.rest.length;
    if (once.rest.length === 0) expect(once.chains.get("Ana") ?? []).toEqual(chain);
  }
  expect(unfinished).toBeGreaterThan(50);
  expect([...depths].sort()).toEqual([0, 1, 2, 3, 4, 5]);
});

describe("the counts", () => {
  const hour = 3_600_000;
  /** So many people with a step at each of these hours. */
  const chains = (count: number, ...hours: number[]) =>
    Array.from({ length: count }, () => hours.map((one) => one * hour));

  it("are of those who took a step and all before it, with shares, intervals and median times", () => {
    const counts = countsOf([...chains(10, 0), ...chains(6, 0, 2), ...chains(4, 0, 5, 6)], 3, 3);
    expect(counts.map(({ people }) => people)).toEqual([20, 10, 4]);
    // Wilson's 95 % intervals of 20 of 20, 10 of 20, 4 of 20 and 4 of 10, from his formula by hand.
    expect(counts.map(({ of_first }) => of_first)).toEqual([
      { percentage: 100, low_percentage: 83.9, high_percentage: 100 },
      { percentage: 50, low_percentage: 29.9, high_percentage: 70.1 },
      { percentage: 20, low_percentage: 8.1, high_percentage: 41.6 },
    ]);
    expect(counts.map(({ of_previous }) => of_previous)).toEqual([
      null,
      { percentage: 50, low_percentage: 29.9, high_percentage: 70.1 },
      { percentage: 40, low_percentage: 16.8, high_percentage: 68.7 },
    ]);
    // Six took two hours and four took five.
    expect(counts.map(({ median_seconds }) => median_seconds)).toEqual([null, 7200, 3600]);
  });

  it("of fewer people than the smallest group are not shown, nor anything of them; nobody is", () => {
    const counts = countsOf([...chains(6, 0), ...chains(4, 0, 1)], 3, 5);
    expect(counts.map(({ people }) => people)).toEqual([10, null, 0]);
    expect(counts[1]).toEqual({ people: null, of_first: null, of_previous: null, median_seconds: null });
    expect(counts[2]).toMatchObject({ of_previous: null, median_seconds: null });
    expect(countsOf(chains(4, 0, 1), 2, 5).map(({ people }) => people)).toEqual([null, null]);
  });

  it("have a largest loss only beyond chance, and with all numbers shown", () => {
    const people = (...of: (number | null)[]) => of.map((one) => ({ people: one }));
    // 30 and 6 stop: the lower bound of 30 of 36 is far above a half.
    expect(largestLoss(people(60, 30, 24))).toBe(1);
    expect(largestLoss(people(60, 54, 24))).toBe(2);
    // 18 and 14; four; too few of one place; hidden.
    expect(largestLoss(people(60, 42, 28))).toBeNull();
    expect(largestLoss(people(20, 16, 16))).toBeNull();
    expect(largestLoss(people(60, 30, null))).toBeNull();
    expect(largestLoss(people(0, 0))).toBeNull();
  });
});
