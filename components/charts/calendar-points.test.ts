import { describe, expect, it } from "vitest";
import { calendarCells, cellAt, monthStarts, weekdayOf } from "./calendar-points";

// 18 November 2026 is a Wednesday.
const cells = calendarCells(
  [
    { day: "2026-11-18", value: 4 },
    { day: "2026-11-24", value: 2 },
  ],
  "2026-11-18",
  "2026-12-02",
);

it("counts weekdays from Monday", () => {
  expect(["2026-11-16", "2026-11-18", "2026-11-22"].map(weekdayOf)).toEqual([0, 2, 6]);
});

describe("calendarCells", () => {
  it("places each day in its week and weekday, days without a value among them", () => {
    expect(cells).toHaveLength(15);
    expect(cells[0]).toEqual({ day: "2026-11-18", value: 4, week: 0, weekday: 2 });
    expect(cells[4]).toEqual({ day: "2026-11-22", value: 0, week: 0, weekday: 6 });
    expect(cells[5]).toEqual({ day: "2026-11-23", value: 0, week: 1, weekday: 0 });
    expect(cells[6]).toMatchObject({ day: "2026-11-24", value: 2, week: 1, weekday: 1 });
    expect(cells.at(-1)).toMatchObject({ day: "2026-12-02", week: 2, weekday: 2 });
  });
  it("shows a leap year in 53 columns", () => {
    const year = calendarCells([], "2024-01-01", "2024-12-31");
    expect(year).toHaveLength(366);
    expect(year.at(-1)).toMatchObject({ week: 52, weekday: 1 });
  });
});

describe("cellAt", () => {
  it("finds the day under a place, and none before the first or after the last", () => {
    expect(cellAt(cells, 0, 2)).toBe(0);
    expect(cellAt(cells, 1, 1)).toBe(6);
    expect(cellAt(cells, 2, 2)).toBe(14);
    expect([cellAt(cells, 0, 1), cellAt(cells, 2, 3), cellAt(cells, 1, 7)]).toEqual([null, null, null]);
  });
});

it("names a month in the week of its first day, where its name has room", () => {
  expect(monthStarts(cells, 3)).toEqual([{ week: 1, day: "2026-12-01" }].map((one) => ({ ...one, week: 2 })));
  const year = calendarCells([], "2026-01-01", "2026-12-31");
  expect(monthStarts(year, 3)).toHaveLength(12);
  // Eight weeks hold two months or less.
  expect(monthStarts(year, 8)).toHaveLength(6);
});
