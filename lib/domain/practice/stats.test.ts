import { describe, expect, it } from "vitest";
import type { Practice } from "./practice";
import { classMedians, statsOf, stretchOf } from "./stats";

const zone = "Europe/Lisbon";
/** Friday. */
const now = new Date("2026-11-20T10:12:00Z");

const session = (at: string, given: Partial<Practice> = {}): Practice => ({
  ...{
    id: at,
    created_at: new Date(at),
    session_type: "conversation",
    duration_seconds: 600,
    words_spoken: 500,
  },
  ...{ pronunciation_score: null, fluency_score: null, grammar_score: null },
  ...{ topics: [], vocabulary_learned: [], areas_to_improve: [], ...given },
});

describe("a period and the one before", () => {
  const days = (period: "week" | "month", at: string, timeZone = zone) => {
    const { from, to, previous_from, previous_end } = stretchOf(period, new Date(at), timeZone);
    return [from, to, previous_from, previous_end.toISOString()];
  };
  it("is a week from Monday until now, and the one before until the same day and time", () => {
    expect(days("week", "2026-11-20T10:12:00Z")).toEqual([
      ...["2026-11-16", "2026-11-20", "2026-11-09", "2026-11-13T10:12:00.000Z"],
    ]);
    expect(days("week", "2026-11-16T00:00:00Z")[3]).toBe("2026-11-09T00:00:00.000Z");
    // Sunday is the last day; in Kathmandu 20:00 UTC is Monday.
    expect(days("week", "2026-11-22T20:00:00Z")[0]).toBe("2026-11-16");
    expect(days("week", "2026-11-22T20:00:00Z", "Asia/Kathmandu")[0]).toBe("2026-11-23");
    // Clocks went back on 25 October: the same time is an hour of UTC earlier in the summer.
    expect(days("week", "2026-10-27T10:00:00Z")[3]).toBe("2026-10-20T09:00:00.000Z");
  });
  it("is a month from its first day, and the one before whole where it is shorter", () => {
    expect(days("month", "2026-11-20T10:12:00Z")).toEqual([
      ...["2026-11-01", "2026-11-20", "2026-10-01", "2026-10-20T09:12:00.000Z"],
    ]);
    // 31 March: February has 28 days.
    expect(days("month", "2026-03-31T12:00:00Z")).toEqual([
      ...["2026-03-01", "2026-03-31", "2026-02-01", "2026-03-01T00:00:00.000Z"],
    ]);
  });
});

it("adds up a week, worked out by hand", () => {
  const sessions = [
    // Last week until Friday 10:12: one of the two.
    session("2026-11-13T10:00:00Z", {
      duration_seconds: 1200,
      words_spoken: 700,
      fluency_score: 60,
      areas_to_improve: ["Linking words"],
    }),
    session("2026-11-13T10:30:00Z", { duration_seconds: 9000, words_spoken: 9000, fluency_score: 1 }),
    // This week.
    session("2026-11-16T00:30:00Z", {
      duration_seconds: 900,
      words_spoken: 800,
      fluency_score: 70,
      grammar_score: 80,
      topics: ["Your studies", "Weather"],
      areas_to_improve: ["Linking words"],
    }),
    session("2026-11-18T20:15:00Z", {
      duration_seconds: 630,
      words_spoken: 300,
      fluency_score: 75.5,
      topics: ["your  studies"],
      areas_to_improve: ["Past perfect", "linking words"],
    }),
    session("2026-11-18T21:00:00Z", {
      session_type: "pronunciation",
      duration_seconds: 480,
      words_spoken: 190,
      pronunciation_score: 73,
    }),
  ];
  const none = { pronunciation_score: null, fluency_score: null, grammar_score: null };
  const stats = statsOf(sessions, "week", now, zone);
  expect(stats).toMatchObject({
    ...{ period: "week", from: "2026-11-16", to: "2026-11-20", time_zone: zone },
    // 900 + 630 + 480 = 2010 s; 800 + 300 + 190; (70 + 75.5) / 2 = 72.75.
    ...{ total_sessions: 3, total_minutes: 33.5, total_words: 1290 },
    average_scores: { pronunciation_score: 73, fluency_score: 72.8, grammar_score: 80 },
    previous: {
      ...{ from: "2026-11-09", total_sessions: 1, total_minutes: 20, total_words: 700 },
      average_scores: { ...none, fluency_score: 60 },
    },
    change: {
      ...{ total_sessions: 2, total_minutes: 13.5, total_words: 590 },
      average_scores: { ...none, fluency_score: 12.8 },
    },
    top_topics: [
      { topic: "your  studies", sessions: 2 },
      { topic: "Weather", sessions: 1 },
    ],
  });
  expect(stats.by_type).toEqual([
    {
      ...{ session_type: "conversation", total_sessions: 2, total_minutes: 25.5, total_words: 1100 },
      average_scores: { pronunciation_score: null, fluency_score: 72.8, grammar_score: 80 },
    },
    {
      ...{ session_type: "pronunciation", total_sessions: 1, total_minutes: 8, total_words: 190 },
      average_scores: { ...none, pronunciation_score: 73 },
    },
    { session_type: "roleplay", total_sessions: 0, total_minutes: 0, total_words: 0, average_scores: none },
  ]);
  expect(stats.daily).toEqual([
    { day: "2026-11-16", sessions: 1, minutes: 15, words: 800 },
    { day: "2026-11-17", sessions: 0, minutes: 0, words: 0 },
    { day: "2026-11-18", sessions: 2, minutes: 18.5, words: 490 },
    ...["19", "20"].map((day) => ({ day: `2026-11-${day}`, sessions: 0, minutes: 0, words: 0 })),
  ]);
  // Linking words: in two of the week's three, first named five sessions ago, in three of them.
  const few = { before: null, direction: "too_few", last_named_on: "2026-11-18" };
  expect(stats.weak_areas).toEqual([
    { area: "linking words", sessions: 2, last: 3, last_of: 5, ...few },
    { area: "Past perfect", sessions: 1, last: 1, last_of: 2, ...few },
  ]);
});

describe("the median of a class", () => {
  const mate = (sessions: number, fluency_score: number | null) => ({
    ...{ sessions, minutes: sessions * 10, words: sessions * 100 },
    ...{ pronunciation_score: null, fluency_score, grammar_score: null },
  });
  it("is of five people or more, each score of five who have it", () => {
    const five = [mate(1, 60), mate(9, 70), mate(2, 80), mate(4, 90), mate(3, 65)];
    expect(classMedians(five)).toEqual({
      ...{ people: 5, total_sessions: 3, total_minutes: 30, total_words: 300 },
      average_scores: { pronunciation_score: null, fluency_score: 70, grammar_score: null },
    });
    expect(classMedians([...five.slice(1), mate(1, null)])?.average_scores.fluency_score).toBeNull();
    expect(classMedians(five.slice(1))).toBeNull();
  });
});
