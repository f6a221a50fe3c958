import { expect, it } from "vitest";
import { scoreAgainst } from "./score-against";

const typical = { low: 60, median: 65, high: 70, sessions: 11 };

it("measures from the middle, and only outside the middle half", () => {
  expect(scoreAgainst(72, typical)).toMatchObject({ direction: "up", tone: "good", words: "7.0" });
  expect(scoreAgainst(52.5, typical)).toMatchObject({ direction: "down", tone: "bad", words: "12.5" });
  expect(scoreAgainst(70, typical)?.words).toBe("as usual");
  expect(scoreAgainst(60, typical)?.words).toBe("as usual");
});

it("says nothing without a score or a yardstick", () => {
  expect(scoreAgainst(null, typical)).toBeNull();
  expect(scoreAgainst(70, null)).toBeNull();
  expect(scoreAgainst(70, { ...typical, sessions: 2 })).toBeNull();
});
