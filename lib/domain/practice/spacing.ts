import { type Day, dayOf, daysInclusive, plusDays } from "@/lib/platform/time";
import { named, type Practice } from "./practice";

/*
 * When a word is due for review. A word is learned in the first session that has it, and reviewed in a later one that has it again on or after the day on
 * which it is due. Each review is a longer time after the one before: 1, 3, 7, 14 and 30 days.
 */

/** The days between a word's reviews. */
export const reviewDays = [1, 3, 7, 14, 30] as const;

export type Word = {
  key: string;
  /** As it was first spelled. */
  word: string;
  learned_on: Day;
  /** How many of the five reviews it has had. */
  reviews: number;
  /** Null once it has had all. */
  due_on: Day | null;
};

/** The words of a learner's sessions, the oldest session first. One that comes again before it is due is still due then. */
export function wordsOf(
  sessions: readonly Pick<Practice, "created_at" | "vocabulary_learned">[],
  timeZone: string,
): Word[] {
  const words = new Map<string, Word>();
  for (const { created_at, vocabulary_learned } of sessions) {
    const day = dayOf(created_at, timeZone);
    for (const [key, word] of named(vocabulary_learned)) {
      const before = words.get(key);
      if (!before)
        words.set(key, { key, word, learned_on: day, reviews: 0, due_on: plusDays(day, reviewDays[0]) });
      else if (before.due_on !== null && day >= before.due_on) {
        const reviews = before.reviews + 1;
        const next = reviewDays[reviews];
        words.set(key, { ...before, reviews, due_on: next === undefined ? null : plusDays(day, next) });
      }
    }
  }
  return [...words.values()];
}

export type DueWord = Pick<Word, "word" | "reviews"> & {
  due_on: Day;
  days_late: number;
  interval_days: number;
};

/** The words that are due on a day, the longest due first, and how many become due on the next. */
export function dueWords(words: readonly Word[], today: Day): { due: DueWord[]; due_tomorrow: number } {
  const due = words
    .flatMap(({ word, reviews, due_on }) =>
      due_on !== null && due_on <= today
        ? [
            {
              ...{ word, reviews, due_on, interval_days: reviewDays[reviews]! },
              days_late: daysInclusive(due_on, today) - 1,
            },
          ]
        : [],
    )
    .sort(
      (a, b) => b.days_late - a.days_late || b.interval_days - a.interval_days || (a.word < b.word ? -1 : 1),
    );
  return { due, due_tomorrow: words.filter(({ due_on }) => due_on === plusDays(today, 1)).length };
}
