import { describe, expect, it } from "vitest";
import { dueAt, lastDue, lastPeriod, namedPeriod, periodName } from "./period";

describe("the period of a digest", () => {
  it("is the week from Monday to Sunday that is over, against the one before", () => {
    const week = {
      ...{ kind: "week", from: "2026-11-16", to: "2026-11-22" },
      before: { from: "2026-11-09", to: "2026-11-15" },
    };
    for (const today of ["2026-11-23", "2026-11-25", "2026-11-29"])
      expect(lastPeriod("week", today)).toEqual(week);
    expect(lastPeriod("week", "2026-11-22").from).toBe("2026-11-09");
    expect(lastPeriod("week", "2027-01-01")).toMatchObject({ from: "2026-12-21", to: "2026-12-27" });
  });

  it("is the whole month that is over, whatever its length", () => {
    expect(lastPeriod("month", "2026-03-31")).toEqual({
      ...{ kind: "month", from: "2026-02-01", to: "2026-02-28" },
      before: { from: "2026-01-01", to: "2026-01-31" },
    });
    expect(lastPeriod("month", "2028-03-01").to).toBe("2028-02-29");
    expect(lastPeriod("month", "2027-01-31")).toMatchObject({ from: "2026-12-01", to: "2026-12-31" });
  });

  it("is sent at 07:00 by the school's clock, also after the clocks change", () => {
    const due = (from: string, zone: string) => dueAt(namedPeriod(from, "2030-01-01")!, zone).toISOString();
    expect(due("2026-11-16", "Asia/Kathmandu")).toBe("2026-11-23T01:15:00.000Z");
    // Lisbon's clocks change on Sunday, 29 March, and on Sunday, 25 October 2026.
    expect(due("2026-03-16", "Europe/Lisbon")).toBe("2026-03-23T07:00:00.000Z");
    expect(due("2026-03-23", "Europe/Lisbon")).toBe("2026-03-30T06:00:00.000Z");
    expect(due("2026-10-19", "Europe/Lisbon")).toBe("2026-10-26T07:00:00.000Z");
    expect(due("2026-10", "Pacific/Auckland")).toBe("2026-10-31T18:00:00.000Z");
  });

  it("is not due before", () => {
    const from = (at: string) => lastDue("week", new Date(at), "Asia/Kathmandu").from;
    expect(from("2026-11-23T01:14:59Z")).toBe("2026-11-09");
    expect(from("2026-11-23T01:15:00Z")).toBe("2026-11-16");
    expect(from("2026-11-30T01:14:59Z")).toBe("2026-11-16");
  });

  it("has a name in its page's address, and no other text is one", () => {
    const today = "2026-11-23";
    for (const name of ["2026-11-16", "2026-10", "2024-02"])
      expect(periodName(namedPeriod(name, today)!)).toBe(name);
    const wrong = `2026-11-17 2026-11-23 2026-11 2027-01 2026-02-30 2026-13 2026-00 1999-01 2026-11-16x 2026-1-5 x`;
    for (const name of wrong.split(" ")) expect(namedPeriod(name, today), name).toBeNull();
  });
});
