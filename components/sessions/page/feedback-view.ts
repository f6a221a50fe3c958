import type { BarRow } from "@/components/charts/bars";
import type { FeedbackComment, FeedbackNumbers } from "@/lib/domain/sessions/schema";
import { count, percent, unknown } from "@/lib/platform/format";

/** Every number of stars from five down, including those that nobody gave. */
export function starBars(distribution: FeedbackNumbers["rating_distribution"], answers: number): BarRow[] {
  return (["5", "4", "3", "2", "1"] as const).map((star) => ({
    key: star,
    label: star === "1" ? "1 star" : `${star} stars`,
    value: distribution[star],
    valueText: count(distribution[star]),
    shareText: answers > 0 ? percent((distribution[star] / answers) * 100, 0) : unknown,
  }));
}

/** Longer comments are shown only in the full list. */
const quoteLength = 220;

/**
 * A sample of the comments: the latest positive and the latest negative one, then the latest others; short ones are
 * preferred. At most so many.
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

/** How many comments are positive, neutral and negative; null if the lexicon knows the language of none. */
export function sentimentsText(comments: readonly FeedbackComment[]): string | null {
  const known = comments.filter(({ sentiment }) => sentiment !== null);
  if (known.length === 0) return null;
  const of = (which: FeedbackComment["sentiment"]) =>
    known.filter(({ sentiment }) => sentiment === which).length;
  return `${of("positive")} positive, ${of("neutral")} neutral, ${of("negative")} negative; ${known.length} of ${comments.length} analysed.`;
}
