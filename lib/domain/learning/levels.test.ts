import { expect, it } from "vitest";
import { levelDays } from "./levels";

it("adds up the days, and says when each level was reached", () => {
  // Level 2 needs 100 XP, 3 needs 300, 4 needs 600, 5 needs 1,000, 6 needs 1,500.
  const found = levelDays([
    { day: "2026-11-03", xp: 510 },
    { day: "2026-11-01", xp: 60 },
    { day: "2026-11-02", xp: 40 },
  ]);
  expect(found.totals).toEqual([
    { day: "2026-11-01", xp: 60 },
    { day: "2026-11-02", xp: 100 },
    { day: "2026-11-03", xp: 610 },
  ]);
  expect(found.levels).toEqual([
    { level: 2, xp: 100, reached: "2026-11-02" },
    { level: 3, xp: 300, reached: "2026-11-03" },
    { level: 4, xp: 600, reached: "2026-11-03" },
    { level: 5, xp: 1000, reached: null },
    { level: 6, xp: 1500, reached: null },
  ]);
});

it("lists the last five levels that were reached, and the next two", () => {
  // 3,140 XP are level 8, which needs 2,800.
  expect(levelDays([{ day: "2026-11-01", xp: 3140 }]).levels.map(({ level }) => level)).toEqual([
    4, 5, 6, 7, 8, 9, 10,
  ]);
  expect(levelDays([]).levels.map(({ level, reached }) => [level, reached])).toEqual([
    [2, null],
    [3, null],
  ]);
});
