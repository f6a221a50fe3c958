import { describe, expect, it } from "vitest";
import { quietDaysSince, standingOf } from "./at-risk";

describe("the days since the last active one", () => {
  it.each([
    // 23:30 on the 13th to 00:30 on the 20th in Lisbon: seven days, though 6 days and an hour.
    ["2026-11-13T23:30:00Z", "2026-11-20T00:30:00Z", "Europe/Lisbon", 7],
    ["2026-11-14T00:00:00Z", "2026-11-20T23:59:00Z", "Europe/Lisbon", 6],
    // 18:20 UTC is past midnight in Kathmandu, at UTC+5:45.
    ["2026-11-13T18:10:00Z", "2026-11-20T18:20:00Z", "Asia/Kathmandu", 8],
    // New York's day of 25 hours.
    ["2026-10-29T04:30:00Z", "2026-11-05T05:10:00Z", "America/New_York", 7],
    ["2026-11-20T10:00:00Z", "2026-11-20T09:00:00Z", "UTC", 0],
  ])("are from %s to %s in %s %i", (last, now, zone, days) => {
    expect(quietDaysSince(new Date(last), new Date(now), zone)).toBe(days);
  });

  it("are not known of who never was active", () => {
    expect(quietDaysSince(null, new Date(), "UTC")).toBeNull();
  });
});

it("somebody is at risk from 7 days on, in a class that is not over and a course that is not completed", () => {
  const quiet = { over: false, quiet_days: 7, completed: false };
  expect(standingOf(quiet)).toBe("at_risk");
  expect(standingOf({ ...quiet, quiet_days: 6 })).toBe("active");
  expect(standingOf({ ...quiet, quiet_days: null })).toBe("not_begun");
  expect(standingOf({ ...quiet, completed: true })).toBe("completed");
  expect(standingOf({ ...quiet, over: true })).toBe("over");
});
