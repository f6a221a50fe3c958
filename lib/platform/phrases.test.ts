import { expect, it } from "vitest";
import { beginSentence, listInWords, shareInWords, weekdayName } from "./phrases";

it.each([
  [26, 100, "one in four"],
  [24, 100, "one in four"],
  [23, 100, "nearly one in four"],
  [50, 100, "half"],
  [48, 100, "nearly half"],
  [67, 100, "two in three"],
  [99, 100, "nearly all"],
  [100, 100, "all"],
  [45, 100, "45\u00a0%"],
  [4, 100, "4\u00a0%"],
  [3, 4, "3 of 4"],
])("says %i of %i as %s", (part, base, words) => {
  expect(shareInWords(part, base).words).toBe(words);
});

it("knows whether the verb is plural", () => {
  expect(shareInWords(25, 100).plural).toBe(false);
  expect(shareInWords(50, 100).plural).toBe(true);
  expect(shareInWords(1, 4).plural).toBe(false);
  expect(shareInWords(45, 100).plural).toBe(true);
});

it("begins a sentence", () => {
  expect(beginSentence("one in four")).toBe("One in four");
});

it("lists", () => {
  expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(listInWords)).toEqual([
    "",
    "a",
    "a and b",
    "a, b and c",
  ]);
});

it("names the days of the week, Sunday first", () => {
  expect([0, 1, 6].map(weekdayName)).toEqual(["Sunday", "Monday", "Saturday"]);
});
