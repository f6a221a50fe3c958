import { expect, it } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import { breakdownBars, proofText, qualityBars } from "./breakdown-rows";

const english = languageIn("en");
const row = (value: string | null, views: number) => ({
  ...{ value, views, percentage: views },
  folded: false,
});

it("names the groups, the largest first", () => {
  const bars = breakdownBars("device", [row("tablet", 7), row(null, 28.5), row("desktop", 64.5)], english);
  expect(bars.map(({ label, shareText }) => [label, shareText])).toEqual([
    ["Computer", "64.5\u00a0%"],
    ["Unknown", "28.5\u00a0%"],
    ["Tablet", "7.0\u00a0%"],
  ]);
  expect(breakdownBars("country", [row("PT", 3), row("T1", 1)], english).map(({ label }) => label)).toEqual([
    "Portugal",
    "T1",
  ]);
});

it("names what is folded, and does not take it for the unknown", () => {
  const folded = { ...row(null, 9), folded: true };
  expect(
    breakdownBars("device", [row(null, 3), folded], english).map(({ key, label }) => [key, label]),
  ).toEqual([
    ["folded", "Small groups together"],
    ["", "Unknown"],
  ]);
});

it("combines the rows after the sixth", () => {
  const rows = ["a", "b", "c", "d", "e", "f", "g"].map((value, index) => row(value, 20 - index));
  const bars = breakdownBars("referrer", rows, english);
  expect(bars).toHaveLength(6);
  // 15 + 14 of 20 + 19 + … + 14 = 119
  expect(bars[5]).toMatchObject({ label: "2 others", value: 29, shareText: "24.4\u00a0%" });
});

it("measures quality in watch time", () => {
  expect(
    qualityBars([{ value: "720", folded: false, watch_time_seconds: 3840, percentage: 100 }], english),
  ).toEqual([
    {
      key: "720",
      label: "720 lines",
      value: 3840,
      valueText: "1\u00a0h\u00a004\u00a0min",
      shareText: "100.0\u00a0%",
    },
  ]);
});

it("says how many views are proven by ranges, by positions, or only reported", () => {
  expect(proofText([row("ranges", 206), row("reported", 1)], english)).toBe(
    "206 views exact to the second, 1 view only reported by the player",
  );
  expect(proofText([row("positions", 5)], english)).toBe("5 views shown by the player's positions");
  expect(proofText([], english)).toBeNull();
});

it("names devices and countries in the reader's language", () => {
  const german = languageIn("de");
  expect(breakdownBars("device", [row("mobile", 3), row(null, 1)], german).map(({ label }) => label)).toEqual(
    ["Smartphone", "Unbekannt"],
  );
  expect(breakdownBars("country", [row("DE", 3)], languageIn("fr"))[0]?.label).toBe("Allemagne");
  expect(proofText([row("ranges", 206), row("reported", 1)], german)).toBe(
    "206 Aufrufe auf die Sekunde genau, 1 Aufruf nur vom Player gemeldet",
  );
});
