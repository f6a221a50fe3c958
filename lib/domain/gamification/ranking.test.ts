import { expect, it } from "vitest";
import { firstDayOf, placeOf, ranked, shortName, upToRank } from "./ranking";

const people = ranked([50, 90, 70, 70, 40, 70, 50, 10].map((xp, index) => ({ xp, key: "abcdefgh"[index]! })));

it("gives equal XP one rank, and the next rank counts them all", () => {
  expect(people.map(({ rank, xp, key }) => `${rank} ${key} ${xp}`)).toEqual([
    "1 b 90",
    "2 c 70",
    "2 d 70",
    "2 f 70",
    "5 a 50",
    "5 g 50",
    "7 e 40",
    "8 h 10",
  ]);
});

it("shows everybody who shares the last rank", () => {
  expect(upToRank(people, 1)).toHaveLength(1);
  expect(upToRank(people, 2)).toHaveLength(4);
  expect(upToRank(people, 5)).toHaveLength(6);
  expect(upToRank(people, 100)).toHaveLength(8);
});

it("places one of them among the others", () => {
  const at = (rank: number) => placeOf(people.find((one) => one.rank === rank)!, people);
  // 2 of the 7 others have fewer than 50; 70 is 20 more and rank 2.
  expect(at(5)).toEqual({ shared_with: 1, percentile: 28.6, next: { rank: 2, xp: 20 } });
  expect(at(1)).toEqual({ shared_with: 0, percentile: 100, next: null });
  expect(at(8)).toEqual({ shared_with: 0, percentile: 0, next: { rank: 7, xp: 30 } });
  expect(placeOf({ rank: 1, xp: 5 }, [{ rank: 1, xp: 5 }])).toMatchObject({ percentile: null, next: null });
});

it("begins weeks on Monday, and months on the first", () => {
  // 16 November 2026 is a Monday.
  for (const day of ["2026-11-16", "2026-11-19", "2026-11-22"])
    expect(firstDayOf("week", day)).toBe("2026-11-16");
  expect(firstDayOf("week", "2026-03-01")).toBe("2026-02-23");
  expect(firstDayOf("month", "2026-11-19")).toBe("2026-11-01");
  expect(firstDayOf("day", "2026-11-19")).toBe("2026-11-19");
  expect(firstDayOf("all", "2026-11-19")).toBeNull();
});

it("shortens names to the first name and an initial", () => {
  const none = { first_name: null, last_name: null };
  expect(shortName({ name: "Helena Brito", ...none })).toBe("Helena B.");
  expect(shortName({ name: "Ana Maria de sousa", ...none })).toBe("Ana S.");
  expect(shortName({ name: "Plato", ...none })).toBe("Plato");
  expect(shortName({ name: "x", first_name: "Ana Maria", last_name: "Élan" })).toBe("Ana Maria É.");
});
