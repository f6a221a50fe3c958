import type { Language } from "@/lib/language/language";
import { mediaTime } from "@/lib/language/numbers";
import { largestDrop } from "@/lib/measure/drop-offs";
import { type Band, fewest, type Side } from "@/lib/measure/evidence";
import { type Finding, key, plain } from "@/lib/platform/phrases";
import type { Returned } from "../departures";
import type { TypicalMetric } from "../metrics";
import type { DropOffPoint, SessionNumbers, VodNumbers } from "../schema";
import type { SessionInfo } from "../session";
import { againstTypical, type Typical } from "../typical";
import { numberOfSessions, partOfGroup } from "../words";
import { baseOf, liveFindings, loss } from "./live";

/** The facts for the sentences and titles of a session's page. */
export type FindingFacts = {
  answer: { session_info: SessionInfo } & Pick<
    SessionNumbers,
    | "attendance"
    | "engagement"
    | "peak_viewers"
    | "retention"
    | "drop_off_points"
    | "engagement_score"
    | "engagement_score_note"
    | "engagement_score_parts"
  >;
  typical: Typical | null;
  /** How many had registered for sessions of its kind as long before they began; only for a planned one. */
  usualRegistrations?: Band | null;
  /** People present now, while it is live; null otherwise. */
  hereNow?: number | null;
  /** Who left at the largest drop-off and returned; null if unknown. */
  returned?: Returned | null;
  /** An instant in the school's time zone: `19:00`. */
  clock: (isoInstant: string) => string;
};

/** With fewer people no pattern is mentioned. */
export const peopleForPattern = fewest.people_for_rate;
/** If this share of those who came is present at the end, people stayed. */
const stayedShare = 0.8;

/** Reports that say how long people were there, but not when. */
export const durationsOnly = ({ attendance, peak_viewers }: FindingFacts["answer"]): boolean =>
  attendance.total_attended > 0 && peak_viewers.peak_count === null;

/** The page's summary. `vod`: the numbers of its recording, if there is one. */
export function sessionFindings(given: FindingFacts, vod: VodNumbers | null, language: Language): Finding[] {
  const { t } = language;
  const { answer } = given;
  const { session_status: status } = answer.session_info;
  const { total_attended: came, total_registered: registered } = answer.attendance;
  if (status === "cancelled") return [plain(t("session.findings.cancelled", { registered }))];
  if (status === "scheduled" && came === 0)
    return planned(registered, given.usualRegistrations ?? null, language);
  if (status !== "ended") return liveFindings(given, language);
  if (came === 0)
    return [
      key(registered > 0 ? t("session.findings.none_came", { registered }) : t("session.findings.nobody")),
    ];
  if (came < peopleForPattern)
    return [
      plain(t("session.findings.too_few", { came, registered: baseOf(answer) })),
      ...onRecording(vod, language),
    ];
  return [...held(given, language), ...onRecording(vod, language)];
}

function planned(registered: number, usual: Band | null, { t }: Language): Finding[] {
  const mark = registered === 0 ? plain : key;
  if (!usual) return [mark(t("session.findings.registered", { registered }))];
  return [
    mark(t("session.findings.registered_and_usual", { registered })),
    plain(t("session.findings.usual_by_now", { by: Math.round(usual.median) })),
  ];
}

/** One sentence: who came compared with the usual number, then when they left or how long they stayed. */
function held(given: FindingFacts, language: Language): Finding[] {
  const { t, beginSentence } = language;
  const { answer } = given;
  const opening = againstUsual(given, language);
  const drop = largestDrop(answer.drop_off_points);
  const second = durationsOnly(answer)
    ? stayedLong(answer, language)
    : drop
      ? lossOf(given, drop, language)
      : staying(given, language);
  const first = opening ?? (second ? null : subject(answer, language));
  if (!second) return [key(`${first!.words}.`)];
  if (!first) return [key(beginSentence(second.words) + (second.after ? "," : ".")), ...afterIt(second)];
  // Two good or two bad clauses are joined by "and", otherwise by "but".
  const turns = first.good !== null && second.good !== null && first.good !== second.good;
  return [
    plain(t(turns ? "session.findings.first_but" : "session.findings.first_and", { first: first.words })),
    key(second.words + (second.after ? "," : ".")),
    ...afterIt(second),
  ];
}

/** A clause; whether it is good news (null: neither); and the text after it. */
type Clause = { words: string; good: boolean | null; after?: string };

const afterIt = ({ after }: Clause): Finding[] => (after ? [plain(after)] : []);

