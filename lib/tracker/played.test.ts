import fc from "fast-check";
import { expect, test } from "vitest";
import { join, recorder } from "./played";

test("a viewing with a seek forth and back: the ranges are what was played", () => {
  const played = recorder();
  played.play(0, 1000, 1);
  for (let step = 1; step <= 15; step++) played.play(step / 4, 1000 + step * 250, 1);
  // 250 ms after the last sample the viewer jumps; the player only says where it is now.
  played.jump(5000);
  played.play(8, 5100, 1);
  for (let step = 1; step <= 12; step++) played.play(8 + step / 4, 5100 + step * 250, 1);
  played.jump(8100);
  played.play(1, 8200, 1);
  for (let step = 1; step <= 8; step++) played.play(1 + step / 4, 8200 + step * 250, 1);
  played.stop(3, 10_200);
  expect(played.take()).toEqual([
    [0, 4],
    [8, 11],
    [1, 3],
  ]);
  expect(played.media()).toBe(9);
  expect(played.covered()).toBe(7);
  expect(played.speed()).toBe(1);
  expect(played.take()).toEqual([]);
});

test("a range that is taken while it plays goes on in the next", () => {
  const played = recorder();
  played.play(10, 0, 1);
  played.play(12.5, 2500, 1);
  expect(played.take()).toEqual([[10, 12.5]]);
  played.play(14, 4000, 1);
  played.stop(14, 4000);
  expect(played.take()).toEqual([[12.5, 14]]);
});

test("a pause does not split a range, and a player that resumes some milliseconds off leaves no gap", () => {
  const played = recorder();
  played.play(0, 0, 1);
  played.stop(4.021, 4021);
  played.play(4.09, 60_000, 1);
  played.stop(5, 60_910);
  expect(played.take()).toEqual([[0, 5]]);
});

test("a pause does not split a range, and a player that resumes a little earlier plays nothing twice", () => {
  const played = recorder();
  played.play(0, 0, 1);
  played.stop(4, 4000);
  played.play(3.9, 9000, 1);
  played.play(4.9, 10_000, 1);
  played.stop(4.9, 10_000);
  expect(played.take()).toEqual([[0, 4.9]]);
  expect(played.media()).toBeCloseTo(4.9);
});

test("waiting for data neither ends a range nor plays on: a jump from there ends where it stood", () => {
  const played = recorder();
  played.play(0, 0, 8);
  played.play(1.3, 160, 8, true);
  // It continued for a moment without a sample.
  played.play(4.5, 600, 8, true);
  played.jump(800);
  expect(played.take()).toEqual([[0, 4.5]]);
});

test("a jump that no event told of is one all the same", () => {
  const played = recorder();
  played.play(0, 0, 1);
  played.play(1, 1000, 1);
  played.play(50, 1250, 1);
  played.play(51, 2250, 1);
  played.play(20, 2500, 1);
  played.stop(21, 3500);
  expect(played.take()).toEqual([
    [0, 1.25],
    [50, 51.25],
    [20, 21],
  ]);
});

test("the end before a jump that is noticed late is in the middle of the time for which players stay silent", () => {
  const played = recorder();
  played.play(0, 0, 2);
  played.play(2, 1000, 2);
  // The page hung for ten seconds: what was played meanwhile is not known.
  played.jump(11_000);
  expect(played.take()).toEqual([[0, 2.3]]);
});

test("the browser's played ranges add what no sample reported, once, and end a range where playing ended", () => {
  const played = recorder();
  // Played before the script came.
  played.account([[0, 4]]);
  played.play(4, 0, 1);
  played.play(5, 1000, 1);
  // The page was busy for three seconds: it played on, jumped, played there and jumped again.
  played.account([
    [0, 8],
    [20, 21],
  ]);
  played.jump(4000);
  played.play(50, 4100, 2);
  played.account([
    [0, 8],
    [20, 21],
    [50, 50.4],
  ]);
  played.jump(5000);
  expect(played.take().sort(([a], [b]) => a - b)).toEqual([
    [0, 4],
    [4, 8],
    [20, 21],
    [50, 50.4],
  ]);
  expect(played.media()).toBe(9.4);
  expect(played.covered()).toBeCloseTo(9.4);
});

test("what the account holds of another playback is not counted", () => {
  const played = recorder();
  played.account([[0, 30]], true);
  played.play(30, 0, 1);
  played.account([[0, 31]]);
  expect(played.take()).toEqual([[30, 31]]);
});

test("at rate 0 nothing is played", () => {
  const played = recorder();
  played.play(10, 0, 0);
  played.play(10, 5000, 0);
  played.jump(6000);
  expect(played.take()).toEqual([]);
  expect(played.speed()).toBeUndefined();
});

test("average speed is media time over wall time", () => {
  const played = recorder();
  played.play(0, 0, 1);
  played.play(10, 10_000, 2);
  played.stop(30, 20_000);
  // Ten seconds at 1, then twenty media seconds in ten: 30 in 20.
  expect(played.speed()).toBe(1.5);
  expect(recorder().speed()).toBeUndefined();
});

test("a stop, a jump or a take before anything played says nothing", () => {
  const played = recorder();
  played.stop(5, 0);
  played.jump(0);
  expect(played.media()).toBe(0);
  expect(played.take()).toEqual([]);
  expect(played.covered()).toBe(0);
});

/** How often each whole second lies in the ranges. */
const tally = (ranges: [number, number][]) => {
  const seconds = new Map<number, number>();
  for (const [from, to] of ranges)
    for (let second = from; second < to; second++) seconds.set(second, (seconds.get(second) ?? 0) + 1);
  return seconds;
};

test("any viewing: taken in parts or at once, the same seconds; their sum is the media time, their union the coverage", () => {
  const steps = fc.array(
    fc.record({
      to: fc.integer({ min: 0, max: 200 }),
      plays: fc.integer({ min: 1, max: 40 }),
      takes: fc.boolean(),
    }),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(steps, (viewing) => {
      const played = recorder();
      const truth: [number, number][] = [];
      let taken: [number, number][] = [];
      let now = 0;
      for (const { to, plays, takes } of viewing) {
        // The seek's end is known exactly here, because the sample before it is at the same instant.
        played.jump(now);
        for (let second = 0; second <= plays; second++) {
          played.play(to + second, now, 1);
          if (takes && second === plays >> 1) taken = join(taken, played.take());
          if (second < plays) now += 1000;
        }
        truth.push([to, to + plays]);
      }
      played.jump(now);
      taken = join(taken, played.take());
      const expected = tally(truth);
      const total = [...expected.values()].reduce((sum, plays) => sum + plays, 0);
      expect(new Map([...tally(taken)].sort())).toEqual(new Map([...expected].sort()));
      expect(played.media()).toBe(total);
      expect(played.covered()).toBe(expected.size);
    }),
  );
});
