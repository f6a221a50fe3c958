import { describe, expect, it } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import { inOrder } from "./export";
import { courseFindings } from "./findings";
import { exampleCourseLessons } from "./fixtures";
import type { AnalysedLesson, CourseLessonsAnswer } from "./schema";

const english = languageIn("en");
const [lesson] = exampleCourseLessons.lessons as [AnalysedLesson];
const said = (given: Partial<CourseLessonsAnswer>) =>
  courseFindings({ ...exampleCourseLessons, ...given }, english).map(({ text, strong }) =>
    strong ? `**${text}**` : text,
  );
const numbers = (given: Partial<CourseLessonsAnswer["numbers"]>) => ({
  ...exampleCourseLessons.numbers,
  ...given,
});

describe("the sentence of a course", () => {
  it("names the lesson at which most stop where that is beyond chance", () => {
    expect(said({})).toEqual([
      "**More people stop at lesson 6.2 than at any other:**",
      "27 of the 157 who reached it went no further and have not been active for 14 days.",
      "Of the 124 who are active, 5 are at lesson 6.2.",
    ]);
  });
  it("has the counts alone where it is not, and no lesson for fewer than 5 active people", () => {
    expect(
      said({
        most_stopped_lesson_id: null,
        lessons: [{ ...lesson, active: 4 }],
        numbers: numbers({ active: 1 }),
      }),
    ).toEqual([
      "98 of the 234 who began a lesson have stopped: they have not been active for 14 days.",
      "1 person is active.",
    ]);
  });
  it("says that nobody began, and nothing of nobody or of a class of four", () => {
    expect(said({ numbers: numbers({ begun: 0, enrolled: 1 }) })).toEqual([
      "The one person who is enrolled has not begun a lesson.",
    ]);
    expect(said({ numbers: numbers({ enrolled: 0 }) })).toEqual([]);
    expect(said({ too_few: true })).toEqual([]);
  });
});

describe("the order of the lessons", () => {
  const watched = (median: number | null) => [{ ...lesson.videos[0]!, median_watched_percentage: median }];
  const lessons = [
    { ...lesson, number: "1", started: 5, average_quiz_score_percentage: null, videos: watched(40) },
    { ...lesson, number: "2", started: 9, average_quiz_score_percentage: 50, videos: watched(null) },
    { ...lesson, number: "3", started: 5, average_quiz_score_percentage: 80, videos: [] },
  ];
  it.each([
    [{ sort: "lesson" }, "123"],
    [{ sort: "lesson", order: "desc" }, "321"],
    [{ sort: "started" }, "213"],
    [{ sort: "started", order: "asc" }, "132"],
    [{ sort: "quiz" }, "321"],
    [{ sort: "quiz", order: "asc" }, "231"],
    [{ sort: "watched" }, "123"],
  ] as const)("by %o", (order, expected) => {
    expect(
      inOrder(lessons, order)
        .map(({ number }) => number)
        .join(""),
    ).toBe(expected);
  });
});