/** `More came and took part than usual`; null if both are typical or unknown. */
function againstUsual({ answer, typical }: FindingFacts, { t }: Language): Clause | null {
  const came = cameAgainst(answer, typical);
  const took = sideOfTypical("engagement_rate", answer, typical);
  const isNews = (one: Side | null) => one === "above" || one === "below";
  if (isNews(came) && isNews(took))
    return came === took
      ? { words: t("session.findings.came_and_took_part", { side: came! }), good: came === "above" }
      : { words: t("session.findings.came_but_share", { side: came!, took_part: took! }), good: null };
  if (isNews(came))
    return { words: t("session.findings.came_than_usual", { side: came! }), good: came === "above" };
  if (isNews(took))
    return { words: t("session.findings.took_part_than_usual", { side: took! }), good: took === "above" };
  return null;
}

/** On which side of the typical value a number lies, if that can be said. */
export function sideOfTypical(
  metric: TypicalMetric,
  { attendance, engagement, peak_viewers, engagement_score }: FindingFacts["answer"],
  typical: Typical | null,
): Side | null {
  const own = { ...attendance, ...engagement, ...peak_viewers, engagement_score, average_rating: null };
  return againstTypical(metric, own[metric], own, typical?.numbers[metric])?.side ?? null;
}

/** By the number of people; null if the share of the registered moved in the opposite direction. */
function cameAgainst(answer: FindingFacts["answer"], typical: Typical | null): Side | null {
  const heads = sideOfTypical("total_attended", answer, typical);
  const rate = sideOfTypical("attendance_rate", answer, typical);
  const opposed = (rate === "above" && heads === "below") || (rate === "below" && heads === "above");
  return opposed ? null : heads;
}

function lossOf({ answer, clock, returned }: FindingFacts, drop: DropOffPoint, language: Language): Clause {
  const { t } = language;
  const words = loss(answer, drop, clock, language);
  if (!returned) return { words, good: false };
  const gone = returned.left - returned.back;
  const left = numberOfSessions(returned.left, language);
  if (gone === 0) return { words, good: false, after: t("session.findings.all_returned", { left }) };
  if (returned.back === 0)
    return { words, good: false, after: t("session.findings.none_returned", { left }) };
  const after = t("session.findings.some_not_returned", {
    gone: numberOfSessions(gone, language),
    left,
    count: gone,
  });
  return { words, good: false, after };
}

/** Without a drop-off: whether people stayed longer than usual, or to the end. */
function staying({ answer, typical }: FindingFacts, language: Language): Clause | null {
  const stayed = sideOfTypical("average_presence_percentage", answer, typical);
  if (stayed === "above") return { words: language.t("session.findings.stayed_longer"), good: true };
  if (stayed === "below") return { words: language.t("session.findings.left_earlier"), good: false };
  const words = stayedToTheEnd(answer, language);
  return words === null ? null : { words, good: true };
}

/** `four fifths of those who came stayed to the end`: present at the last full minute; null if unknown, or of fewer. */
export function stayedToTheEnd(
  { retention, attendance }: FindingFacts["answer"],
  language: Language,
): string | null {
  const { minute = 0, viewers: last = 0 } = retention.at(-1) ?? {};
  const came = attendance.total_attended;
  if (came < peopleForPattern || minute + 1 < fewest.minutes_for_comparison) return null;
  if (last < came * stayedShare) return null;
  return language.t("session.findings.stayed_to_end", { ...partOfGroup(last, came, language), last, came });
}

function stayedLong({ attendance }: FindingFacts["answer"], { t, duration }: Language): Clause | null {
  const minutes = attendance.average_duration_minutes;
  return minutes === null
    ? null
    : {
        words: t("session.findings.present_on_average", { length: duration(minutes * 60) }),
        good: null,
        after: t("session.findings.times_not_recorded"),
      };
}

function subject({ attendance, engagement }: FindingFacts["answer"], { t }: Language): Clause {
  const { total_attended: came } = attendance;
  const engaged = engagement.engaged ?? 0;
  const words =
    engaged > 0
      ? t("session.findings.came_and_engaged", { came, engaged })
      : t("session.findings.came", { came });
  return { words, good: null };
}

/** The recording's largest drop-off. */
function onRecording(vod: VodNumbers | null, { t, share }: Language): Finding[] {
  if (!vod || vod.unique_viewers < fewest.people_for_rate) return [];
  const most = largestDrop(vod.drop_off_points);
  if (!most) return [];
  return [
    plain(
      t("session.findings.recording_drop", {
        ...share(most.lost, most.present),
        part: most.lost,
        base: most.present,
        from: mediaTime(most.from_second),
        to: mediaTime(most.to_second),
      }),
    ),
  ];
}
