import type { BarRow } from "@/components/charts/bars";
import { type ChangeProps, changeTo } from "@/components/ui/change";
import type { FeedbackComment, FeedbackNumbers, Theme } from "@/lib/domain/sessions/schema";
import { compareToNumber } from "@/lib/measure/typical";
import { count, decimal, percent, unknown } from "@/lib/platform/format";

/** Every star from five down, also those that nobody gave. */
export function starBars(distribution: FeedbackNumbers["rating_distribution"], answers: number): BarRow[] {
  return (["5", "4", "3", "2", "1"] as const).map((star) => ({
    key: star,
    label: star === "1" ? "1 star" : `${star} stars`,
    value: distribution[star],
    valueText: count(distribution[star]),
    shareText: answers > 0 ? percent((distribution[star] / answers) * 100, 0) : unknown,
  }));
}

/** A smaller distance to the mean rating does not count. */
const sameStars = 0.2;

/** The rating of those who mention a theme, compared with the mean of all. */
export function themeAgainst(theme: Theme, mean: number): ChangeProps {
  const compared = compareToNumber(theme.average_rating, mean, sameStars);
  const stars = decimal(Math.abs(compared?.difference ?? 0));
  return changeTo(compared?.side ?? "same", {
    above: `${stars} above`,
    same: "about the same",
    below: `${stars} below`,
  });
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
