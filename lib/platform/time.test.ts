import { describe, expect, test } from "vitest";
import { dayOf, daysInclusive, isTimeZone, plusDays, startOfDayInstant } from "./time";

describe("a school's days", () => {
  test("begin at its own midnight, also where the clocks change", () => {
    expect(dayOf(new Date("2026-11-20T23:30:00Z"), "Europe/Lisbon")).toBe("2026-11-20");
    expect(dayOf(new Date("2026-07-20T23:30:00Z"), "Europe/Lisbon")).toBe("2026-07-21");
    expect(dayOf(new Date("2026-11-20T18:14:59Z"), "Asia/Kathmandu")).toBe("2026-11-20");
    expect(dayOf(new Date("2026-11-20T18:15:00Z"), "Asia/Kathmandu")).toBe("2026-11-21");
    expect(startOfDayInstant("2026-03-29", "Europe/Lisbon").toISOString()).toBe("2026-03-29T00:00:00.000Z");
    expect(startOfDayInstant("2026-03-30", "Europe/Lisbon").toISOString()).toBe("2026-03-29T23:00:00.000Z");
  });

  test("are counted and moved as dates, not as 24 hours", () => {
    expect(plusDays("2026-03-28", 2)).toBe("2026-03-30");
    expect(plusDays("2026-03-01", -1)).toBe("2026-02-28");
    expect(daysInclusive("2026-03-28", "2026-03-30")).toBe(3);
  });

  test("are in a zone that exists", () => {
    expect(isTimeZone("Europe/Lisbon")).toBe(true);
    expect(isTimeZone("Europe/Atlantis")).toBe(false);
  });
});
