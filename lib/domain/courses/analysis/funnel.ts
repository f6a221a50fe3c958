import { fewest, isMost } from "@/lib/measure/evidence";
import { largestBy } from "@/lib/measure/largest-by";
import { mean } from "@/lib/measure/quantiles";
import { oneDecimal } from "@/lib/measure/rounding";
import { isCourseCompleted } from "../progress";

/* How the learners of a course go through its lessons: who reached each lesson, who stopped there, and who is there now. */

/** A learner of a course. Lessons are named by their place in it, from 1. */
export type CourseLearner = {
  user_id: string;
  name: string;
  class_id: string | null;
  /** The lessons of which they did anything, in order. */
  begun: readonly number[];
  /** The lessons that they completed. */
  completed: readonly number[];
  /** The lessons of which something can be known, and their progress in each of them, in per cent. */
  known: readonly number[];
  progress: readonly number[];
  /** When they last watched, attended or submitted something of the course; null where no time is known. */
  last_active_at: Date | null;
};

/** Who did nothing for so many days has stopped. */
export const stoppedAfterDays = 14;
/** Who did something in so many days is active this week. */
export const weekDays = 7;
const dayMs = 86_400_000;

/** `unknown`: they began, and of nothing that they did a time is known. */
export type Standing = "not_begun" | "active" | "stopped" | "completed" | "unknown";

const isWithin = ({ last_active_at: at }: CourseLearner, days: number, now: Date) =>
  at !== null && at.getTime() >= now.getTime() - days * dayMs;

/** Completed: each lesson that can be completed so far. */
const isCompleted = ({ known, completed }: CourseLearner) =>
  isCourseCompleted({ lessons_known: known.length, lessons_completed: completed.length });

export function standingOf(learner: CourseLearner, now: Date): Standing {
  if (isCompleted(learner)) return "completed";
  if (learner.begun.length === 0) return "not_begun";
  if (learner.last_active_at === null) return "unknown";
  return isWithin(learner, stoppedAfterDays, now) ? "active" : "stopped";
}

/** The last lesson of which they did anything; 0 without one. */
export const furthestOf = ({ begun }: Pick<CourseLearner, "begun">): number => begun.at(-1) ?? 0;

/** The mean of their lessons' progress; null where none is known. */
export const progressOf = ({ progress }: Pick<CourseLearner, "progress">): number | null => mean(progress);

export type LessonFunnel = {
  /** Began anything of the lesson or of a later one. */
  reached: number;
  /** Began anything of the lesson. */
  started: number;
  completed: number;
  /** It is their furthest, they did nothing for 14 days and have not completed the course. */
  stopped: number;
  /** It is their furthest, and they are active. */
  active: number;
  /** The mean progress of those of whom something can be known. */
  learners_with_progress: number;
  average_progress_percentage: number | null;
};

/** The numbers of each of so many lessons. */
export function lessonFunnel(count: number, learners: readonly CourseLearner[], now: Date): LessonFunnel[] {
  const rows = Array.from({ length: count }, () => ({
    ...{ reached: 0, started: 0, completed: 0 },
    ...{ stopped: 0, active: 0, progress: [] as number[] },
  }));
  for (const learner of learners) {
    const furthest = furthestOf(learner);
    for (let place = 0; place < furthest; place++) rows[place]!.reached++;
    for (const place of learner.begun) rows[place - 1]!.started++;
    for (const place of learner.completed) rows[place - 1]!.completed++;
    learner.known.forEach((place, index) => {
      rows[place - 1]!.progress.push(learner.progress[index]!);
    });
    const standing = standingOf(learner, now);
    if (furthest > 0 && (standing === "stopped" || standing === "active")) rows[furthest - 1]![standing]++;
  }
  return rows.map(({ progress, ...row }) => ({
    ...row,
    learners_with_progress: progress.length,
    average_progress_percentage: oneDecimal(mean(progress)),
  }));
}

/** How the learners are in the whole course. */
export function courseFunnel(learners: readonly CourseLearner[], now: Date) {
  const standings = learners.map((learner) => standingOf(learner, now));
  const having = (standing: Standing) => standings.filter((one) => one === standing).length;
  const progress = learners.flatMap((learner) => progressOf(learner) ?? []);
  return {
    enrolled: learners.length,
    enrolled_in_classes: learners.filter(({ class_id }) => class_id !== null).length,
    begun: learners.filter(({ begun }) => begun.length > 0).length,
    active_last_7_days: learners.filter((learner) => isWithin(learner, weekDays, now)).length,
    active: having("active"),
    stopped: having("stopped"),
    completed: having("completed"),
    learners_with_progress: progress.length,
    average_progress_percentage: oneDecimal(mean(progress)),
  };
}

/**
 * The place, from 0, of the lesson at which more people stopped than at any other, beyond chance: of those who stopped there or at the next
 * most frequent lesson, more than half did, by the rule of evidence. Null where that cannot be said.
 */
export function mostStopped(lessons: readonly Pick<LessonFunnel, "stopped">[]): number | null {
  const places = lessons.map(({ stopped }, place) => ({ stopped, place }));
  const most = largestBy(places, ({ stopped }) => stopped);
  if (!most || most.stopped < fewest.people_for_rate) return null;
  const next = Math.max(
    0,
    ...places.filter(({ place }) => place !== most.place).map(({ stopped }) => stopped),
  );
  return isMost({ part: most.stopped, of: most.stopped + next }) ? most.place : null;
}
