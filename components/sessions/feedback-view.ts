import type { Bar } from "@/components/charts/bars";
import type { FeedbackComment, FeedbackNumbers, Theme } from "@/lib/domain/sessions/schema";
import { count, decimal, percent, unknown } from "@/lib/platform/format";
import type { Comparison } from "./against-typical";

/** Every star from five down, also those that nobody gave. */
export function starBars(distribution: FeedbackNumbers["rating_distribution"], answers: number): Bar[] {
  return (["5", "4", "3", "2", "1"] as const).map((star) => ({
    key: star,
    label: star === "1" ? "1 star" : `${star} stars`,
    value: distribution[star],
    valueText: count(distribution[star]),
    shareText: answers > 0 ? percent((distribution[star] / answers) * 100, 0) : unknown,
  }));
}

/** Nearer than this to the mean of all, a theme's rating says nothing. */
const sameStars = 0.2;

/** How those who mention a theme rated, against everybody. */
export function themeAgainst(theme: Theme, mean: number): Comparison {
  const apart = Math.round((theme.average_rating - mean) * 100) / 100;
  if (Math.abs(apart) < sameStars) return { direction: "same", tone: "neutral", words: "about the same" };
  return apart > 0
    ? { direction: "up", tone: "good", words: `${decimal(apart)} above` }
    : { direction: "down", tone: "bad", words: `${decimal(-apart)} below` };
}

/** Longer comments are for those who ask for all. */
const quoteLength = 220;

/**
 * Comments that speak for the rest: the latest glad one and the latest that is not, then the latest others; short ones first
 * asked. At most so many.
 */
export function quotes(comments: readonly FeedbackComment[], most: number): FeedbackComment[] {
  const short = comments.filter(({ comment }) => comment.length <= quoteLength);
  const chosen = new Set<FeedbackComment>();
  for (const pick of [
    short.find(({ rating }) => rating >= 4),
    short.find(({ rating }) => rating <= 3),
    ...short,
    ...comments,
  ])
    if (pick && chosen.size < most) chosen.add(pick);
  return [...chosen];
}

export const sentimentWords = { positive: "glad", neutral: "neutral", negative: "not glad" } as const;

/** How many comments read as glad, neutral and not, in words; null where the lexicon knows none of them. */
export function sentimentsText(comments: readonly FeedbackComment[]): string | null {
  const known = comments.filter(({ sentiment }) => sentiment !== null);
  if (known.length === 0) return null;
  const of = (which: keyof typeof sentimentWords) =>
    known.filter(({ sentiment }) => sentiment === which).length;
  const base =
    known.length === comments.length
      ? ""
      : ` (${known.length} of ${comments.length} in a language that is known)`;
  return `By their words ${of("positive")} are glad, ${of("neutral")} neutral and ${of("negative")} not${base}.`;
}
