import { bootstrapDifference, type Interval } from "@/lib/measure/evidence";
import { mean } from "@/lib/measure/quantiles";
import { oneDecimal } from "@/lib/measure/rounding";
import { type Practice, type ScoreName, type Scores, scoreNames } from "./practice";

/* The scores of a learner's sessions: their means, and whether they rise. */

/** A mean needs so many scored sessions, and a direction so many at each end. */
export const meanSessions = 5;
export const directionSessions = 10;

export type ScoreDirection = {
  score: ScoreName;
  /** Sessions that have this score. */
  sessions: number;
  /** The mean of the last five; null with fewer. */
  recent: number | null;
  /** The means of the first and of the last ten; null with fewer than 20, which would overlap. */
  first: number | null;
  last: number | null;
  change: number | null;
  /** 95 %, of the change. */
  interval: Interval | null;
  direction: "higher" | "lower" | "same" | "too_few";
};

/** The values of a score, in the order of the sessions. */
export const valuesOf = (sessions: readonly Pick<Practice, ScoreName>[], score: ScoreName): number[] =>
  sessions.flatMap((session) => session[score] ?? []);

const oneOf = (value: number) => ({ part: value, of: 1 });

/** Whether a score of the sessions, the oldest first, has changed beyond chance: the first ten compared with the last ten, by a bootstrap. */
export function directionOfScore(sessions: readonly Practice[], score: ScoreName): ScoreDirection {
  const values = valuesOf(sessions, score);
  const recent = values.length < meanSessions ? null : oneDecimal(mean(values.slice(-meanSessions))!);
  const base = { score, sessions: values.length, recent };
  if (values.length < 2 * directionSessions)
    return { ...base, first: null, last: null, change: null, interval: null, direction: "too_few" };
  const [first, last] = [values.slice(0, directionSessions), values.slice(-directionSessions)];
  const interval = bootstrapDifference(last.map(oneOf), first.map(oneOf));
  const [a, b] = [mean(first)!, mean(last)!];
  return {
    ...base,
    ...{ first: oneDecimal(a), last: oneDecimal(b), change: oneDecimal(b - a) },
    interval: { low: oneDecimal(interval.low), high: oneDecimal(interval.high) },
    direction: interval.low > 0 ? "higher" : interval.high < 0 ? "lower" : "same",
  };
}

/** The mean of each score; null where no session has it. */
export const meanScores = (sessions: readonly Pick<Practice, ScoreName>[]): Scores =>
  Object.fromEntries(
    scoreNames.map((score) => {
      const value = mean(valuesOf(sessions, score));
      return [score, value === null ? null : oneDecimal(value)];
    }),
  ) as Scores;
