import { describe, expect, it } from "vitest";
import { type CourseLearner, courseFunnel, lessonFunnel, mostStopped, standingOf } from "./funnel";

const now = new Date("2026-11-30T12:00:00Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);

const learner = (given: Partial<CourseLearner>): CourseLearner => ({
  ...{ user_id: "u", name: "Ana", class_id: null, begun: [], completed: [] },
  ...{ known: [1, 2, 3], progress: [0, 0, 0], last_active_at: null },
  ...given,
});

const known = (average: number) => ({ learners_with_progress: 5, average_progress_percentage: average });
const lessons14 = Array.from({ length: 14 }, (_, index) => index + 1);

describe("how a learner is in a course", () => {
  it.each([
    ["did nothing", learner({}), "not_begun"],
    ["did what has no time", learner({ begun: [1] }), "unknown"],
    ["was there today", learner({ begun: [1], last_active_at: now }), "active"],
    ["was there exactly 14 days ago", learner({ begun: [1], last_active_at: daysAgo(14) }), "active"],
    [
      "was there a moment before",
      learner({ begun: [1], last_active_at: new Date(daysAgo(14).getTime() - 1) }),
      "stopped",
    ],
    [
      "completed all long ago",
      learner({ begun: [1, 2, 3], completed: [1, 2, 3], last_active_at: daysAgo(60) }),
      "completed",
    ],
    [
      "completed all that can be completed so far",
      learner({ begun: [1, 2], completed: [1, 2], known: [1, 2], last_active_at: daysAgo(60) }),
      "completed",
    ],
    [
      "watched a video outside of the lessons, of which nothing can be completed",
      learner({ known: [], progress: [], last_active_at: now }),
      "not_begun",
    ],
  ])("%s", (_, one, expected) => {
    expect(standingOf(one, now)).toBe(expected);
  });
});

it("counts who reached, started and completed each lesson, and who stopped or is there", () => {
  const learners = [
    // Skipped lesson 2, so reached it without beginning it.
    learner({ begun: [1, 3], completed: [1], progress: [100, 0, 50], last_active_at: daysAgo(1) }),
    learner({ begun: [1, 2], progress: [50, 25, 0], last_active_at: daysAgo(20) }),
    learner({ begun: [1], class_id: "c", progress: [30, 0, 0], last_active_at: daysAgo(20) }),
    learner({
      begun: [1, 2, 3],
      completed: [1, 2, 3],
      progress: [100, 100, 100],
      last_active_at: daysAgo(8),
    }),
    learner({}),
    learner({ known: [], progress: [] }),
  ];
  expect(lessonFunnel(3, learners, now)).toEqual([
    // Of five people: (100 + 50 + 30 + 100 + 0) ÷ 5 = 56, (0 + 25 + 0 + 100 + 0) ÷ 5 = 25, (50 + 0 + 0 + 100 + 0) ÷ 5 = 30.
    { ...known(56), reached: 4, started: 4, completed: 2, stopped: 1, active: 0 },
    { ...known(25), reached: 3, started: 2, completed: 1, stopped: 1, active: 0 },
    { ...known(30), reached: 2, started: 2, completed: 1, stopped: 0, active: 1 },
  ]);
  expect(courseFunnel(learners, now)).toEqual({
    ...{ enrolled: 6, enrolled_in_classes: 1, begun: 4, active_last_7_days: 1 },
    ...{ active: 1, stopped: 2, completed: 1 },
    // Of the means 50, 25, 10, 100 and 0.
    ...{ learners_with_progress: 5, average_progress_percentage: 37 },
  });
});

it("has a course of 14 lessons and 248 people add up", () => {
  // How many people have each lesson as their furthest: stopped, active, completed the course.
  const furthest = [
    ...[
      [9, 0],
      [6, 1],
      [11, 1],
      [5, 1],
      [12, 2],
      [4, 3],
      [5, 4],
      [9, 4],
      [27, 5],
      [2, 2],
      [6, 62],
    ],
    ...[
      [2, 17],
      [0, 13],
      [0, 9],
    ],
  ] as [number, number][];
  const people = furthest.flatMap(([stopped, active], index) => {
    const begun = Array.from({ length: index + 1 }, (_, place) => place + 1);
    const of = (count: number, days: number) =>
      Array.from({ length: count }, () =>
        learner({ known: lessons14, begun, last_active_at: daysAgo(days) }),
      );
    return [...of(stopped, 15), ...of(active, 3)];
  });
  const all = Array.from({ length: 14 }, (_, place) => place + 1);
  const done = Array.from({ length: 12 }, () => learner({ known: lessons14, begun: all, completed: all }));
  const absent = Array.from({ length: 14 }, () => learner({ known: lessons14 }));
  const learners = [...people, ...done, ...absent];
  expect(learners).toHaveLength(248);
  const rows = lessonFunnel(14, learners, now);
  // The drawing's 98 stopped, 124 active and 12 that completed are the 234 who began.
  expect(courseFunnel(learners, now)).toMatchObject({ begun: 234, stopped: 98, active: 124, completed: 12 });
  expect(rows.map(({ reached }) => reached)).toEqual([
    ...[234, 225, 218, 206, 200, 186, 179, 170, 157, 125, 121, 53, 34, 21],
  ]);
  expect(mostStopped(rows)).toBe(8);
});

describe("the lesson at which most people stopped", () => {
  const at = (...stopped: number[]) => mostStopped(stopped.map((count) => ({ stopped: count })));
  it("is named where more than half of those at it and at the next stopped there, beyond chance", () => {
    // Wilson's lower bound of 27 of 39 is 0.536, of 25 of 39 it is 0.484.
    expect(at(12, 27, 3)).toBe(1);
    expect(at(14, 25, 3)).toBeNull();
  });
  it("is not named with fewer than 10 people at both, nor fewer than 5 at it", () => {
    expect(at(0, 9)).toBeNull();
    expect(at(0, 10)).toBe(1);
    expect(at(4)).toBeNull();
    expect(at()).toBeNull();
  });
});
