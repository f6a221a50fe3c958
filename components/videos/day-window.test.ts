import { expect, it } from "vitest";
import { chartDays, dayWindow } from "./day-window";

it("has every day of the window, including those without views, and no others", () => {
  const rows = [
    { day: "2026-10-30", views: 9 },
    { day: "2026-10-31", views: 4 },
    { day: "2026-11-02", views: 1 },
  ];
  expect(dayWindow(rows, "2026-10-31", "2026-11-02")).toEqual([
    { day: "2026-10-31", value: 4 },
    { day: "2026-11-01", value: 0 },
    { day: "2026-11-02", value: 1 },
  ]);
});

it("covers a video's whole life, four weeks at least and 120 days at most", () => {
  const today = "2026-11-20";
  expect(chartDays({}, "2026-11-18", today)).toEqual({ from: "2026-10-24", to: today });
  expect(chartDays({}, "2026-09-01", today)).toEqual({ from: "2026-09-01", to: today });
  expect(chartDays({}, "2025-01-01", today)).toEqual({ from: "2026-07-24", to: today });
  expect(chartDays({}, null, today).from).toBe("2026-10-24");
});

it("covers the requested days", () => {
  expect(chartDays({ from: "2026-11-02", to: "2026-11-08" }, "2026-09-01", "2026-11-20")).toEqual({
    from: "2026-11-02",
    to: "2026-11-08",
  });
});
