import fc from "fast-check";
import { expect, test } from "vitest";
import { dayOf } from "@/lib/platform/time";
import { cachedDayOf } from "./cache";

test("cached days are those of dayOf, in any order of instants and zones", () => {
  const around = fc
    .integer({ min: Date.UTC(2026, 2, 26), max: Date.UTC(2026, 2, 31) })
    .map((at) => new Date(at));
  const zone = fc.constantFrom("Europe/Lisbon", "Asia/Kathmandu", "America/Halifax", "UTC");
  fc.assert(
    fc.property(around, zone, (at, timeZone) => {
      expect(cachedDayOf(at, timeZone)).toBe(dayOf(at, timeZone));
    }),
    { numRuns: 500 },
  );
});
