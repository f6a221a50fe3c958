import { describe, expect, it } from "vitest";
import { plusDays } from "@/lib/platform/time";
import { growthOf } from "./growth";

/** Days from 1 October 2026 with so many active users, and twice as many activities. */
const daysWith = (users: number[]) =>
  users.map((daily_active_users, index) => ({
    ...{ day: plusDays("2026-10-01", index), daily_active_users },
    activities: 2 * daily_active_users,
  }));
const week = (each: number) => new Array<number>(7).fill(each);

describe("the growth of a period", () => {
  it("is the last week before today compared with the first", () => {
    // 15 days: the first seven have 2 each, one of them 5; the next seven 3 each; today has had 1 so far.
    const days = daysWith([...[2, 2, 2, 5, 2, 2, 2], ...week(3), 1]);
    expect(growthOf(days)).toEqual({
      // 17 ÷ 7 = 2.43.
      first_week: { from: "2026-10-01", to: "2026-10-07", daily_active_users: 2.4, activities: 34 },
      last_week: { from: "2026-10-08", to: "2026-10-14", daily_active_users: 3, activities: 42 },
      // 21 ÷ 17 = 1.2353.
      active_users_change_percentage: 23.5,
      activities_change_percentage: 23.5,
      active_users_trend: null,
    });
  });

  it("is unknown where the two weeks would share a day", () => {
    expect(growthOf(daysWith(new Array(14).fill(1)))).toBeNull();
    expect(growthOf([])).toBeNull();
  });

  it("has no percentage of nothing", () => {
    expect(growthOf(daysWith([...week(0), ...week(4), 0]))).toMatchObject({
      active_users_change_percentage: null,
      activities_change_percentage: null,
      last_week: { daily_active_users: 4 },
    });
  });

  it("is a trend only where each of four weeks has more than the one before, or each has fewer", () => {
    const trend = (...weeks: number[]) => growthOf(daysWith([...weeks.flatMap(week), 0]))?.active_users_trend;
    expect(trend(1, 2, 3, 4)).toBe("rising");
    expect(trend(9, 7, 6, 2)).toBe("falling");
    expect(trend(1, 3, 2, 4)).toBe("none");
    expect(trend(1, 2, 2, 3)).toBe("none");
    expect(trend(1, 2, 3)).toBeNull();
  });

  it("counts its weeks back from yesterday, and leaves the days before the first whole one out of the trend", () => {
    // One day of 50 before four weeks that rise; it is in the first week of the comparison.
    expect(growthOf(daysWith([50, ...[1, 2, 3, 4].flatMap(week), 0]))).toMatchObject({
      first_week: { from: "2026-10-01", daily_active_users: 8 },
      last_week: { from: "2026-10-23", to: "2026-10-29", daily_active_users: 4 },
      active_users_change_percentage: -50,
      active_users_trend: "rising",
    });
  });
});
