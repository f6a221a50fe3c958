import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withDay } from "@/lib/measure/day-set";
import { noRanges } from "@/lib/measure/ranges";
import { plusDays } from "@/lib/platform/time";
import { cohortsOf, mondayOf, weeklyOf, wholeWeeksBefore } from "./cohorts";

const person = (...days: string[]) => days.reduce(withDay, noRanges);
// 2 November 2026 is a Monday.
const weeks = ["2026-11-02", "2026-11-09", "2026-11-16"];
const people = [
  person("2026-11-02", "2026-11-08", "2026-11-09"),
  person("2026-11-08", "2026-11-22"),
  person("2026-11-15", "2026-11-16"),
  // Active before, so of no cohort; and a day after the weeks.
  person("2026-11-01", "2026-11-10", "2026-11-20"),
  person("2026-11-23"),
];

describe("whole weeks", () => {
  test("begin on Monday and end before the week of today", () => {
    expect(mondayOf("2026-11-22")).toBe("2026-11-16");
    expect(mondayOf("2026-11-16")).toBe("2026-11-16");
    expect(wholeWeeksBefore("2026-11-29", 3)).toEqual(weeks);
    expect(wholeWeeksBefore("2026-11-23", 3)).toEqual(weeks);
  });

  test("have who was active, and who of them was again a week later", () => {
    expect(weeklyOf(people, weeks)).toEqual([
      { week: "2026-11-02", active_learners: 2, active_next_week: 1 },
      { week: "2026-11-09", active_learners: 3, active_next_week: 2 },
      { week: "2026-11-16", active_learners: 3, active_next_week: null },
    ]);
  });
});

describe("cohorts", () => {
  test("are by the week of the first activity", () => {
    expect(cohortsOf(people, weeks, 1)).toEqual({
      weeks: [
        { week: "2026-11-02", learners: 2, active: [1, 1] },
        { week: "2026-11-09", learners: 1, active: [1] },
        { week: "2026-11-16", learners: 0, active: [] },
      ],
      all: {
        learners: 3,
        active: [
          { learners: 3, active: 2 },
          { learners: 2, active: 1 },
        ],
      },
    });
  });

  test("of too few are not shown, and no sum includes them", () => {
    const shown = (fewest: number, ...more: typeof people) =>
      cohortsOf([...people, ...more], weeks, fewest).weeks.map(({ learners, active }) => [learners, active]);
    // One person alone could be told by taking the others from all.
    expect(shown(2)).toEqual([
      [null, []],
      [null, []],
      [0, []],
    ]);
    // One and one are two; the first week is shown.
    const third = person("2026-11-17");
    expect(shown(2, third)).toEqual([
      [2, [1, 1]],
      [null, []],
      [null, []],
    ]);
    expect(cohortsOf([...people, third], weeks, 2).all).toEqual({
      learners: 2,
      active: [
        { learners: 2, active: 1 },
        { learners: 2, active: 1 },
      ],
    });
    expect(cohortsOf([], weeks, 5).all).toEqual({ learners: 0, active: [] });
  });

  test("equal what looking at each person's days says", () => {
    const world = fc.array(fc.array(fc.integer({ min: -10, max: 60 }), { minLength: 1, maxLength: 8 }), {
      maxLength: 15,
    });
    const mondays = wholeWeeksBefore("2026-11-29", 6);
    fc.assert(
      fc.property(world, fc.integer({ min: 1, max: 3 }), (offsets, fewest) => {
        const days = offsets.map((own) => own.map((offset) => plusDays(mondays[0]!, offset)).sort());
        const { weeks: rows } = cohortsOf(
          days.map((own) => person(...own)),
          mondays,
          fewest,
        );
        let [hidden, shown] = [0, 0];
        for (const [index, row] of rows.entries()) {
          const own = days.filter(([first]) => mondayOf(first!) === mondays[index]);
          const active = mondays
            .slice(index + 1)
            .map((monday) => own.filter((all) => all.some((day) => mondayOf(day) === monday)).length);
          if (own.length > 0 && own.length < fewest) expect(row.learners).toBeNull();
          if (row.learners === null) hidden += own.length;
          expect(row.learners ?? own.length).toBe(own.length);
          expect(row.active).toEqual(row.learners === null ? [] : active);
          shown += row.learners ?? 0;
        }
        if (hidden > 0 && shown > 0) expect(hidden).toBeGreaterThanOrEqual(fewest);
      }),
    );
  });
});
