import { languageIn } from "@/lib/language/catalogues";
import { largestDrop } from "@/lib/measure/drop-offs";
import { fewest } from "@/lib/measure/evidence";
import { plural, unknown } from "@/lib/platform/format";
import { beginSentence, listInWords } from "@/lib/platform/phrases";
import type { ScoreComponent } from "../metrics";
import type { FeedbackNumbers } from "../schema";
import { againstTypical } from "../typical";
import { durationsOnly, type FindingFacts, loss, sideOfTypical, stayedToTheEnd } from "./session";

/* The titles of a session page's parts: the finding or, if no rule applies, the subject. */

export function timelineTitle({ answer, clock }: FindingFacts): string {
  const subject = "People present";
  if (durationsOnly(answer)) return "The report has durations, not times";
  const drop = largestDrop(answer.drop_off_points);
  if (drop) return beginSentence(loss(answer, drop, clock));
  const stayed = answer.session_info.session_status === "ended" ? stayedToTheEnd(answer) : null;
  return stayed === null ? subject : beginSentence(stayed);
}

export function attendanceTitle({ answer: { session_info, attendance } }: FindingFacts): string {
  const { total_attended: came, total_registered: registered, registered_attended: kept } = attendance;
  const missing = registered - kept;
  const status = session_info.session_status;
  if (status === "cancelled")
    return registered > 0 ? `${registered} had registered` : "Nobody had registered";
  if (status === "scheduled" && came === 0)
    return registered > 0
      ? `${registered} ${registered === 1 ? "has" : "have"} registered`
      : "Nobody has registered yet";
  const yet = status !== "ended";
  if (came === 0 && registered === 0) return yet ? "Nobody has come yet" : "Nobody came";
  if (came === 0)
    return yet
      ? `None of the ${registered} registered has come yet`
      : `None of the ${registered} registered came`;
  const who = yet ? `${came} ${came === 1 ? "has" : "have"} come` : `${came} came`;
  if (registered === 0) return `${who}, without registering`;
  if (missing > 0)
    return `${who}, ${missing} of the ${registered} registered ${yet ? (missing === 1 ? "has not" : "have not") : "did not"}`;
  return attendance.walk_ins === 0
    ? `${who}: everyone who registered`
    : `${who}, including all ${registered} registered`;
}

export function engagementTitle({ answer, typical }: FindingFacts): string {
  const { session_info, attendance, engagement } = answer;
  const { engaged, questions_asked: questions } = engagement;
  const came = attendance.total_attended;
  const ended = session_info.session_status === "ended";
  if (came === 0 || engaged === null || (!ended && engaged === 0)) return "Messages, questions and reactions";
  if (engaged === 0) return "Nobody wrote or reacted";
  const usual = ended ? sideOfTypical("engagement_rate", answer, typical) : null;
  const share = `${engaged} of ${came} took part`;
  if (usual === "above") return `${share}, more than usual`;
  if (usual === "below") return `${share}, fewer than usual`;
  return questions ? `${share} and asked ${plural(questions, "question")}` : share;
}

/** The reasons for a part above or below the typical value. */
const reasons: Readonly<Record<ScoreComponent, { above: string; below: string }>> = {
  attendance_rate: { above: "more of the registered came", below: "fewer of the registered came" },
  engagement_rate: { above: "people took part", below: "fewer took part" },
  chat_activity: { above: "people wrote more", below: "people wrote less" },
  peak_retention: { above: "more stayed", below: "fewer stayed" },
};

/**
 * The reason for the score: the part with the most points above or below the typical value; and that people did not stay longer,
 * if one could assume so.
 */
export function scoreTitle({ answer, typical }: Pick<FindingFacts, "answer" | "typical">): string {
  const { engagement_score: score, engagement_score_parts: parts } = answer;
  const note = answer.engagement_score_note;
  if (score === null)
    return `No score: ${note ? languageIn("en").t(`sessions.score_note.${note}`) : unknown}`;
  const usual = sideOfTypical("engagement_score", answer, typical);
  const people = { ...answer.attendance, ...answer.engagement, ...answer.peak_viewers };
  if (!typical || usual === null) return "The parts of the score";
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
  const up = most?.side === "above" ? most : null;
  const down = least?.side === "below" ? least : null;
  if (usual === "above") {
    if (!up) return "The score is higher than usual";
    const stayed = moved.find(({ component }) => component === "peak_retention");
    const aside = stayed && stayed.side !== "above" ? ", not because more stayed" : "";
    return `The score is high because ${reasons[up.component].above}${aside}`;
  }
  if (usual === "below")
    return down
      ? `The score is low because ${reasons[down.component].below}${up ? `, although ${reasons[up.component].above}` : ""}`
      : "The score is lower than usual";
  return up && down
    ? `The score is about typical: ${reasons[up.component].above}, but ${reasons[down.component].below}`
    : "The score is about typical";
}

/** With fewer answers no pattern is mentioned. */
const answersForPattern = fewest.people_for_rate;

/** How many themes the title names. */
const themesNamed = 2;

/** What is mentioned most; else the distribution of the ratings. Stars of a few comments do not show who praised what. */
export function feedbackTitle({
  themes,
  average_rating: mean,
  total_responses: answers,
  rating_distribution: stars,
}: FeedbackNumbers): string {
  if (answers === 0 || mean === null) return "No feedback yet";
  // Of themes in equally many comments none is the most.
  const next = themes[themesNamed]?.comments ?? 0;
  const most = themes
    .slice(0, themesNamed)
    .filter(({ comments }) => comments > next && comments >= fewest.comments_for_theme);
  if (most.length > 0) return `Mentioned most: ${listInWords(most.map(({ theme }) => theme))}`;
  const glad = stars["4"] + stars["5"];
  if (answers >= answersForPattern && glad > answers / 2)
    return `${glad} of ${answers} gave four or five stars`;
  return `${answers} answered`;
}
