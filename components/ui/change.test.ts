import { expect, test } from "vitest";
import { compareToTypical } from "@/lib/measure/evidence";
import type { MiddleHalf } from "@/lib/measure/quantiles";
import { languageIn } from "@/lib/platform/catalogues";
import { changeFromTypical as changeOf, changeTo, shortChangeFromTypical as shortChangeOf } from "./change";

type Given = [unit: Parameters<typeof changeOf>[0], value: number | null, band: MiddleHalf | null];
const changeFromTypical = (...[unit, value, band]: Given) =>
  changeOf(unit, compareToTypical(value, band), band, languageIn("en"));
const shortChangeFromTypical = (...[unit, value, band]: Given) =>
  shortChangeOf(unit, compareToTypical(value, band), languageIn("en"));

const band = { low: 55, median: 60, high: 66 };

test("within the middle half, edges included, a number is about typical", () => {
  for (const value of [55, 60, 66])
    expect(changeFromTypical("percent", value, band)).toEqual({
      direction: "same",
      tone: "neutral",
      words: "about typical (60.0\u00a0%)",
    });
});

test("outside of it, the distance to the median is given in the number's own unit", () => {
  expect(changeFromTypical("percent", 69.4, band)).toEqual({
    direction: "up",
    tone: "good",
    words: "9.4 points above typical",
  });
  expect(changeFromTypical("score", 77.9, { low: 66, median: 70.9, high: 74 })?.words).toBe(
    "7.0 above typical",
  );
  expect(changeFromTypical("minutes", 74, { low: 76, median: 78, high: 80 })).toEqual({
    direction: "down",
    tone: "bad",
    words: "4\u00a0min below typical",
  });
  expect(changeFromTypical("minutes", 9.5, { low: 9.8, median: 10, high: 10.2 })?.words).toBe(
    "30\u00a0s below typical",
  );
  expect(changeFromTypical("people", 33, { low: 30, median: 30.5, high: 31 })?.words).toBe(
    "2.5 above typical",
  );
  expect(changeFromTypical("stars", 4.6, { low: 4, median: 4.2, high: 4.4 })?.words).toBe(
    "0.4 above typical",
  );
});

test("an unknown number has no change", () => {
  expect(changeFromTypical("score", null, band)).toBeUndefined();
  expect(changeFromTypical("score", 70, null)).toBeUndefined();
  expect(shortChangeFromTypical("score", null, band)).toBeUndefined();
});

test("a table's cell shows only the difference", () => {
  const typical = { low: 60, median: 65, high: 70 };
  expect(shortChangeFromTypical("score", 72, typical)).toEqual({
    direction: "up",
    tone: "good",
    words: "7.0",
  });
  expect(shortChangeFromTypical("score", 52.5, typical)).toMatchObject({
    direction: "down",
    tone: "bad",
    words: "12.5",
  });
  for (const edge of [60, 70])
    expect(shortChangeFromTypical("score", edge, typical)?.words).toBe("about typical");
});

test("a verdict can differ from 'more is better'", () => {
  const words = { above: "more", same: "alike", below: "fewer" };
  expect(changeTo("below", words, { below: "neutral" })).toEqual({
    direction: "down",
    tone: "neutral",
    words: "fewer",
  });
});
