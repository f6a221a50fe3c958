import { expect, it } from "vitest";
import { replaysAgainst, shareAgainst } from "./comparison";

const band = { low: 48, median: 52.6, high: 57 };

it("is about typical within the middle half, both ends included", () => {
  expect(shareAgainst(48, band)?.words).toBe("about typical (52.6\u00a0%)");
  expect(shareAgainst(57, band)?.direction).toBe("same");
});
it("counts points from the middle outside it", () => {
  expect(shareAgainst(59, band)).toEqual({
    direction: "up",
    tone: "good",
    words: "6.4 points above typical",
  });
  expect(shareAgainst(47.5, band)).toEqual({
    direction: "down",
    tone: "bad",
    words: "5.1 points below typical",
  });
});
it("says nothing where nothing is known", () => {
  expect(shareAgainst(null, band)).toBeUndefined();
  expect(shareAgainst(59, null)).toBeUndefined();
});
it("finds no fault with fewer replays", () => {
  const usual = { low: 1.05, median: 1.11, high: 1.16 };
  expect(replaysAgainst(1.2, usual)).toEqual({ direction: "up", tone: "good", words: "typical is 1.11" });
  expect(replaysAgainst(1, usual)?.tone).toBe("neutral");
  expect(replaysAgainst(1.1, usual)?.words).toBe("about typical (1.11)");
});
