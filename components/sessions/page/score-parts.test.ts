import { expect, test } from "vitest";
import { exampleNumbers } from "@/lib/domain/sessions/fixtures";
import { languageIn } from "@/lib/platform/catalogues";
import { scoreLines } from "./score-parts";

const english = languageIn("en");
const names = {
  attendance_rate: "Attendance rate",
  engagement_rate: "Took part",
  chat_activity: "Chat activity",
  peak_retention: "Peak retention",
};
const band = (low: number, median: number, high: number) => ({ low, median, high, sessions: 11 });

test("rounds points so that they add up to the score, and shows their source", () => {
  // 24.286 + 27.778 + 12.083 + 13.75 = 77.897: down to 24.2, 27.7, 12.0, 13.7, and three tenths to those that lost most.
  const lines = scoreLines(exampleNumbers, null, names, english);
  expect(lines.map(({ points }) => points)).toEqual([24.3, 27.8, 12.1, 13.7]);
  expect(lines.map(({ detail }) => detail)).toEqual([
    "34 of 42 registered attended",
    "25 of 36 wrote or reacted",
    "58 messages, 1.6 each; 2 is full marks",
    "33 of 36 present at once",
  ]);
  expect(lines.every(({ typical, change }) => typical === null && change === undefined)).toBe(true);
});

test("each is compared with the points of its typical value", () => {
  const lines = scoreLines(
    exampleNumbers,
    {
      attendance_rate: band(60, 65, 70),
      engagement_rate: band(80, 84.4, 87),
      chat_activity: band(70, 75, 85),
      peak_retention: null,
    },
    names,
    english,
  );
  // (81 − 65) × 0.3 = 4.8; (69.4 − 84.4) × 0.4 = −6; 80.6 lies within its band.
  expect(lines.map(({ change }) => change?.words)).toEqual([
    "4.8 above",
    "6.0 below",
    "about typical",
    undefined,
  ]);
  expect(lines.map(({ typical }) => typical)).toEqual([65, 84.4, 75, null]);
});

test("a component that does not apply is left out", () => {
  const numbers = {
    ...exampleNumbers,
    engagement_score_parts: exampleNumbers.engagement_score_parts.map((part) =>
      part.component === "chat_activity"
        ? { ...part, value: null, effective_weight: null, points: null }
        : part,
    ),
  };
  expect(scoreLines(numbers, null, names, english).map(({ component }) => component)).toEqual([
    "attendance_rate",
    "engagement_rate",
    "peak_retention",
  ]);
});
