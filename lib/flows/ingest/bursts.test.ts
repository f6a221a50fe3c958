import { describe, expect, test } from "vitest";
import { type Noted, newBurst, noteBeacon } from "./bursts";

const school = { address_limit_per_minute: 6000 };
const nothing: Noted = { playback_id: "", at: 0, view: false, seq: null, played_ms: 0, reported_ms: 0 };
const seconds = (count: number) => count * 1000;

/** The beacons of one viewing: a view, what is played every 15 s, and a completion; sent as the player does, or all at once. */
function viewing(
  playback_id: string,
  from: number,
  { length = 60, speed = 1, at = (time: number) => time } = {},
): Noted[] {
  const beats = Math.ceil(length / 15);
  return [
    { ...nothing, playback_id, at: at(from), view: true },
    ...Array.from({ length: beats }, (_, seq) => {
      const until = Math.min(length, (seq + 1) * 15);
      return {
        ...nothing,
        playback_id,
        at: at(from + seconds(until / speed)),
        seq,
        played_ms: seconds(until - seq * 15),
        reported_ms: seconds(until),
      };
    }),
  ];
}
const people = (count: number, make: (id: string, index: number) => Noted[]) =>
  Array.from({ length: count }, (_, index) => make(`playback ${index}`, index)).flat();

/** How many beacons a burst takes before it is suspect; null when it never is. */
function suspectAfter(beacons: Noted[], given = school): number | null {
  const burst = newBurst();
  for (const [index, beacon] of beacons.entries()) {
    noteBeacon(burst, beacon, given);
    if (burst.suspect) return index + 1;
  }
  return null;
}
const inTime = (beacons: Noted[]) => beacons.toSorted((a, b) => a.at - b.at);
const once = () => seconds(1000);

describe("a burst that is never suspect", () => {
  test.each([
    ["a class of 40 that watches a clip of a minute together", inTime(people(40, (id) => viewing(id, 0)))],
    ["the same at double speed", inTime(people(40, (id) => viewing(id, 0, { speed: 2 })))],
    [
      "the same whose network was down, so that all of it arrives at once",
      people(40, (id) => viewing(id, 0, { at: once })),
    ],
    ["two such classes", people(80, (id) => viewing(id, 0, { at: once }))],
    ["a school of 400 that starts at once", inTime(people(400, (id) => viewing(id, 0)))],
    ["400 who come and go within ten minutes", inTime(people(400, (id, i) => viewing(id, seconds(i))))],
    [
      "400 whose beacons come twice",
      inTime(people(400, (id) => viewing(id, 0).flatMap((one) => [one, { ...one, at: one.at + 20 }]))),
    ],
    [
      "600 that were watching when this process started",
      people(600, (id) =>
        viewing(id, 0, { length: 600 })
          .slice(1)
          .map((one) => ({ ...one, reported_ms: one.reported_ms + seconds(900) })),
      ),
    ],
  ])("%s", (_, beacons) => {
    expect(suspectAfter(beacons)).toBeNull();
  });
});

describe("a burst that is suspect", () => {
  test("more than 500 views, whatever they play", () => {
    expect(suspectAfter(people(600, (id) => viewing(id, 0).slice(0, 1)))).toBe(501);
  });
  test("more than 100 that report a viewing as soon as it begins, in either order", () => {
    const whole = (id: string) => [
      { ...nothing, playback_id: id, view: true },
      { ...nothing, playback_id: id, seq: 0, played_ms: seconds(60) },
    ];
    expect(suspectAfter(people(300, whole))).toBe(202);
    expect(suspectAfter(people(300, (id) => whole(id).reverse()))).toBe(202);
    expect(
      suspectAfter(
        people(300, (id) => [
          { ...nothing, playback_id: id, view: true },
          { ...nothing, playback_id: id, reported_ms: seconds(60) },
        ]),
      ),
    ).toBe(202);
  });
  test("the thresholds derive from the school's address limit", () => {
    const beacons = people(600, (id) => viewing(id, 0).slice(0, 1));
    expect(suspectAfter(beacons, { address_limit_per_minute: 60_000 })).toBeNull();
    expect(suspectAfter(beacons, { address_limit_per_minute: 1200 })).toBe(101);
  });
});
