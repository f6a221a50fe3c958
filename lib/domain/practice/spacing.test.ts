import { expect, it } from "vitest";
import { dueWords, wordsOf } from "./spacing";

const zone = "Europe/Lisbon";
/** Sessions at noon of these days of October, with these words. */
const sessions = (...days: [day: number, ...words: string[]][]) =>
  days.map(([day, ...vocabulary_learned]) => ({
    created_at: new Date(Date.UTC(2026, 9, day, 12)),
    vocabulary_learned,
  }));
const october = (day: number) => `2026-10-${String(day).padStart(2, "0")}`;

it("is due after 1, 3, 7, 14 and 30 days, each counted from the review before", () => {
  const upTo = (count: number) => {
    // Learned on the 1st; reviewed when due: 2, 5, 12, 26 October, 25 November.
    const days = [1, 2, 5, 12, 26, 56].slice(0, count);
    return wordsOf(sessions(...days.map((day): [number, string] => [day, "reliable"])), zone)[0];
  };
  expect([1, 2, 3, 4, 5, 6].map((count) => upTo(count)?.due_on)).toEqual([
    ...[october(2), october(5), october(12), october(26), "2026-11-25", null],
  ]);
  expect(upTo(6)).toEqual({
    key: "reliable",
    word: "reliable",
    learned_on: october(1),
    reviews: 5,
    due_on: null,
  });
});

it("counts no repetition before it is due, and one that is late from its own day", () => {
  const [word] = wordsOf(sessions([1, "outlier"], [1, "Outlier"], [9, "outlier"], [10, "outlier"]), zone);
  // Reviewed on the 9th, eight days late or not; the 10th is before the 12th.
  expect(word).toMatchObject({ word: "outlier", reviews: 1, due_on: october(12) });
});

it("lists what is due, the longest late first, and counts what is due tomorrow", () => {
  const words = wordsOf(sessions([1, "a", "b"], [2, "b", "c"], [3, "d"], [4, "e"]), zone);
  // a since the 2nd; b reviewed on the 2nd, due on the 5th; c on the 3rd; d on the 4th; e on the 5th.
  const { due, due_tomorrow } = dueWords(words, october(4));
  expect(due).toEqual([
    { word: "a", reviews: 0, due_on: october(2), interval_days: 1, days_late: 2 },
    { word: "c", reviews: 0, due_on: october(3), interval_days: 1, days_late: 1 },
    { word: "d", reviews: 0, due_on: october(4), interval_days: 1, days_late: 0 },
  ]);
  expect(due_tomorrow).toBe(2);
  // On the same day the longer interval first.
  expect(dueWords(words, october(5)).due.map(({ word }) => word)).toEqual(["a", "c", "d", "b", "e"]);
});

it("has its days in the school's zone", () => {
  // 23:30 UTC is the 2nd in Kathmandu.
  const late = [{ created_at: new Date(Date.UTC(2026, 9, 1, 23, 30)), vocabulary_learned: ["dusk"] }];
  expect(wordsOf(late, "Asia/Kathmandu")[0]).toMatchObject({ learned_on: october(2), due_on: october(3) });
});
