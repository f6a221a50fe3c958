import type { PracticeRow } from "./schema";

/** A saved practice session, for the routes' examples. */
export const examplePractice: PracticeRow = {
  id: "0192f3a4-6b10-7c42-9d00-4e7a2b1c9f01",
  created_at: "2026-11-19T18:35:00.000Z",
  session_type: "conversation",
  duration_seconds: 900,
  words_spoken: 905,
  pronunciation_score: 72,
  fluency_score: 74,
  grammar_score: 76,
  topics: ["A talk about your data"],
  vocabulary_learned: ["outlier"],
  areas_to_improve: ["Linking words", "Word stress in long words", "Asking back"],
  metadata: { app: "speak-1.4" },
};

const { id: _, created_at: __, ...input } = examplePractice;

/** What the app that hosts the practice sends. */
export const examplePracticeInput = input;

const noScores = { pronunciation_score: null, fluency_score: null, grammar_score: null };
const none = { total_sessions: 0, total_minutes: 0, total_words: 0, average_scores: noScores };
const scores = { pronunciation_score: 72, fluency_score: 74, grammar_score: 76 };
const one = { total_sessions: 1, total_minutes: 15, total_words: 905, average_scores: scores };

/** The statistics of a week with that session alone. */
export const exampleStats = {
  ...{ success: true as const, period: "week" as const, from: "2026-11-16", to: "2026-11-20" },
  ...{ time_zone: "Europe/Lisbon", ...one },
  by_type: [
    { session_type: "conversation" as const, ...one },
    { session_type: "pronunciation" as const, ...none },
    { session_type: "roleplay" as const, ...none },
  ],
  daily: [16, 17, 18, 19, 20].map((date) => ({
    day: `2026-11-${date}`,
    ...(date === 19 ? { sessions: 1, minutes: 15, words: 905 } : { sessions: 0, minutes: 0, words: 0 }),
  })),
  previous: { from: "2026-11-09", ...none },
  change: { ...one, average_scores: noScores },
  top_topics: [{ topic: "A talk about your data", sessions: 1 }],
  weak_areas: [
    {
      ...{ area: "Linking words", sessions: 1, before: null, last: 1, last_of: 1 },
      ...{ direction: "too_few" as const, last_named_on: "2026-11-19" },
    },
  ],
  class_median: {
    ...{ people: 11, total_sessions: 3, total_minutes: 41, total_words: 2100 },
    average_scores: { pronunciation_score: 71.8, fluency_score: 68.5, grammar_score: 70.1 },
  },
};
