import { expect, it } from "vitest";
import type { Practice } from "./practice";
import { classBands, mondayOf, runningWeek, weeksOf } from "./weeks";

const session = (at: string): Practice => ({
  ...{
    id: at,
    created_at: new Date(at),
    session_type: "conversation",
    duration_seconds: 600,
    words_spoken: 500,
  },
  ...{ pronunciation_score: null, fluency_score: null, grammar_score: null },
  ...{ topics: [], vocabulary_learned: [], areas_to_improve: [] },
});

it("begins on Monday, in the school's zone", () => {
  expect(["2026-11-16", "2026-11-20", "2026-11-22", "2026-11-23"].map(mondayOf)).toEqual([
    ...["2026-11-16", "2026-11-16", "2026-11-16", "2026-11-23"],
  ]);
  // 23:30 UTC on Sunday is Monday in Kathmandu, and 2 November is before the three weeks.
  const weeks = weeksOf(
    ["2026-11-02T12:00:00Z", "2026-11-15T23:30:00Z", "2026-11-10T12:00:00Z", "2026-11-20T09:00:00Z"].map(
      session,
    ),
    "2026-11-20",
    "Asia/Kathmandu",
    2,
  );
  expect(weeks).toEqual([
    { week: "2026-11-09", sessions: 1, seconds: 600, words: 500 },
    { week: "2026-11-16", sessions: 2, seconds: 1200, words: 1000 },
  ]);
});

it("adds a week up day by day, of the zone's days alone", () => {
  // Sunday 23:30 UTC is Monday in Kathmandu; Friday 18:30 UTC is Saturday.
  const sessions = [
    "2026-11-15T10:00:00Z",
    "2026-11-15T23:30:00Z",
    "2026-11-18T09:00:00Z",
    "2026-11-18T10:00:00Z",
    "2026-11-20T18:30:00Z",
  ].map(session);
  expect(runningWeek(sessions, "2026-11-16", "2026-11-20", "Asia/Kathmandu")).toEqual({
    minutes: [10, 10, 30, 30, 30],
    words: [500, 500, 1500, 1500, 1500],
  });
  expect(runningWeek(sessions, "2026-11-16", "2026-11-22", "Asia/Kathmandu").words.at(-1)).toBe(2000);
});

it("has the middle half of five people or more", () => {
  const mate = (week: string, fluency_score: number | null) => ({
    ...{ week, pronunciation_score: null, fluency_score, grammar_score: null },
  });
  const five = [50, 60, 70, 80, 90].map((score) => mate("2026-11-16", score));
  const four = [50, 60, 70, 80, null].map((score) => mate("2026-11-09", score));
  expect([...classBands([...five, ...four], "fluency_score")]).toEqual([
    ["2026-11-16", { low: 60, median: 70, high: 80 }],
  ]);
  expect(classBands(five, "grammar_score").size).toBe(0);
});
