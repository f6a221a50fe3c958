import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plusDays } from "@/lib/platform/time";
import { countsByDay, daySet, runsOf, withDay } from "./day-set";
import { noRanges } from "./ranges";

describe("a set of days", () => {
  test("has days since 1970, over the end of a year and a leap day", () => {
    expect(daySet("1970-01-01", "1970-01-02")).toEqual([0, 2]);
    expect(daySet("1969-12-31", "1969-12-31")).toEqual([-1, 0]);
    // 54 years with 13 leap days, then 31 and 28 days.
    expect(daySet("2024-02-29", "2024-03-01")).toEqual([19_782, 19_784]);
  });

  test("has its runs, whatever the order of the days", () => {
    const days = ["2026-03-01", "2026-02-27", "2026-12-31", "2026-02-28", "2026-02-28"].reduce(
      withDay,
      noRanges,
    );
    expect(runsOf(days)).toEqual([
      { from: "2026-02-27", to: "2026-03-01", days: 3 },
      { from: "2026-12-31", to: "2026-12-31", days: 1 },
    ]);
    expect(runsOf(noRanges)).toEqual([]);
  });
});

describe("counts by day", () => {
  test("are how many sets have each day", () => {
    const week = daySet("2026-11-16", "2026-11-22");
    const weekend = daySet("2026-11-21", "2026-11-22");
    expect(countsByDay([week, weekend, noRanges], "2026-11-20", "2026-11-24")).toEqual([1, 2, 2, 0, 0]);
    expect(countsByDay([], "2026-11-20", "2026-11-20")).toEqual([0]);
  });

  test("equal those of looking at each day of each set", () => {
    const offsets = fc.array(fc.array(fc.integer({ min: -5, max: 25 }), { maxLength: 12 }), { maxLength: 8 });
    fc.assert(
      fc.property(offsets, (people) => {
        const days = people.map((own) => own.map((offset) => plusDays("2026-02-20", offset)));
        const sets = days.map((own) => own.reduce(withDay, noRanges));
        const expected = Array.from({ length: 20 }, (_, index) => {
          const day = plusDays("2026-02-20", index);
          return days.filter((own) => own.includes(day)).length;
        });
        expect(countsByDay(sets, "2026-02-20", "2026-03-11")).toEqual(expected);
      }),
    );
  });
});
