import { describe, expect, it } from "vitest";
import { mediaTime, numberFormat } from "./numbers";

const { count, decimal, distanceIn, duration, durationParts, inUnit, ofBase, percent } = numberFormat("en");

/** No-break spaces as plain ones, so that the expectations can be read. */
const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("numbers", () => {
  it("separates thousands and rounds to whole numbers", () => {
    expect(count(0)).toBe("0");
    expect(count(60_000)).toBe("60,000");
    expect(count(-12)).toBe("−12");
  });

  it("keeps the requested decimals, and writes no negative zero", () => {
    expect(decimal(1.2, 2)).toBe("1.20");
    expect(decimal(-0.04, 1)).toBe("0.0");
    expect(decimal(-5.14, 1)).toBe("−5.1");
  });

  it("writes a percentage with a space that does not break", () => {
    expect(percent(59)).toBe("59.0\u00a0%");
    expect(percent(94.6, 0)).toBe("95\u00a0%");
    expect(percent(0)).toBe("0.0\u00a0%");
  });

  it("names the base", () => {
    expect(ofBase(3, 4)).toBe("3 of 4");
    expect(ofBase(3, null)).toBe("—");
  });

  it("shows an unknown value as a dash", () => {
    for (const write of [count, decimal, percent, duration, mediaTime]) {
      expect(write(null)).toBe("—");
      expect(write(undefined)).toBe("—");
      expect(write(Number.NaN)).toBe("—");
    }
  });
});

describe("durations", () => {
  it("chooses the unit by length, and carries a rounded-up minute over", () => {
    expect(plain(duration(0))).toBe("0 s");
    expect(plain(duration(59.4))).toBe("59 s");
    expect(plain(duration(59.6))).toBe("1 min");
    expect(plain(duration(14 * 60 + 29))).toBe("14 min");
    expect(plain(duration(59 * 60 + 40))).toBe("1 h 00 min");
    expect(plain(duration(3600 + 4 * 60))).toBe("1 h 04 min");
    expect(plain(duration(1234 * 3600))).toBe("1,234 h 00 min");
    expect(durationParts(3600 + 14 * 60)).toEqual([
      ["1", "h"],
      ["14", "min"],
    ]);
  });

  it("writes a position in a video, cut to the second", () => {
    expect(mediaTime(9.9)).toBe("0:09");
    expect(mediaTime(727)).toBe("12:07");
    expect(mediaTime(3727)).toBe("1:02:07");
  });
});

describe("a number with its unit", () => {
  it("is written in that unit", () => {
    expect(plain(inUnit("minutes", 78))).toBe("1 h 18 min");
    expect(plain(inUnit("percent", 60))).toBe("60.0 %");
    expect(inUnit("people", 31)).toBe("31");
    expect(inUnit("people", 30.5)).toBe("30.5");
    expect(inUnit("stars", 4.2)).toBe("4.2");
    expect(inUnit("ratio", 1.114)).toBe("1.11");
  });

  it("has distances of its own", () => {
    expect(distanceIn("percent", 6.7)).toBe("6.7 points");
    expect(plain(distanceIn("minutes", 4))).toBe("4 min");
    expect(plain(distanceIn("minutes", 0.5))).toBe("30 s");
    expect(distanceIn("people", 3)).toBe("3");
    expect(distanceIn("ratio", 0.09)).toBe("0.09");
  });
});

describe("lists, days and beginnings", () => {
  const { and, beginSentence, weekdayName } = numberFormat("en");
  it("are those of the language", () => {
    expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(and)).toEqual(["", "a", "a and b", "a, b and c"]);
    expect([0, 1, 6].map(weekdayName)).toEqual(["Sunday", "Monday", "Saturday"]);
    expect(numberFormat("de").weekdayName(1)).toBe("Montag");
    expect(numberFormat("fr").and(["a", "b"])).toBe("a et b");
    expect(numberFormat("es").or(["a", "b"])).toBe("a o b");
    expect(beginSentence("one in four")).toBe("One in four");
  });
});

describe("numbers in other languages", () => {
  it("have that language's separators and words", () => {
    const in_ = (code: "de" | "es" | "fr" | "pt") => {
      const format = numberFormat(code);
      return [
        format.count(60_000),
        format.decimal(-5.14),
        format.ofBase(3, 4),
        format.distanceIn("percent", 6.7),
      ].map(plain);
    };
    expect(in_("de")).toEqual(["60.000", "−5,1", "3 von 4", "6,7 Punkte"]);
    expect(in_("es")).toEqual(["60.000", "−5,1", "3 de 4", "6,7 puntos"]);
    expect(in_("fr")).toEqual(["60\u202f000", "−5,1", "3 sur 4", "6,7 points"]);
    expect(in_("pt")).toEqual(["60.000", "−5,1", "3 de 4", "6,7 pontos"]);
  });
});
