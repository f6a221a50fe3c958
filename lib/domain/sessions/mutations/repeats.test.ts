import { describe, expect, it } from "vitest";
import type { AppError } from "@/lib/platform/errors";
import { type Repeats, repeatKinds, repeatMax } from "../forms";
import { movedWith, repeatedTimes } from "./repeats";

const zone = "Europe/Lisbon";
const at = (text: string) => new Date(`${text}:00Z`);
const local = new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" });
const starts = (start: string, given: Partial<Repeats>) =>
  repeatedTimes(
    { start: at(start), end: new Date(at(start).getTime() + 90 * 60_000) },
    { repeat: "week", repeat_count: 1, repeat_until: null, ...given },
    zone,
  ).map((one) => local.format(one.start));
const errorOf = (attempt: () => unknown) => {
  try {
    return attempt();
  } catch (error) {
    return (error as AppError).options.errors?.[0]?.path;
  }
};

describe("a series", () => {
  it("repeats at the same local time across a clock change, and keeps the length", () => {
    // Lisbon's summer time ends on 25 October 2026: 18:00 is 17:00 UTC before it and 18:00 UTC after.
    const first = { start: new Date("2026-10-19T17:00:00Z"), end: new Date("2026-10-19T18:30:00Z") };
    expect(
      repeatedTimes(first, { repeat: "week", repeat_count: 3, repeat_until: null }, "Europe/Lisbon").map(
        ({ start, end }) => [start.toISOString(), end.toISOString()],
      ),
    ).toEqual([
      ["2026-10-19T17:00:00.000Z", "2026-10-19T18:30:00.000Z"],
      ["2026-10-26T18:00:00.000Z", "2026-10-26T19:30:00.000Z"],
      ["2026-11-02T18:00:00.000Z", "2026-11-02T19:30:00.000Z"],
    ]);
  });

  it.each([
    ["day", ["2026-10-23 18:00", "2026-10-24 18:00", "2026-10-25 18:00"]],
    ["weekday", ["2026-10-23 18:00", "2026-10-26 18:00", "2026-10-27 18:00"]],
    ["week", ["2026-10-23 18:00", "2026-10-30 18:00", "2026-11-06 18:00"]],
    ["two_weeks", ["2026-10-23 18:00", "2026-11-06 18:00", "2026-11-20 18:00"]],
    ["four_weeks", ["2026-10-23 18:00", "2026-11-20 18:00", "2026-12-18 18:00"]],
    ["month", ["2026-10-23 18:00", "2026-11-23 18:00", "2026-12-23 18:00"]],
  ] as const)("of every %s", (repeat, expected) => {
    expect(starts("2026-10-23T17:00", { repeat, repeat_count: 3 })).toEqual(expected);
  });

  it("has the last day of a month that is shorter, and the first one's date again after it", () => {
    expect(starts("2026-12-31T18:00", { repeat: "month", repeat_count: 4 })).toEqual([
      "2026-12-31 18:00",
      "2027-01-31 18:00",
      "2027-02-28 18:00",
      "2027-03-31 18:00",
    ]);
  });

  it("ends on a day, which is included by the school's calendar", () => {
    // 23:30 in Lisbon is still the 29th there, in summer.
    const weekly = (repeat_until: string) => starts("2026-07-15T22:30", { repeat_until });
    expect(weekly("2026-07-29")).toEqual(["2026-07-15 23:30", "2026-07-22 23:30", "2026-07-29 23:30"]);
    expect(weekly("2026-07-28")).toHaveLength(2);
    expect(weekly("2026-07-15")).toHaveLength(1);
  });

  it("is refused where it would have none or too many", () => {
    expect(errorOf(() => starts("2026-07-15T18:00", { repeat_until: "2026-07-14" }))).toBe("repeat_until");
    for (const repeat of repeatKinds)
      expect(errorOf(() => starts("2026-07-15T18:00", { repeat, repeat_until: "2100-01-01" }))).toBe(
        "repeat_until",
      );
    expect(starts("2026-07-15T18:00", { repeat: "day", repeat_count: repeatMax })).toHaveLength(repeatMax);
  });
});

it("moves another session by as many days to the same local time, also across a clock change", () => {
  const times = (start: string, minutes: number) => ({
    start: at(start),
    end: new Date(at(start).getTime() + minutes * 60_000),
  });
  // From Monday 18:00 to Tuesday 19:30, half an hour shorter; the other is in winter time.
  const moved = movedWith(
    times("2026-11-02T18:00", 90),
    times("2026-10-19T17:00", 90),
    times("2026-10-20T18:30", 60),
    zone,
  );
  expect([moved.start.toISOString(), moved.end.toISOString()]).toEqual([
    "2026-11-03T19:30:00.000Z",
    "2026-11-03T20:30:00.000Z",
  ]);
});
