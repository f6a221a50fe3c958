import { largestDrop } from "@/lib/measure/drop-offs";
import { type Band, fewest, type Side } from "@/lib/measure/evidence";
import { countedBelow, duration, mediaTime } from "@/lib/platform/format";
import { beginSentence, type Finding, key, plain, shareDoes, shareInWords } from "@/lib/platform/phrases";
import type { Returned } from "../departures";
import type { TypicalMetric } from "../metrics";
import type { DropOffPoint, SessionNumbers, VodNumbers } from "../schema";
import type { SessionInfo } from "../session";
import { againstTypical, type Typical } from "../typical";
import { inWords, ofTheRoom } from "./sentences";

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

type Drop = DropOffPoint;

/** With fewer people no pattern is mentioned. */
export const peopleForPattern = fewest.people_for_rate;
/** If this share of those who came is present at the end, people stayed. */
const stayedShare = 0.8;

/** Reports that say how long people were there, but not when. */
export const durationsOnly = ({ attendance, peak_viewers }: FindingFacts["answer"]): boolean =>
  attendance.total_attended > 0 && peak_viewers.peak_count === null;

/** The page's summary. `vod`: the numbers of its recording, if there is one. */
export function sessionFindings(given: FindingFacts, vod: VodNumbers | null): Finding[] {
  const { answer } = given;
  const { session_status: status } = answer.session_info;
  const { total_attended: came, total_registered: registered } = answer.attendance;
  if (status === "cancelled")
    return [plain(`This session was cancelled${registered > 0 ? `; ${registered} had registered` : ""}.`)];
  if (status === "scheduled" && came === 0) return planned(registered, given.usualRegistrations ?? null);
  if (status !== "ended") return running(given);
  if (came === 0)
    return [
      key(
        registered > 0 ? `None of the ${registered} registered came.` : "Nobody registered, and nobody came.",
      ),
    ];
  if (came < peopleForPattern)
    return [plain(`${came} came${ofRegistered(answer)}: too few to tell a pattern.`), ...onRecording(vod)];
  return [...held(given), ...onRecording(vod)];
}

/** `, of 42 registered` only if all who came had registered. */
const ofRegistered = ({ attendance: { total_registered, walk_ins } }: FindingFacts["answer"]): string =>
  total_registered > 0 && walk_ins === 0 ? `, of ${total_registered} registered` : "";

function planned(registered: number, usual: Band | null): Finding[] {
  const who = registered === 0 ? "Nobody has" : `${registered} ${registered === 1 ? "has" : "have"}`;
  const yet = registered === 0 ? " yet" : "";
  const mark = registered === 0 ? plain : key;
  if (!usual) return [mark(`${who} registered${yet}.`)];
  const by = Math.round(usual.median);
  return [
    mark(`${who} registered${yet};`),
    plain(`usually about ${by} ${by === 1 ? "has" : "have"} by now.`),
  ];
}

function running({ answer, hereNow, clock }: FindingFacts): Finding[] {
  const { total_attended: came, total_registered: registered } = answer.attendance;
  const drop = largestDrop(answer.drop_off_points);
  const lost = drop ? [plain(`${beginSentence(loss(answer, drop, clock))}.`)] : [];
  if (hereNow === null || hereNow === undefined)
    return [key(`${came} ${came === 1 ? "has" : "have"} come so far${ofRegistered(answer)}.`), ...lost];
  if (hereNow === 0 && came === 0)
    return [
      key(
        registered > 0
          ? `None of the ${registered} registered is here yet.`
          : "Nobody is here yet, and nobody has registered.",
      ),
    ];
  const here = `${hereNow} ${hereNow === 1 ? "is" : "are"} here now`;
  const all = hereNow === came ? [] : [plain(`${came} ${came === 1 ? "has" : "have"} come so far.`)];
  const base = ofRegistered(answer);
  return base
    ? [key(`${here},`), plain(`${base.slice(2)}.`), ...all, ...lost]
    : [key(`${here}.`), ...all, ...lost];
}

/** One sentence: who came compared with the usual number, then when they left or how long they stayed. */
function held(given: FindingFacts): Finding[] {
  const { answer } = given;
  const opening = againstUsual(given);
  const drop = largestDrop(answer.drop_off_points);
  const second = durationsOnly(answer) ? stayedLong(answer) : drop ? lossOf(given, drop) : staying(given);
  const first = opening ?? (second ? null : subject(answer));
  if (!second) return [key(`${first!.words}.`)];
  if (!first) return [key(beginSentence(second.words) + (second.after ? "," : ".")), ...afterIt(second)];
  // Two good or two bad clauses are joined by "and", otherwise by "but".
  const turns = first.good !== null && second.good !== null && first.good !== second.good;
  return [
    plain(`${first.words}, ${turns ? "but" : "and"}`),
    key(second.words + (second.after ? "," : ".")),
    ...afterIt(second),
  ];
}

