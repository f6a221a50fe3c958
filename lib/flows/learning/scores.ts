import { type ClassScores, classScores } from "@/lib/domain/courses/results/class-scores";
import type { OwnAssessment } from "@/lib/domain/courses/results/queries";
import type { Language } from "@/lib/language/language";
import { type Side, sideOf } from "@/lib/measure/evidence";
import type { MiddleHalf } from "@/lib/measure/quantiles";
import { oneDecimal } from "@/lib/measure/rounding";
import type { MyLearning } from "./my-learning";

/* A learner's quizzes and handed-in work, each beside the middle half of the class. */

export type ScoredAssessment = OwnAssessment & {
  course_title: string;
  /** Null of fewer than 5 people. */
  class_scores: ClassScores | null;
};

/** All assessments of a learner's courses, in the order of `latestFirst`. */
export async function scoredAssessments(
  userId: string,
  { courses }: Pick<MyLearning, "courses">,
  now: Date,
): Promise<ScoredAssessment[]> {
  const all = courses.flatMap(({ title, assessments }) =>
    assessments.map((one) => ({ ...one, course_title: title })),
  );
  const ofClass = await classScores(
    userId,
    all.map(({ id }) => id),
  );
  return latestFirst(
    all.map((one) => ({ ...one, class_scores: ofClass.get(one.id) ?? null })),
    now,
  );
}

/** The latest first, by when something was handed in, else by when it was due; then what is still to come, the next first. */
export function latestFirst<One extends Pick<OwnAssessment, "id" | "submitted" | "submitted_at" | "due_at">>(
  assessments: readonly One[],
  now: Date,
): One[] {
  const at = ({ submitted_at, due_at }: One) => (submitted_at ?? due_at)?.getTime() ?? 0;
  const isOpen = (one: One) => handedOf(one, now) === "open";
  const byTime = (some: readonly One[], sign: 1 | -1) =>
    some.toSorted((a, b) => sign * (at(a) - at(b)) || (a.id < b.id ? -1 : 1));
  return [
    ...byTime(
      assessments.filter((one) => !isOpen(one)),
      -1,
    ),
    ...byTime(assessments.filter(isOpen), 1),
  ];
}

/** Whether something was handed in by the time it was due, later, not yet although it is due, or not and it is not due. */
export type Handed = "in_time" | "late" | "missing" | "open";

/** Null where something was handed in and no result says when, or where nothing was and nothing is due. */
export function handedOf(
  { submitted, submitted_at, due_at }: Pick<OwnAssessment, "submitted" | "submitted_at" | "due_at">,
  now: Date,
): Handed | null {
  if (submitted) {
    if (submitted_at === null) return null;
    return due_at !== null && submitted_at > due_at ? "late" : "in_time";
  }
  if (due_at === null) return null;
  return due_at < now ? "missing" : "open";
}

/** The score with the class's middle half, as far as they are known; null without a score. */
export function scoreText(
  { score_percentage, class_scores }: Pick<ScoredAssessment, "score_percentage" | "class_scores">,
  { t, percent, decimal }: Language,
): string | null {
  if (score_percentage === null) return null;
  const score = percent(score_percentage, 0);
  if (!class_scores) return score;
  const { low, high } = class_scores;
  return t("learners.scores.of_class", { score, low: decimal(low, 0), high: percent(high, 0) });
}

/** Where a percentage lies of a class's middle half; its edges belong to it. As both are shown, so that no two equal numbers differ. */
export function sideOfClass(
  percentage: number | null,
  half: Pick<MiddleHalf, "low" | "high"> | null,
): Side | null {
  if (!half) return null;
  return sideOf(oneDecimal(percentage), { low: oneDecimal(half.low), high: oneDecimal(half.high) });
}
