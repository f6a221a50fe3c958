import { expect, test } from "vitest";
import { againstTypical, measured } from "./against-typical";

const band = { low: 55, median: 60, high: 66 };

test("within the middle half, edges included, a number is about typical", () => {
  for (const value of [55, 60, 66])
    expect(againstTypical("percent", value, band)).toEqual({
      direction: "same",
      tone: "neutral",
      words: "about typical (60.0\u00a0%)",
    });
});

test("outside of it, it is so far from the middle, in its own unit", () => {
  expect(againstTypical("percent", 69.4, band)).toEqual({
    direction: "up",
    tone: "good",
    words: "9.4 points above typical",
  });
  expect(againstTypical("score", 77.9, { low: 66, median: 70.9, high: 74 })?.words).toBe("7.0 above typical");
  expect(againstTypical("minutes", 74, { low: 76, median: 78, high: 80 })).toEqual({
    direction: "down",
    tone: "bad",
    words: "4\u00a0min below typical",
  });
  expect(againstTypical("minutes", 9.5, { low: 9.8, median: 10, high: 10.2 })?.words).toBe(
    "30\u00a0s below typical",
  );
  expect(againstTypical("people", 33, { low: 30, median: 30.5, high: 31 })?.words).toBe("2.5 above typical");
  expect(againstTypical("stars", 4.6, { low: 4, median: 4.2, high: 4.4 })?.words).toBe("0.4 above typical");
});

test("nothing is said of what is not known", () => {
  expect(againstTypical("score", null, band)).toBeUndefined();
  expect(againstTypical("score", 70, null)).toBeUndefined();
});

test("values carry their unit", () => {
  expect(measured("minutes", 78)).toBe("1\u00a0h\u00a018\u00a0min");
  expect(measured("people", 31)).toBe("31");
  expect(measured("people", 30.5)).toBe("30.5");
});
