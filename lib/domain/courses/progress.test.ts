import { expect, it } from "vitest";
import { courseProgress, lessonProgress } from "./progress";

it("of a lesson is the mean of its parts that can be known", () => {
  // (0.5 + 1 + 0) ÷ 3
  expect(lessonProgress([0.5, 1, 0], 90)).toEqual({ progress_percentage: 50, completed: false });
  expect(lessonProgress([0.5, null], 90)).toEqual({ progress_percentage: 50, completed: false });
  expect(lessonProgress([null], 90)).toEqual({ progress_percentage: null, completed: false });
  expect(lessonProgress([], 0)).toEqual({ progress_percentage: null, completed: false });
});

it("is complete from the school's threshold on", () => {
  expect(lessonProgress([0.8, 1], 90).completed).toBe(true);
  expect(lessonProgress([0.79, 1], 90).completed).toBe(false);
  // 0.1 + 0.2 is more than 0.3 in floating point, and 0.7 + 0.1 less than 0.8.
  expect(lessonProgress([0.7, 0.1], 40).completed).toBe(true);
});

it("of a course is the mean of its lessons, of all of which some are complete", () => {
  const lessons = [[1, 1], [0.5], [0, 0.25], [null]].map((parts) => lessonProgress(parts, 90));
  // (100 + 50 + 12.5) ÷ 3 = 54.1666…
  expect(courseProgress(lessons)).toEqual({ lessons: 4, lessons_completed: 1, mastery_percentage: 54.2 });
  expect(courseProgress([])).toEqual({ lessons: 0, lessons_completed: 0, mastery_percentage: null });
});
