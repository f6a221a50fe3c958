import type { assessments, results } from "@/lib/db/tables/results";
import { dayOf, plusDays, startOfDayInstant } from "@/lib/platform/time";
import { reachFor, type WatchedVideo } from "./beacons";
import { type Calendar, calendarDays, classAt } from "./calendar";
import type { CatalogueCourse } from "./catalogue";
import { between, chance, clamp, exponential, idAt, normal, randomOf } from "./distributions";
import { answersFor, questionsOfQuiz } from "./questions";
import type { SchoolPlan } from "./school";
import type { Viewer } from "./viewers";

/* What the demo's learners hand in: the quizzes of lessons, and exercises before the exam once a course has had its lessons. */

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A quiz is due so many days after its lesson's class, at the end of the day. */
const quizDays = 7;
/** The two exercises of a week are due so many days after the class. They are open for six days. */
const exerciseDays = [1, 4];
const exerciseOpenMs = 6 * dayMs;
/** A course without live sessions is over so many days after its last lesson. */
const overAfterDays = 28;

type Assessment = typeof assessments.$inferInsert & { id: string; due_at: Date; maximum_points: number };
type Result = typeof results.$inferInsert & { id: string };
/** A planned assessment: since when it can be handed in, how many of 100 points it is easier than usual, and the share that hands it in. */
type Work = { row: Assessment; opens: number; easier: number; share: number; video: WatchedVideo | null };

type Given = {
  seed: string;
  calendar: Calendar;
  courses: readonly CatalogueCourse[];
  idOf: (kind: string, key: string) => string;
  learnersOf: (code: string) => readonly Viewer[];
};

/** Gives a planned school its assessments and results, and its courses that are over the last day of their classes. */
export function addResults(plan: SchoolPlan, given: Given): void {
  for (const course of given.courses) {
    const course_id = given.idOf("course", course.code);
    const works = quizzesOf(plan, course_id, given);
    const over = lastDayOf(plan, course_id, given.calendar);
    if (over) for (const group of plan.classes) if (group.course_id === course_id) group.ends_on = over;
    if (!over) works.push(...exercisesOf(course, course_id, given));
    plan.assessments.push(...works.map(({ row }) => row));
    for (const work of works)
      for (const learner of given.learnersOf(course.code))
        plan.results.push(...attemptsOf(work, learner, given));
  }
}

/** The day on which a course was over, or null: it has live sessions, or its last lesson was not long ago. */
function lastDayOf(plan: SchoolPlan, courseId: string, { now, time_zone }: Calendar): string | null {
  if (plan.sessions.meetings.some(({ row }) => row.course_id === courseId)) return null;
  const lessons = plan.videos.filter(({ course_id }) => course_id === courseId);
  const last = Math.max(...lessons.map(({ published_at }) => published_at?.getTime() ?? 0));
  const over = last + overAfterDays * dayMs;
  return over < now ? dayOf(new Date(over), time_zone) : null;
}

/** The last minute of the day so many days after an instant. */
function dueAfter(instant: number, days: number, { time_zone }: Calendar): Date {
  const next = plusDays(dayOf(new Date(instant), time_zone), days + 1);
  return new Date(startOfDayInstant(next, time_zone).getTime() - minuteMs);
}

/** A quiz for each lesson that names one among its materials, about its video. */
function quizzesOf(plan: SchoolPlan, course_id: string, { seed, calendar, idOf }: Given): Work[] {
  const videoOf = new Map(plan.watched.map((video) => [video.video_id, video]));
  return plan.materials.flatMap(({ type, lesson_id, external_id: key = null, title }): Work[] => {
    const lesson = plan.lessons.find(({ id }) => id === lesson_id);
    const shown = plan.videos.find((video) => video.lesson_id === lesson_id);
    const video = shown && videoOf.get(shown.id);
    if (type !== "quiz" || lesson?.course_id !== course_id || !video || !key) return [];
    const opens = video.rhythm.published_at;
    const row = {
      ...{
        id: idOf("assessment", key),
        course_id,
        lesson_id,
        external_id: key,
        kind: "quiz" as const,
        title,
      },
      ...{ due_at: dueAfter(opens, quizDays, calendar), weight: null, maximum_points: 10 },
      questions: questionsOfQuiz(),
      created_at: new Date(opens),
    };
    return [{ row, opens, easier: 9 * normal(randomOf(seed, "quiz", key)), share: 0.86, video }];
  });
}

/** Two exercises in the last week and in this one. */
function exercisesOf({ code, class_day }: CatalogueCourse, course_id: string, given: Given): Work[] {
  const { seed, calendar, idOf } = given;
  const classes = [1, 0].map((weeksAgo) => classAt(calendar, weeksAgo, class_day).getTime());
  return classes
    .flatMap((at) => exerciseDays.map((days) => dueAfter(at, days, calendar)))
    .map((due_at, index): Work => {
      const key = `${code}-exercise-${index + 1}`;
      const opens = due_at.getTime() - exerciseOpenMs;
      const row = {
        ...{ id: idOf("assessment", key), course_id, lesson_id: null, external_id: key },
        ...{ kind: "assignment" as const, title: `Before the exam, exercise ${index + 1}` },
        ...{ due_at, weight: 5, maximum_points: 20, created_at: new Date(opens) },
      };
      return { row, opens, easier: 6 * normal(randomOf(seed, "exercise", key)), share: 0.985, video: null };
    });
}

/** What a learner has handed in by now: nothing, one attempt, or a better second one of a quiz. */
function attemptsOf({ row, opens, easier, share, video }: Work, learner: Viewer, given: Given): Result[] {
  const { seed, calendar } = given;
  const random = randomOf(seed, "result", row.external_id ?? "", learner.key);
  const { diligence } = learner;
  const seen = video ? clamp(reachFor(video, learner) / video.seconds, 0, 1) : null;
  // Who is less diligent hands in less, and who did not watch even less.
  const odds = (share / (1 - share)) * Math.exp(1.5 * diligence) * (seen !== null && seen < 0.3 ? 0.4 : 1);
  const handsIn = chance(random, odds / (1 + odds));
  const due = row.due_at.getTime();
  const late = chance(random, clamp(0.06 - 0.04 * diligence, 0.01, 0.2));
  const early = Math.min(due - opens - hourMs, between(random, 0.2, 1) * exponential(random, 2 * dayMs));
  const at = Math.round(late ? due + exponential(random, 20 * hourMs) : due - early - 5 * minuteMs);
  const score = (more: number) =>
    clamp(
      70 + easier + 9 * diligence + (seen === null ? 0 : 22 * (seen - 0.75)) + 10 * normal(random) + more,
      4,
      100,
    );
  const gaveUp = calendar.starts[0]! + learner.until * calendarDays * dayMs;
  const attempt = (number: number, time: number, percentage: number): Result[] => {
    if (time >= Math.min(calendar.now, gaveUp)) return [];
    const points = Math.round((percentage / 100) * row.maximum_points * 2) / 2;
    const answering = randomOf(seed, "answers", row.external_id ?? "", learner.key, number);
    return [
      {
        id: idAt(random, time),
        ...{ assessment_id: row.id, user_id: learner.id!.slice(2), attempt: number, points },
        answers: row.questions ? answersFor(points, answering) : [],
        ...{ submitted_at: new Date(time), created_at: new Date(time) },
      },
    ];
  };
  const first = score(0);
  const again = row.kind === "quiz" && first < 60 && chance(random, 0.35);
  const second = again ? attempt(2, at + Math.round(between(random, 1, 30) * hourMs), score(12)) : [];
  return handsIn ? [...attempt(1, at, first), ...second] : [];
}
