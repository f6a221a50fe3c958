import { describe, expect, it } from "vitest";
import { areasOf, focusAreas, recencyWeight } from "./areas";
import type { Practice } from "./practice";

const hour = 3_600_000;
const start = Date.UTC(2026, 9, 1, 9);
/** A session a day; of each letter's area when the text of its day has the letter. */
const sessions = (...days: string[]): Practice[] =>
  days.map((letters, index) => ({
    id: `${index}`,
    created_at: new Date(start + index * 24 * hour),
    session_type: "conversation",
    duration_seconds: 600,
    words_spoken: 500,
    ...{ pronunciation_score: null, fluency_score: null, grammar_score: null },
    ...{
      topics: [],
      vocabulary_learned: [],
      areas_to_improve: [...letters].map((letter) => `Area ${letter}`),
    },
  }));
const times = (count: number, letters: string) => Array.from({ length: count }, () => letters);
const areaOf = (letter: string, days: string[]) =>
  areasOf(sessions(...days)).find(({ area }) => area === `Area ${letter}`)!;

describe("the direction of an area", () => {
  // Wilson, 95 %: 1 of 12 is 1.5–35.4 %, 9 of 12 is 46.8–91.1 %; 8 of 12 is 39.1–86.2 %, 3 of 12 is 8.9–53.2 %; 0 of 12 is 0–24.2 %.
  it.each([
    [1, 9, "more"],
    [9, 1, "less"],
    [7, 0, "none"],
    [8, 8, "same"],
    [8, 3, "same"],
    // 3 of 12 begins at 8.9 %, within 0–24.2 %.
    [3, 0, "same"],
  ])("%i of 12, then %i of 12: %s", (before, last, direction) => {
    // Named once before the 24, so that all of them count.
    const days = [
      "a",
      ...times(before, "a"),
      ...times(12 - before, ""),
      ...times(last, "a"),
      ...times(12 - last, ""),
    ];
    expect(areaOf("a", days)).toMatchObject({ before, last, last_of: 12, direction });
  });

  it("needs 24 sessions since the area was first named", () => {
    const late = [...times(30, ""), "a", "", "", "a"];
    expect(areaOf("a", late)).toMatchObject({ before: null, last: 2, last_of: 4, direction: "too_few" });
    // The 24th decides: named 12 times of 12, then never.
    expect(areaOf("a", [...times(12, "a"), ...times(11, "")])).toMatchObject({
      direction: "too_few",
      before: null,
    });
    expect(areaOf("a", [...times(12, "a"), ...times(12, "")])).toMatchObject({
      direction: "none",
      before: 12,
    });
  });

  it("has a cell for each of the last 24 sessions, none before it was first named", () => {
    const { cells, last_named_at } = areaOf("a", [...times(22, ""), "a", "", "a"]);
    expect(cells).toEqual([...times(21, "").map(() => null), true, false, true]);
    expect(last_named_at).toEqual(new Date(start + 24 * 24 * hour));
    // Of two sessions, the places of those before are empty too.
    expect(areaOf("b", ["b", ""]).cells).toEqual([...times(22, "").map(() => null), true, false]);
  });

  it("is that of one area, however it is spelled, and however often one session names it", () => {
    const [first, second] = sessions("", "");
    const [area, ...others] = areasOf([
      { ...first!, areas_to_improve: ["linking  Words", "LINKING WORDS"] },
      { ...second!, areas_to_improve: ["Linking words"] },
    ]);
    expect(others).toEqual([]);
    expect(area).toMatchObject({ area: "Linking words", last: 2, last_of: 2 });
  });
});

describe("the areas of a warm-up", () => {
  it("weigh how recent and how often: 1 today, a seventh less for each day", () => {
    expect([0, 1, 6, 7, 8].map(recencyWeight)).toEqual([
      1,
      expect.closeTo(6 / 7),
      expect.closeTo(1 / 7),
      0,
      0,
    ]);
    // Days 1 to 9; the ninth is today, so the third is the first that counts. a: 1 + 6/7; b: 5/7 + 4/7 + 3/7 + 1/7; c: only before.
    const now = new Date(start + 8 * 24 * hour);
    const focus = focusAreas(sessions("c", "c", "b", "", "b", "b", "b", "a", "a"), now, "Europe/Lisbon");
    expect(focus).toEqual([
      {
        key: "area b",
        area: "Area b",
        weight: expect.closeTo(13 / 7),
        sessions: 4,
        of: 7,
        last_named_on: "2026-10-07",
      },
      {
        key: "area a",
        area: "Area a",
        weight: expect.closeTo(13 / 7),
        sessions: 2,
        of: 7,
        last_named_on: "2026-10-09",
      },
    ]);
  });

  it("are at most five, and of days of the school's zone", () => {
    const [one] = sessions("abcdefg");
    expect(focusAreas([one!], one!.created_at, "Europe/Lisbon").map(({ key }) => key.at(-1))).toEqual([
      ..."abcde",
    ]);
    // 09:00 UTC on 1 October is 23:00 in Honolulu the day before: the seventh day back on 6 October there.
    const at = new Date(Date.UTC(2026, 9, 7, 9, 30));
    expect(focusAreas([one!], at, "UTC")[0]?.weight).toBeCloseTo(1 / 7);
    expect(focusAreas([one!], new Date(Date.UTC(2026, 9, 7, 10, 30)), "Pacific/Honolulu")).toEqual([]);
  });
});
