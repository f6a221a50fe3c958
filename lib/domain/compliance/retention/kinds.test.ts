import { expect, it, test } from "vitest";
import { cutOf, limitsOf, nightBegins, nightOf } from "./kinds";
import { retentionInput } from "./schema";

it("a night begins at 03:10 by the school's clock and has its day's name", () => {
  // Kathmandu is 5 h 45 min ahead.
  expect(nightOf(new Date("2026-11-29T21:24:59Z"), "Asia/Kathmandu")).toBe("2026-11-29");
  expect(nightOf(new Date("2026-11-29T21:25:00Z"), "Asia/Kathmandu")).toBe("2026-11-30");
  expect(nightBegins("2026-11-30", "Asia/Kathmandu").toISOString()).toBe("2026-11-29T21:25:00.000Z");
});

it("what goes is of whole days, so many months before the night", () => {
  const cut = (months: number, night: string, zone = "UTC") =>
    cutOf("chat", months, night, zone).toISOString();
  expect(cut(12, "2026-11-30", "Asia/Kathmandu")).toBe("2025-11-29T18:15:00.000Z");
  // February has no 31st, and a leap year a 29th.
  expect(cut(1, "2026-03-31")).toBe("2026-02-28T00:00:00.000Z");
  expect(cut(24, "2026-02-28")).toBe("2024-02-28T00:00:00.000Z");
  expect(cut(12, "2028-02-29")).toBe("2027-02-28T00:00:00.000Z");
});

it("learning events go by whole months, which begin an hour", () => {
  const cut = (night: string, zone: string) => cutOf("learning_events", 13, night, zone).toISOString();
  expect(cut("2026-11-20", "UTC")).toBe("2025-10-01T00:00:00.000Z");
  expect(cut("2026-10-31", "UTC")).toBe("2025-09-01T00:00:00.000Z");
  // Midnight in Kathmandu is 18:15 of the day before: the quarter of an hour stays.
  expect(cut("2026-11-20", "Asia/Kathmandu")).toBe("2025-09-30T18:00:00.000Z");
  expect(cut("2026-11-20", "America/St_Johns")).toBe("2025-10-01T02:00:00.000Z");
});

it("a school's own limits take the place of the usual ones, and unknown kinds count for nothing", () => {
  expect(limitsOf({})).toMatchObject({ chat: 12, practice: 24, feedback: 24 });
  expect(limitsOf({ chat: 6, dances: 1 })).toMatchObject({ chat: 6, practice: 24 });
  expect(limitsOf({ dances: 1 })).toEqual(limitsOf({}));
});

test.each([
  [{ chat: 0 }, "chat"],
  [{ learning_events: 12 }, "learning_events"],
  [{ chat: 241 }, "chat"],
  [{ feedback: 1.5 }, "feedback"],
  [{ practice: null }, "practice"],
  [{ dances: 3 }, ""],
])("%j is no limit", (wrong, field) => {
  const { error } = retentionInput.safeParse(wrong);
  expect(error?.issues.map(({ path }) => path.join("."))).toEqual([field]);
});
