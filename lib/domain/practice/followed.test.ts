import { expect, it } from "vitest";
import { followedBy, type Watcher } from "./followed";

const day = (n: number) => new Date(Date.UTC(2026, 9, n, 9));
/** A letter a day, from the 1st: `x` names the area. The stretch was watched at noon of the day before the bar. */
const watcher = (days: string): Watcher => {
  const bar = days.indexOf("|");
  return {
    watched_at: new Date(day(bar).getTime() + 3 * 3_600_000),
    sessions: [...days.replace("|", "")].map((letter, index) => ({
      at: day(index + 1),
      named: letter === "x",
    })),
  };
};

it("compares five sessions before with the next five, each person once", () => {
  // 80 and 100 % before; 20, 0 and 40 % after: older and later sessions do not count.
  const people = ["..xxxx.|x....xxx", "xxxxx|.....", "xxxx.|x....", "xxxxx|xx...", "xxxxx|....."].map(
    watcher,
  );
  // Before 80, 100, 80, 100, 100: 92. After 20, 0, 20, 40, 0: 16.
  expect(followedBy(people)).toMatchObject({ kind: "less", people: 5, before: 92, after: 16, change: -76 });
  const { interval } = followedBy(people) as { interval: { low: number; high: number } };
  expect(interval.low).toBeGreaterThanOrEqual(-100);
  expect(interval.high).toBeLessThanOrEqual(-60);
});

it("says that no difference is seen, also where it became worse by chance", () => {
  const people = ["x.x.x|x.x.x", "x.x..|x.x.x", "x.x.x|x....", "..x..|x.x..", "xxx..|xx..."].map(watcher);
  expect(followedBy(people)).toMatchObject({ kind: "same", people: 5 });
  expect(followedBy(Array(6).fill(watcher(".....|xxxxx")))).toMatchObject({ kind: "more", change: 100 });
});

it("counts nobody with fewer than five on a side, and says nothing of fewer than five people", () => {
  const four = Array<Watcher>(4).fill(watcher("xxxxx|....."));
  expect(followedBy([...four, watcher("xxxx|....."), watcher("xxxxx|....")])).toEqual({
    kind: "too_few",
    people: 4,
  });
  expect(followedBy([])).toEqual({ kind: "too_few", people: 0 });
});
