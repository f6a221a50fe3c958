import { expect, it } from "vitest";
import { progressInLessons, quizScores } from "./progress";

const lessons = ["one", "two", "three", "four"].map((id, at) => ({ id, number: `${at + 1}`, title: id }));
const video = (video_id: string, lesson_id: string | null, seconds: number, watched: [number, number][]) => ({
  ...{ video_id, lesson_id, duration_seconds: seconds, watched },
});
const session = (lesson_id: string, attended: boolean, recording: ReturnType<typeof video> | null) => ({
  ...{ lesson_id, attended, recording, recording_video_id: recording?.video_id ?? null },
});

it("counts what was watched, attended and submitted, by hand", () => {
  const recording = video("r1", "two", 600, [[0, 150]]);
  const { lessons: own, progress } = progressInLessons(
    lessons,
    {
      videos: [
        video("v1", "one", 100, [[0, 40]]),
        video("v2", "one", 50, [
          [0, 20],
          [30, 50],
        ]),
        recording,
        video("v3", "three", 60, [[0, 60]]),
        video("v4", null, 60, [[0, 60]]),
        { ...video("v5", "four", 0, []), duration_seconds: null },
      ],
      sessions: [session("two", false, recording), session("three", true, null)],
      assessments: [
        { lesson_id: "one", submitted: true },
        { lesson_id: "two", submitted: false },
        { lesson_id: null, submitted: true },
      ],
      materials: [
        { lesson_id: "three", completed: true },
        { lesson_id: "four", completed: null },
      ],
    },
    90,
  );
  expect(own.map(({ id, progress_percentage, completed }) => [id, progress_percentage, completed])).toEqual([
    // (0.4 + 0.8 + 1) ÷ 3
    ["one", expect.closeTo(73.333, 2), false],
    // A missed session whose recording is a quarter seen, counted once, and a quiz: (0.25 + 0) ÷ 2
    ["two", 12.5, false],
    ["three", 100, true],
    ["four", null, false],
  ]);
  // (73.333 + 12.5 + 100) ÷ 3
  expect(progress).toEqual({ lessons: 4, lessons_completed: 1, mastery_percentage: 61.9 });
});

it("a session without a recording that was missed is not done", () => {
  const { lessons: own } = progressInLessons(
    lessons.slice(0, 1),
    { videos: [], sessions: [session("one", false, null)], assessments: [], materials: [] },
    90,
  );
  expect(own[0]).toMatchObject({ progress_percentage: 0, completed: false });
});

it("a PDF or link counts where somebody's completion is known", () => {
  const { lessons: own } = progressInLessons(
    lessons.slice(0, 2),
    {
      ...{ videos: [], sessions: [], assessments: [] },
      materials: [
        { lesson_id: "one", completed: true },
        { lesson_id: "one", completed: false },
        { lesson_id: "one", completed: null },
        { lesson_id: "two", completed: null },
      ],
    },
    90,
  );
  expect(own.map(({ progress_percentage }) => progress_percentage)).toEqual([50, null]);
});

it("has the mean of quizzes from 3 scores on, and the points before", () => {
  const quiz = (points: number | null, maximum_points: number, kind: "quiz" | "exam" = "quiz") => ({
    ...{ kind, points, maximum_points },
    score_percentage: points === null ? null : (points / maximum_points) * 100,
  });
  expect(quizScores([quiz(50, 100, "exam")])).toBeNull();
  expect(quizScores([quiz(15, 20), quiz(16, 20), quiz(null, 10)])).toEqual({
    ...{ quizzes: 3, scored: 2, mean_percentage: null, points: 31, maximum_points: 40 },
  });
  // (75 + 80 + 50) ÷ 3
  expect(quizScores([quiz(15, 20), quiz(16, 20), quiz(5, 10)])).toMatchObject({ mean_percentage: 68.3 });
});
