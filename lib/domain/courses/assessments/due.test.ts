import { describe, expect, it } from "vitest";
import { dueInstant, dueTexts } from "./due";

const lisbon = "Europe/Lisbon";
const kathmandu = "Asia/Kathmandu";

describe("when an assessment is due", () => {
  it.each([
    // Kathmandu is 5:45 ahead of UTC; a day ends with its minute 23:59.
    [kathmandu, "2026-11-27", "18:00", "2026-11-27T12:15:00.000Z"],
    [kathmandu, "2026-11-27", null, "2026-11-27T18:14:00.000Z"],
    [lisbon, "2026-07-01", null, "2026-07-01T22:59:00.000Z"],
    // The clock goes from 01:00 to 02:00: 01:30 is an hour later.
    [lisbon, "2026-03-29", "01:30", "2026-03-29T01:30:00.000Z"],
  ])("%s, %s %s", (zone, due_day, due_time, instant) => {
    expect(dueInstant({ due_day, due_time }, zone)).toBe(instant);
  });

  it("is unknown without a day", () => {
    expect(dueInstant({ due_day: null, due_time: null }, lisbon, "2026-07-01T22:59:00.000Z")).toBeNull();
    expect(dueTexts(null, lisbon)).toEqual({ due_day: null, due_time: null });
  });

  it("keeps what the form does not show: seconds, and which of two equal clock times", () => {
    // After the clock went back: 01:30 for the second time.
    for (const stored of ["2026-11-27T23:59:59.000Z", "2026-10-25T01:30:00.000Z"]) {
      const texts = dueTexts(stored, lisbon);
      expect(dueInstant(texts, lisbon, stored)).toBe(stored);
      expect(dueInstant({ ...texts, due_time: "12:00" }, lisbon, stored)).toMatch(/T12:00:00\.000Z$|T12:00/);
    }
    expect(dueTexts("2026-11-27T23:59:59.000Z", lisbon)).toEqual({
      due_day: "2026-11-27",
      due_time: "23:59",
    });
  });
});
