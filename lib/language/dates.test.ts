import { expect, test } from "vitest";
import { zoneName } from "./dates";
import { languageCodes } from "./languages";

test("a school's clock has a name in each language", () => {
  const names = (zone: string) => languageCodes.map((code) => zoneName(zone, { code }));
  expect(names("America/Argentina/Buenos_Aires")).toEqual([
    "Buenos Aires time",
    "Ortszeit Buenos Aires",
    "hora de Buenos Aires",
    "heure de Buenos Aires",
    "horário de Buenos Aires",
  ]);
  expect(new Set(names("Etc/UTC"))).toEqual(new Set(["UTC"]));
});
