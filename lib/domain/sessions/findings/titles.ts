import type { Language } from "@/lib/language/language";
import { unknown } from "@/lib/language/numbers";
import { largestDrop } from "@/lib/measure/drop-offs";
import { fewest } from "@/lib/measure/evidence";
import type { FeedbackNumbers } from "../schema";
import { againstTypical } from "../typical";
import { loss } from "./live";
import { durationsOnly, type FindingFacts, sideOfTypical, stayedToTheEnd } from "./session";

/* The titles of a session page's parts: the finding or, if no rule applies, the subject. */

export function timelineTitle({ answer, clock }: FindingFacts, language: Language): string {
  const { t, beginSentence } = language;
  if (durationsOnly(answer)) return t("session.titles.durations_only");
  const drop = largestDrop(answer.drop_off_points);
  if (drop) return beginSentence(loss(answer, drop, clock, language));
  const stayed = answer.session_info.session_status === "ended" ? stayedToTheEnd(answer, language) : null;
  return stayed === null ? t("session.titles.people_present") : beginSentence(stayed);
}

export function attendanceTitle(
  { answer: { session_info, attendance } }: FindingFacts,
  { t }: Language,
): string {
  const { total_attended: came, total_registered: registered, registered_attended: kept } = attendance;
  const missing = registered - kept;
  const status = session_info.session_status;
  if (status === "cancelled") return t("session.titles.had_registered", { registered });
  if (status === "scheduled" && came === 0) return t("session.titles.have_registered", { registered });
  const yet = status === "ended" ? "no" : "yes";
  if (came === 0 && registered === 0) return t("session.titles.nobody_came", { yet });
  if (came === 0) return t("session.titles.none_came", { yet, registered });
  if (registered === 0) return t("session.titles.without_registering", { yet, came });
  if (missing > 0) return t("session.titles.came_and_missing", { yet, came, missing, registered });
  return attendance.walk_ins === 0
    ? t("session.titles.everyone_came", { yet, came })
    : t("session.titles.came_with_walk_ins", { yet, came, registered });
}

export function engagementTitle({ answer, typical }: FindingFacts, { t }: Language): string {
  const { session_info, attendance, engagement } = answer;
  const { engaged, questions_asked: questions } = engagement;
  const came = attendance.total_attended;
  const ended = session_info.session_status === "ended";
  if (came === 0 || engaged === null || (!ended && engaged === 0)) return t("session.titles.talk");
  if (engaged === 0) return t("session.titles.no_talk");
  const usual = (ended && sideOfTypical("engagement_rate", answer, typical)) || "none";
  return t("session.titles.took_part", { engaged, came, usual, questions: questions ?? 0 });
}

/**
 * The reason for the score: the part with the most points above or below the typical value; and that people did not stay longer,
 * if one could assume so.
 */
export function scoreTitle(
  { answer, typical }: Pick<FindingFacts, "answer" | "typical">,
  { t }: Language,
): string {
  const { engagement_score: score, engagement_score_parts: parts } = answer;
  const note = answer.engagement_score_note;
  if (score === null)
    return t("session.titles.no_score", { why: note ? t(`sessions.score_note.${note}`) : unknown });
  const usual = sideOfTypical("engagement_score", answer, typical);
  const people = { ...answer.attendance, ...answer.engagement, ...answer.peak_viewers };
  if (!typical || usual === null) return t("session.titles.score_parts");
  const moved = parts
    .flatMap(({ component, value, effective_weight: weight }) => {
      const band = typical.parts[component];
      const compared = againstTypical(component, value, people, band);
      return weight === null || !compared
        ? []
        : [{ component, side: compared.side, points: compared.difference * weight }];
    })
    .sort((a, b) => b.points - a.points);
  const [most, least] = [moved[0], moved.at(-1)];
  const up = most?.side === "above" ? t(`session.reasons.${most.component}_above`) : null;
  const down = least?.side === "below" ? t(`session.reasons.${least.component}_below`) : null;
  if (usual === "above") {
    if (!up) return t("session.titles.score_higher");
    const stayed = moved.find(({ component }) => component === "peak_retention");
    return stayed && stayed.side !== "above"
      ? t("session.titles.score_high_not_stayed", { reason: up })
      : t("session.titles.score_high", { reason: up });
  }
  if (usual === "below") {
    if (!down) return t("session.titles.score_lower");
    return up
      ? t("session.titles.score_low_although", { reason: down, other: up })
      : t("session.titles.score_low", { reason: down });
  }
  return up && down ? t("session.titles.score_typical_but", { up, down }) : t("session.titles.score_typical");
}

/** With fewer answers no pattern is mentioned. */
const answersForPattern = fewest.people_for_rate;

/** How many themes the title names. */
const themesNamed = 2;

/** What is mentioned most; else the distribution of the ratings. Stars of a few comments do not show who praised what. */
export function feedbackTitle(
  { themes, average_rating: mean, total_responses: answers, rating_distribution: stars }: FeedbackNumbers,
  { t, and }: Language,
): string {
  if (answers === 0 || mean === null) return t("session.titles.no_feedback");
  // Of themes in equally many comments none is the most.
  const next = themes[themesNamed]?.comments ?? 0;
  const most = themes
    .slice(0, themesNamed)
    .filter(({ comments }) => comments > next && comments >= fewest.comments_for_theme);
  if (most.length > 0)
    return t("session.titles.mentioned_most", { themes: and(most.map(({ theme }) => theme)) });
  const glad = stars["4"] + stars["5"];
  return answers >= answersForPattern && glad > answers / 2
    ? t("session.titles.four_or_five_stars", { glad, answers })
    : t("session.titles.answered", { answers });
}
