import { mean } from "@/lib/measure/quantiles";
import { percent } from "@/lib/platform/format";
import { beginSentence, type Finding, key, listInWords, plain } from "@/lib/platform/phrases";
import type { OverviewAnswer, SessionSummary } from "../schema";
import { inWords } from "./sentences";

type Totals = Omit<OverviewAnswer, "success" | "recent_sessions">;

/** Rates that changed by fewer points count as unchanged. */
const pointsApart = 2;
/** Durations that changed by less than this share count as unchanged. */
const lengthApart = 0.05;
/** With fewer sessions in either period nothing is compared. */
const sessionsMin = 2;

/**
 * The overview's summary: what rose and what fell since the period before, and how many sessions had a
 * drop-off. `sessions`: those held in the period.
 */
export function overviewFindings(given: {
  now: Totals;
  before: Totals | null;
  sessions: readonly Pick<SessionSummary, "drop_offs">[];
}): Finding[] {
  const { now, before, sessions } = given;
  if (now.sessions_held === 0) return nothingHeld(now.sessions_planned);
  const compared =
    before && now.sessions_held >= sessionsMin && before.sessions_held >= sessionsMin
      ? moves(now, before)
      : [];
  const emptied = sessions.filter(({ drop_offs }) => drop_offs.length > 0).length;
  const enough = sessions.length >= sessionsMin && emptied >= 2;
  const where = enough
    ? `in ${someOf(emptied, sessions.length)} sessions more than a fifth of the room left at once`
    : null;
  const sentence = changeSentence(compared);
  // After "leave earlier" drop-offs are the reason; otherwise they are a separate sentence.
  const explains = compared.some(({ words }) => words === leaveEarlier);
  if (sentence && where)
    return explains
      ? [...ended(sentence, ":"), plain(`${where}.`)]
      : [...ended(sentence, "."), plain(`${beginSentence(where)}.`)];
  if (sentence) return ended(sentence, ".");
  const subject = subjectOf(now);
  if (!where) return [plain(`${subject}.`)];
  return [plain(`${subject};`), key(`${where}.`)];
}

function nothingHeld(plannedSessions: number): Finding[] {
  if (plannedSessions === 0) return [plain("No sessions were held in this period.")];
  return [
    plain("No sessions were held in this period;"),
    key(`${inWords(plannedSessions)} ${plannedSessions === 1 ? "is" : "are"} planned.`),
  ];
}

const leaveEarlier = "they leave earlier";
type Move = { words: string; up: boolean };

/** The changes large enough to mention, in the order of a session: who came, who took part, who stayed. */
function moves(now: Totals, before: Totals): Move[] {
  const points = (key: "average_attendance_rate" | "average_engagement_rate", what: string): Move[] => {
    const [is, was] = [now[key], before[key]];
    if (is === null || was === null || Math.abs(is - was) < pointsApart) return [];
    return [{ words: `${is > was ? "more" : "fewer"} ${what}`, up: is > was }];
  };
  const [is, was] = [now.average_duration_minutes, before.average_duration_minutes];
  const stayed: Move[] =
    is === null || was === null || was === 0 || Math.abs(is - was) / was < lengthApart
      ? []
      : [{ words: is > was ? "they stay longer" : leaveEarlier, up: is > was }];
  return [
    ...points("average_attendance_rate", "of the registered come"),
    ...points("average_engagement_rate", "take part"),
    ...stayed,
  ];
}

/** The changes in one direction, then, in bold, those in the other; without the final punctuation. */
function changeSentence(all: readonly Move[]): Finding[] | null {
  const [first] = all;
  if (!first) return null;
  const same = all.filter(({ up }) => up === first.up);
  const other = all.filter(({ up }) => up !== first.up);
  const opening = beginSentence(listInWords(same.map(({ words }) => words)));
  if (other.length === 0) return [key(`${opening} than before`)];
  return [plain(`${opening}, but`), key(`${listInWords(other.map(({ words }) => words))} than before`)];
}

const ended = (parts: readonly Finding[], mark: string): Finding[] =>
  parts.map((part, index) => (index === parts.length - 1 ? { ...part, text: part.text + mark } : part));

function subjectOf({
  sessions_held: held,
  average_attendance_rate: rate,
  total_attended: came,
}: Totals): string {
  const sessions = `${beginSentence(inWords(held))} ${held === 1 ? "session was" : "sessions were"} held`;
  if (came === 0) return `${sessions}, and nobody came`;
  return rate === null ? sessions : `${sessions}; ${percent(rate, 0)} of the registered came`;
}

/** `three of six`, `both`, `all four`. */
function someOf(part: number, all: number): string {
  if (part < all) return `${inWords(part)} of ${inWords(all)}`;
  return all === 2 ? "both" : `all ${inWords(all)}`;
}

/** The title of the attendance rates, in time order: the last third compared with the first; the subject if there is no clear change. */
export function historyTitle(sessions: readonly Pick<SessionSummary, "attendance_rate">[]): string {
  const third = Math.floor(sessions.length / 3);
  const meanOf = (some: typeof sessions) =>
    mean(some.map(({ attendance_rate }) => attendance_rate ?? 0)) ?? 0;
  if (third < 2) return "Attendance, session by session";
  const change = meanOf(sessions.slice(-third)) - meanOf(sessions.slice(0, third));
  if (change > 5) return "Attendance has risen";
  return change < -5 ? "Attendance has fallen" : "Attendance is steady";
}
