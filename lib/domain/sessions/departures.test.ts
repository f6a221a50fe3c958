import { describe, expect, it } from "vitest";
import { asShares, dropOffPoints, duringSession, returnedAfter, withoutBreaks } from "./departures";

const start = Date.parse("2026-11-18T18:00:37Z");
const minute = 60_000;
const window = { from: new Date(start), to: new Date(start + 100 * minute) };
const ended = { to: window.to.getTime(), live: false };
/** A person's visits, in minutes from the start. */
const visits = (...minutes: number[]) => minutes.map((at) => start + at * minute);
const people = (count: number, ...minutes: number[]) =>
  Array.from({ length: count }, () => visits(...minutes));
const points = (stays: number[][], live = false) => dropOffPoints(stays, window, live);

describe("an absence", () => {
  it("of ten minutes is a break, of more it is leaving", () => {
    expect(withoutBreaks(visits(0, 30, 40, 60), ended)).toEqual(visits(0, 60));
    expect(withoutBreaks(visits(0, 30, 41, 60), ended)).toEqual(visits(0, 30, 41, 60));
    expect(withoutBreaks(visits(0, 5, 10, 15, 20, 25), ended)).toEqual(visits(0, 25));
  });

  it("may still end while the session is live", () => {
    const now = { to: start + 50 * minute, live: true };
    expect(withoutBreaks(visits(0, 41), now)).toEqual(visits(0, 50));
    expect(withoutBreaks(visits(0, 39), now)).toEqual(visits(0, 39));
    expect(withoutBreaks(visits(0, 41), { ...now, live: false })).toEqual(visits(0, 41));
  });
});

describe("drop-offs", () => {
  it("name the minute in which most left, not the window's start", () => {
    // Five leave at 18:30:50, one at 18:31:10: the samples around them are 18:29:37 and 18:31:37.
    const left = [...people(5, 0, 30 + 13 / 60), ...people(1, 0, 30 + 33 / 60)];
    expect(points([...people(14, 0, 100), ...left])).toEqual([
      {
        from: "2026-11-18T18:30:37.000Z",
        to: "2026-11-18T18:31:37.000Z",
        at: "2026-11-18T18:30:00.000Z",
        present: 20,
        lost: 6,
        lost_percent: 30,
      },
    ]);
  });

  it("count five people or more, and no reconnect", () => {
    expect(points([...people(4, 0, 100), ...people(4, 0, 30)])).toEqual([]);
    expect(points([...people(4, 0, 100), ...people(5, 0, 30)])).toMatchObject([{ present: 9, lost: 5 }]);
    expect(points([...people(4, 0, 100), ...people(5, 0, 30, 39, 100)])).toEqual([]);
    expect(points([...people(4, 0, 100), ...people(5, 0, 30, 41, 100)])).toMatchObject([{ lost: 5 }]);
    expect(points([visits(0, 30, 31, 100)])).toEqual([]);
  });

  it("are found where the first of several minutes loses fewer than five", () => {
    // 13 are there; 3 leave in one minute and 2 in the next: a fall by 38 %, of which the shortest fifth is three people.
    const stays = [...people(8, 0, 100), ...people(3, 0, 35.5), ...people(2, 0, 36.5)];
    expect(points(stays)).toMatchObject([{ present: 13, lost: 5, lost_percent: 38.5 }]);
  });

  it("count those who left, also if others came meanwhile", () => {
    // 20 are there, 10 leave and 5 come: presence falls by a quarter, and half of those present left.
    const stays = [...people(10, 0, 100), ...people(10, 0, 30.5), ...people(5, 30.5, 100)];
    expect(points(stays)).toMatchObject([{ present: 20, lost: 10, lost_percent: 50 }]);
  });

  it("are none where nobody is", () => {
    expect(points([])).toEqual([]);
    expect(dropOffPoints(people(9, 0, 10), { from: window.from, to: window.from }, false)).toEqual([]);
  });
});

it("of those who left some return after all", () => {
  const stays = [visits(0, 60), visits(0, 20), visits(0, 20, 40, 60), visits(0, 20, 25, 60)];
  const [from, to] = visits(19, 21) as [number, number];
  expect(returnedAfter(stays, from, to, ended)).toEqual({ left: 2, back: 1 });
  expect(returnedAfter([], from, to, ended)).toEqual({ left: 0, back: 0 });
});

it("places them as shares of the session", () => {
  const [drop] = points([...people(5, 0, 100), ...people(5, 0, 50.5)]);
  // From minute 50 to 51 of 100; they left at 18:51:07, in the minute that begins at 18:51:00.
  const [placed] = asShares([drop!], window);
  expect(placed).toMatchObject({ from: 0.5, to: 0.51 });
  expect(placed!.at).toBeCloseTo(0.50383, 5);
});

it("leaves out what falls as the session ends: its last twentieth", () => {
  // 100 minutes from 18:00: the end begins at 19:35.
  const window = { from: new Date("2026-11-18T18:00:00Z"), to: new Date("2026-11-18T19:40:00Z") };
  const drop = (to: string) => ({ to: `2026-11-18T${to}:00.000Z` });
  expect(duringSession([drop("19:00"), drop("19:34"), drop("19:35"), drop("19:39")], window)).toEqual([
    drop("19:00"),
    drop("19:34"),
  ]);
});
