import type { AnalyticsAnswer, Theme } from "../schema";

/** A theme this far from the mean rating is praised or minded. */
const ratingApart = 0.4;
/** Of fewer comments no theme makes a title. */
const commentsForTitle = 3;
/** Of fewer answers no pattern is claimed. */
const answersForPattern = 5;
/** Words that say how, not what: "they praised great" is no sentence. */
const judging = new Set(
  "good great nice excellent amazing awesome best better bad worse worst poor boring loved love liked enjoyed enjoy helpful useful clear interesting fun thanks thank super perfect slow fast long short hard easy well".split(
    " ",
  ),
);

/** What was praised and what was minded, by themes that stand far from the mean rating; else how the ratings lie. */
export function feedbackTitle({
  themes,
  average_rating: mean,
  total_responses: answers,
  rating_distribution: stars,
}: AnalyticsAnswer["feedback"]): string {
  if (answers === 0 || mean === null) return "No feedback yet";
  const telling = themes.filter(
    (theme) =>
      theme.comments >= commentsForTitle && !theme.theme.split(" ").every((word) => judging.has(word)),
  );
  const furthest = (side: 1 | -1): Theme | null =>
    telling
      .filter((theme) => (theme.average_rating - mean) * side >= ratingApart)
      .reduce<Theme | null>((best, theme) => {
        // How far, and for how many: what is said once more weighs more than what is said more sharply.
        const weight = (one: Theme) => Math.abs(one.average_rating - mean) * one.comments;
        return best && weight(best) >= weight(theme) ? best : theme;
      }, null);
  const [praised, minded] = [furthest(1), furthest(-1)];
  const parts = [praised && `praised “${praised.theme}”`, minded && `minded “${minded.theme}”`].filter(
    Boolean,
  );
  if (parts.length > 0) return `They ${parts.join(" and ")}`;
  const glad = stars["4"] + stars["5"];
  if (answers >= answersForPattern && glad > answers / 2)
    return `${glad} of ${answers} gave four or five stars`;
  return `${answers} answered`;
}
