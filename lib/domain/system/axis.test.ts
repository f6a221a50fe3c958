import { expect, it } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import { axisOf } from "./axis";

const english = languageIn("en");
const axis = (from: string, stepMinutes: number, length: number, timeZone: string) =>
  axisOf(
    Array.from({ length }, (_, index) => ({
      at: new Date(Date.parse(from) + index * stepMinutes * 60_000).toISOString(),
    })),
    stepMinutes,
    timeZone,
    english,
  );

it("labels round times of a zone at UTC+5:45, between two points where they are", () => {
  // 09:00 UTC is 14:45 in Kathmandu; 15:00 there is 15 minutes later, and points are two minutes apart.
  const { times, ticks } = axis("2026-11-27T09:00:00Z", 2, 742, "Asia/Kathmandu");
  expect([times[0], times.at(-1)]).toEqual(["14:45", "15:27"]);
  expect(ticks.slice(0, 4)).toEqual([
    { at: 7.5, text: "15:00" },
    { at: 97.5, text: "18:00" },
    { at: 187.5, text: "21:00" },
    { at: 277.5, text: "28 Nov" },
  ]);
  expect(ticks).toHaveLength(9);
});

it("follows the clock over a change to winter time, when a day has 25 hours", () => {
  // In Lisbon 02:00 of 25 October 2026 is 01:00 again: 00:00 is 23:00 UTC of the day before, 03:00 is 03:00 UTC.
  const { ticks } = axis("2026-10-24T22:00:00Z", 2, 400, "Europe/Lisbon");
  expect(ticks).toEqual([
    { at: 30, text: "25 Oct" },
    { at: 150, text: "03:00" },
    { at: 240, text: "06:00" },
    { at: 330, text: "09:00" },
  ]);
});

it("labels days where there are many, and minutes where there are few", () => {
  const week = axis("2026-11-20T09:00:00Z", 60, 169, "Europe/Lisbon");
  expect(week.ticks.map(({ text }) => text)).toEqual([
    ...["21 Nov", "22 Nov", "23 Nov", "24 Nov", "25 Nov", "26 Nov", "27 Nov"],
  ]);
  expect(week.times[0]).toBe("20 Nov, 09:00");
  const hour = axis("2026-11-20T08:55:00Z", 1, 40, "Europe/Lisbon");
  expect(hour.ticks.map(({ text }) => text)).toEqual(["09:00", "09:10", "09:20", "09:30"]);
});
