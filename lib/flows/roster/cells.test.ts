import { expect, it } from "vitest";
import { instantIn, instantReader, numberIn, yesIn } from "./cells";

it("reads numbers with a point or a comma, with or without a percent sign", () => {
  expect(["12.5", "12,5", "12,5 %", "-3", "+3", ""].map(numberIn)).toEqual([
    12.5,
    12.5,
    12.5,
    -3,
    3,
    undefined,
  ]);
  for (const text of ["1.000,5", "1,000.5", "good", "12 points", "1e3", "Infinity", "0x10"])
    expect(numberIn(text), text).toBeNull();
});

it("reads yes and no", () => {
  expect(["1", "Yes", "0", "Não", "", "maybe"].map(yesIn)).toEqual([
    true,
    true,
    false,
    false,
    undefined,
    null,
  ]);
});

const iso = (text: string, dayEnd = false, start = "2026-10-01") =>
  instantIn(text, { start, time_zone: "Asia/Kathmandu", dayEnd })?.toISOString() ?? null;

it("reads days, instants and numbers of days in the school's zone", () => {
  // Kathmandu has UTC+5:45.
  expect(iso("2026-11-27")).toBe("2026-11-26T18:15:00.000Z");
  expect(iso("2026-11-27", true)).toBe("2026-11-27T18:14:00.000Z");
  expect(iso("2026-11-27 19:04")).toBe("2026-11-27T13:19:00.000Z");
  expect(iso("2026-11-27T19:04:09+01:00")).toBe("2026-11-27T18:04:09.000Z");
  expect(iso("0")).toBe("2026-09-30T18:15:00.000Z");
  expect(iso("-11")).toBe("2026-09-19T18:15:00.000Z");
  expect(iso("608")).toBe("2028-05-30T18:15:00.000Z");
  for (const text of [
    "27/11/2026",
    "2026-13-01",
    "2026-02-30",
    "2026-11-27 25:00",
    "2026-11-27 19:04 CET",
    "soon",
    "1776-07-04",
    "9999-01-01",
  ])
    expect(iso(text), text).toBeNull();
  expect(instantIn("", { start: "", time_zone: "UTC", dayEnd: false })).toBeUndefined();
});

it("remembers what it read for the same start alone", () => {
  const read = instantReader();
  const counted = { start: "2026-10-01", time_zone: "UTC", dayEnd: false };
  const first = read("3", counted);
  expect(read("3", counted)).toBe(first);
  expect(read("3", { ...counted, start: "2026-02-01" })?.toISOString()).toBe("2026-02-04T00:00:00.000Z");
  expect(read("3", { ...counted, dayEnd: true })?.toISOString()).toBe("2026-10-04T23:59:00.000Z");
});