/** A clause; whether it is good news (null: neither); and the text after it. */
type Clause = { words: string; good: boolean | null; after?: string };

const afterIt = ({ after }: Clause): Finding[] => (after ? [plain(after)] : []);

/** `More came and took part than usual`; null if both are typical or unknown. */
function againstUsual({ answer, typical }: FindingFacts): Clause | null {
  const came = cameAgainst(answer, typical);
  const took = sideOfTypical("engagement_rate", answer, typical);
  const isNews = (one: Side | null) => one === "above" || one === "below";
  const more = (one: Side | null) => (one === "above" ? "more" : "fewer");
  const clause = (words: string, good: boolean | null) => ({ words: beginSentence(words), good });
  if (isNews(came) && isNews(took))
    return came === took
      ? clause(`${more(came)} came and took part than usual`, came === "above")
      : clause(
          `${more(came)} came than usual and a ${took === "above" ? "larger" : "smaller"} share took part`,
          null,
        );
  if (isNews(came)) return clause(`${more(came)} came than usual`, came === "above");
  if (isNews(took)) return clause(`${more(took)} took part than usual`, took === "above");
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

function lossOf({ answer, clock, returned }: FindingFacts, drop: Drop): Clause {
  const words = loss(answer, drop, clock);
  if (!returned) return { words, good: false };
  const { left, back } = returned;
  const those = `those ${inWords(left)}`;
  if (back === left) return { words, good: false, after: `and all of ${those} returned later.` };
  if (back === 0) return { words, good: false, after: `and none of ${those} returned.` };
  return { words, good: false, after: `and ${inWords(left - back)} of ${those} did not return.` };
}

/** `a quarter of the room left at 19:00`, the minute in which most of them left, or between two times if neighbouring windows were merged. */
export function loss(answer: FindingFacts["answer"], drop: Drop, clock: FindingFacts["clock"]): string {
  const [from, to] = [clock(drop.from), clock(drop.to)];
  const minutes = (Date.parse(drop.to) - Date.parse(drop.from)) / 60_000;
  const long = minutes > Math.max(1, Math.round(answer.retention.length / 20)) && from !== to;
  return `${ofTheRoom(drop.lost, drop.present)} left ${long ? `between ${from} and ${to}` : `at ${clock(drop.at)}`}`;
}

/** Without a drop-off: whether people stayed longer than usual, or to the end. */
function staying({ answer, typical }: FindingFacts): Clause | null {
  const stayed = sideOfTypical("average_presence_percentage", answer, typical);
  if (stayed === "above") return { words: "they stayed longer than usual", good: true };
  if (stayed === "below") return { words: "they left earlier than usual", good: false };
  const words = stayedToTheEnd(answer);
  return words === null ? null : { words, good: true };
}

/** `four fifths of those who came stayed to the end`: present at the last full minute; null if unknown, or of fewer. */
export function stayedToTheEnd({ retention, attendance }: FindingFacts["answer"]): string | null {
  const last = retention.at(-1)?.viewers ?? 0;
  const came = attendance.total_attended;
  if (came < peopleForPattern || last < came * stayedShare) return null;
  if (last === came) return `all ${came < countedBelow ? `${inWords(came)} ` : ""}who came stayed to the end`;
  const { part } = shareInWords(last, came);
  return `${part} ${came < countedBelow ? "" : "of those "}who came stayed to the end`;
}

const lengthOf = (minutes: number): string => duration(minutes * 60);

function stayedLong({ attendance }: FindingFacts["answer"]): Clause | null {
  const minutes = attendance.average_duration_minutes;
  return minutes === null
    ? null
    : {
        words: `they were present for ${lengthOf(minutes)} on average`,
        good: null,
        after: "but the times were not recorded.",
      };
}

function subject({ attendance, engagement }: FindingFacts["answer"]): Clause {
  const { total_attended: came } = attendance;
  return {
    words:
      (engagement.engaged ?? 0) > 0
        ? `${came} came and ${engagement.engaged} of them took part`
        : `${came} came`,
    good: null,
  };
}

/** The recording's largest drop-off. */
function onRecording(vod: VodNumbers | null): Finding[] {
  if (!vod || vod.unique_viewers < fewest.people_for_rate) return [];
  const most = largestDrop(vod.drop_off_points);
  if (!most) return [];
  const those = shareDoes(most.lost, most.present, "stop");
  const place = `${mediaTime(most.from_second)} and ${mediaTime(most.to_second)}`;
  return [plain(`On the recording, ${those} between ${place}.`)];
}
