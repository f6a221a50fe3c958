import { expect, it } from "vitest";
import { instantAt, localOf, weekly } from "./local-times";

it("reads a school's clock in summer, in winter and with a quarter-hour offset", () => {
  expect(instantAt("2026-11-18", "18:00", "Europe/Lisbon").toISOString()).toBe("2026-11-18T18:00:00.000Z");
  expect(instantAt("2026-07-01", "18:00", "Europe/Lisbon").toISOString()).toBe("2026-07-01T17:00:00.000Z");
  expect(instantAt("2026-11-18", "18:00", "Asia/Kathmandu").toISOString()).toBe("2026-11-18T12:15:00.000Z");
  expect(localOf(new Date("2026-11-18T23:30:00Z"), "Asia/Kathmandu")).toEqual({
    day: "2026-11-19",
    time: "05:15",
    clock: "05:15:00",
  });
});

it("reads an hour that the clocks skip as the hour after", () => {
  // Lisbon goes from 01:00 to 02:00 on 29 March 2026.
  expect(instantAt("2026-03-29", "01:30", "Europe/Lisbon").toISOString()).toBe("2026-03-29T01:30:00.000Z");
});

it("repeats at the same local time across a clock change, and keeps the length", () => {
  // Lisbon's summer time ends on 25 October 2026: 18:00 is 17:00 UTC before it and 18:00 UTC after.
  const first = { start: new Date("2026-10-19T17:00:00Z"), end: new Date("2026-10-19T18:30:00Z") };
  expect(
    weekly(first, 3, "Europe/Lisbon").map(({ start, end }) => [start.toISOString(), end.toISOString()]),
  ).toEqual([
    ["2026-10-19T17:00:00.000Z", "2026-10-19T18:30:00.000Z"],
    ["2026-10-26T18:00:00.000Z", "2026-10-26T19:30:00.000Z"],
    ["2026-11-02T18:00:00.000Z", "2026-11-02T19:30:00.000Z"],
  ]);
});
