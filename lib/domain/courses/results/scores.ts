import { oneDecimal } from "@/lib/measure/rounding";

/* What a score is, and what several of them say. Of several attempts a person's best counts. */

/** A score in per cent of the most that can be had; null until it is marked. */
export const scorePercentage = (points: number | null, maximumPoints: number): number | null =>
  points === null ? null : (points / maximumPoints) * 100;

/** Fewer people have no mean: it would be one or two people's scores. */
export const meanFrom = 3;
/** The parts of the scale of a distribution. */
export const binCount = 10;

export const binOf = (percentage: number): number =>
  Math.min(binCount - 1, Math.floor(percentage / (100 / binCount)));

/** People's scores added up: how many, their sum, the number in each bin, and the scores themselves where they are few. */
export type ScoreSums = { scored: number; sum: number; bins: readonly number[]; few: readonly number[] };

export function sumScores(percentages: readonly number[]): ScoreSums {
  const bins = Array.from({ length: binCount }, () => 0);
  for (const percentage of percentages) bins[binOf(percentage)]!++;
  return {
    scored: percentages.length,
    sum: percentages.reduce((sum, one) => sum + one, 0),
    bins,
    few: percentages.length < meanFrom ? percentages.toSorted((a, b) => a - b) : [],
  };
}

export type ScoreSummary = {
  scored: number;
  mean_score_percentage: number | null;
  scores: number[];
  distribution: number[] | null;
};

/** The mean and the distribution of at least 3 people's scores; of fewer the scores. */
export const summaryOf = ({ scored, sum, bins, few }: ScoreSums): ScoreSummary =>
  scored < meanFrom
    ? { scored, mean_score_percentage: null, scores: few.map((one) => oneDecimal(one)), distribution: null }
    : { scored, mean_score_percentage: oneDecimal(sum / scored), scores: [], distribution: [...bins] };
