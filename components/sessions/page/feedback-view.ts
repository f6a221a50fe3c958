import type { BarRow } from "@/components/charts/bars";
import type { FeedbackComment, FeedbackNumbers } from "@/lib/domain/sessions/schema";
import type { Language } from "@/lib/language/language";
import { shares } from "@/lib/measure/rounding";

const starsDown = ["5", "4", "3", "2", "1"] as const;

/** Every number of stars from five down, including those that nobody gave. */
export function starBars(
  distribution: FeedbackNumbers["rating_distribution"],
  { t, count, percent }: Language,
): BarRow[] {
  const ofAll = shares(
    starsDown.map((star) => distribution[star]),
    0,
  );
  return starsDown.map((star, index) => ({
    key: star,
    label: t("session.feedback.star_row", { stars: Number(star) }),
    value: distribution[star],
    valueText: count(distribution[star]),
    shareText: percent(ofAll[index], 0),
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
export function sentimentsText(comments: readonly FeedbackComment[], { t }: Language): string | null {
  const known = comments.filter(({ sentiment }) => sentiment !== null);
  if (known.length === 0) return null;
  const of = (which: FeedbackComment["sentiment"]) =>
    known.filter(({ sentiment }) => sentiment === which).length;
  return t("session.feedback.sentiments", {
    positive: of("positive"),
    neutral: of("neutral"),
    negative: of("negative"),
    known: known.length,
    all: comments.length,
  });
}
