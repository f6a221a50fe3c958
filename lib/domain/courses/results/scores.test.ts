import { expect, it } from "vitest";
import { binOf, scorePercentage, summaryOf, sumScores } from "./scores";

it("has a score of the most that can be had, and none before it is marked", () => {
  expect(scorePercentage(15, 20)).toBe(75);
  expect(scorePercentage(null, 20)).toBeNull();
});

it("puts full marks in the last tenth", () => {
  expect([0, 9.99, 10, 99, 100].map(binOf)).toEqual([0, 0, 1, 9, 9]);
});

it("has a mean from 3 people on", () => {
  expect(summaryOf(sumScores([]))).toEqual({
    ...{ scored: 0, mean_score_percentage: null, scores: [], distribution: null },
  });
  expect(summaryOf(sumScores([80, 33.333]))).toMatchObject({
    ...{ scored: 2, mean_score_percentage: null, scores: [33.3, 80] },
  });
  // (80 + 33 + 50) ÷ 3 = 54.333…
  expect(summaryOf(sumScores([80, 33, 50]))).toEqual({
    ...{ scored: 3, mean_score_percentage: 54.3, scores: [] },
    distribution: [0, 0, 0, 1, 0, 1, 0, 0, 1, 0],
  });
});
