import { expect, it } from "vitest";
import { daysUntil, dueOn } from "./due-dates";

it("a month from receipt ends on the same day of the next month, or on its last", () => {
  expect(dueOn("2026-10-16", "gdpr")).toBe("2026-11-16");
  expect(dueOn("2026-01-31", "gdpr")).toBe("2026-02-28");
  expect(dueOn("2028-01-30", "gdpr")).toBe("2028-02-29");
  expect(dueOn("2026-12-31", "gdpr")).toBe("2027-01-31");
});

it("45 days are counted from the day after receipt", () => {
  // October has 31 days: 15 are left after the 16th, and 30 of November.
  expect(dueOn("2026-10-16", "ccpa")).toBe("2026-11-30");
  expect(dueOn("2026-10-16", "ferpa")).toBe("2026-11-30");
});

it("days between days do not depend on clocks that change", () => {
  expect(daysUntil("2026-10-24", "2026-10-26")).toBe(2);
  expect(daysUntil("2026-11-20", "2026-11-16")).toBe(-4);
});
