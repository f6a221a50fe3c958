import { expect, it } from "vitest";
import type { Practice } from "./practice";
import { directionOfScore, meanScores } from "./scores";

const sessions = (scores: (number | null)[]): Practice[] =>
  scores.map((fluency_score, index) => ({
    ...{
      id: `${index}`,
      created_at: new Date(Date.UTC(2026, 9, 1, index)),
      session_type: "conversation" as const,
    },
    ...{ duration_seconds: 600, words_spoken: 500, topics: [], vocabulary_learned: [], areas_to_improve: [] },
    ...{ pronunciation_score: null, fluency_score, grammar_score: null },
  }));
const direction = (scores: (number | null)[]) => directionOfScore(sessions(scores), "fluency_score");

const low = [60, 61, 62, 61, 60, 62, 61, 60, 62, 61];
const high = low.map((score) => score + 9);

it("rises or falls when the first and the last ten differ beyond chance", () => {
  // Both tens have the mean 61 and 70.
  expect(direction([...low, ...high])).toMatchObject({ first: 61, last: 70, change: 9, direction: "higher" });
  expect(direction([...high, ...low])).toMatchObject({ first: 70, last: 61, change: -9, direction: "lower" });
  const { interval } = direction([...low, ...high]);
  // Each ten has a standard deviation of 0.8: the standard error of the difference is 0.8 × √(2/10) ≈ 0.36.
  expect(interval!.low).toBeGreaterThan(8);
  expect(interval!.high).toBeLessThan(10);
  // The same sessions give the same interval.
  expect(direction([...low, ...high]).interval).toEqual(interval);
});

it("shows no clear change where chance may explain it", () => {
  const wide = [50, 70, 55, 75, 60, 80, 52, 68, 57, 73];
  expect(direction([...wide, ...wide.map((score) => score + 1)])).toMatchObject({
    change: 1,
    direction: "same",
  });
});

it("needs twenty scored sessions, which leave out those without this score", () => {
  const nineteen = [...low, ...high.slice(1)];
  expect(direction(nineteen)).toMatchObject({
    sessions: 19,
    first: null,
    change: null,
    direction: "too_few",
  });
  expect(direction([...low, null, ...high, null])).toMatchObject({ sessions: 20, change: 9 });
});

it("has the mean of the last five scored, from five on", () => {
  expect(direction([90, 60, 61, null, 62, 63, 64]).recent).toBe(62);
  expect(direction([60, 61, 62, 63]).recent).toBeNull();
});

it("means each score over the sessions that have it", () => {
  expect(meanScores(sessions([60, null, 61, 61]))).toEqual({
    ...{ pronunciation_score: null, fluency_score: 60.7, grammar_score: null },
  });
});
