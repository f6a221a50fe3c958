import { compareGroups, fewest, type Rate, trendOf } from "@/lib/measure/evidence";
import { countedBelow, ofBase, percent } from "@/lib/platform/format";
import { beginSentence, type Finding, key, listInWords, plain } from "@/lib/platform/phrases";
import type { OverviewAnswer, SessionSummary } from "../schema";
import { inWords } from "./sentences";

type Totals = Omit<OverviewAnswer, "success" | "recent_sessions">;

/** A held session of an overview, as far as it is compared. */
export type HeldSession = Pick<
  SessionSummary,
  | "course_id"
  | "format"
  | "total_registered"
  | "registered_attended"
  | "total_attended"
  | "engaged"
  | "average_presence_percentage"
  | "average_rating"
  | "total_responses"
>;

const perSession = {
  average_attendance_rate: (one: HeldSession) => ({
    part: one.registered_attended ?? 0,
    of: one.total_registered,
  }),
  average_engagement_rate: (one: HeldSession) => ({
    part: one.engaged ?? 0,
    of: one.engaged === null ? 0 : (one.total_attended ?? 0),
  }),
  /** The minutes present as a share of the length, so that a longer session is not one in which people stay longer. */
  average_presence_percentage: (one: HeldSession) => {
    const of = one.average_presence_percentage === null ? 0 : (one.total_attended ?? 0);
    return { part: ((one.average_presence_percentage ?? 0) / 100) * of, of };
  },
  average_rating: (one: HeldSession) => {
    const of = one.average_rating === null ? 0 : (one.total_responses ?? 0);
    return { part: (one.average_rating ?? 0) * of, of };
  },
} satisfies Record<string, (one: HeldSession) => Rate>;

export type OverviewChanges = ReturnType<typeof changesBetween>;

/**
 * What changed between two periods, over the sessions of courses and formats that were held in both; null where there are too few. Shares of
 * people are shares of 1, as are the minutes; ratings are stars.
 */
export function changesBetween(now: readonly HeldSession[], before: readonly HeldSession[]) {
  const kind = ({ course_id, format }: HeldSession) => `${course_id} ${format}`;
  const shared = (some: typeof now, others: typeof now) => {
    const kinds = new Set(others.map(kind));
    return some.filter((one) => kinds.has(kind(one)));
  };
  const [later, earlier] = [shared(now, before), shared(before, now)];
  const change = (of: (one: HeldSession) => Rate, people: boolean) =>
    compareGroups(later.map(of), earlier.map(of), { people });
  return {
    sessions: later.length,
    sessions_before: earlier.length,
    average_attendance_rate: change(perSession.average_attendance_rate, true),
    average_engagement_rate: change(perSession.average_engagement_rate, true),
    average_presence_percentage: change(perSession.average_presence_percentage, false),
    average_rating: change(perSession.average_rating, false),
  };
}

/** A smaller change is not worth a headline, however certain. */
const pointsApart = 0.02;
/** With fewer sessions nothing is said about several of them. */
const sessionsMin = 2;

/**
 * The overview's summary: what rose and what fell since the period before, and how many sessions had a
 * drop-off. `sessions`: those held in the period.
 */
export function overviewFindings(given: {
  now: Totals;
  changes: OverviewChanges | null;
  sessions: readonly Pick<SessionSummary, "drop_offs" | "curve">[];
}): Finding[] {
  const { now, changes } = given;
  // Reports with durations only do not show when people leave.
  const sessions = given.sessions.filter(({ curve }) => curve.length > 0);
  if (now.sessions_held === 0) return nothingHeld(now.sessions_planned);
  const compared = changes ? moves(changes) : [];
  const emptied = sessions.filter(({ drop_offs }) => drop_offs.length > 0).length;
  const enough = sessions.length >= sessionsMin && emptied >= 2;
  const where = enough
    ? `in ${someOf(emptied, sessions.length)} sessions more than a fifth of the room left at once`
    : null;
  const sentence = changeSentence(compared);
  if (sentence && where) return [...ended(sentence, "."), plain(`${beginSentence(where)}.`)];
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

type Move = { words: string; up: boolean };

const moveWords = {
  average_attendance_rate: ["more of the registered come", "fewer of the registered come"],
  average_engagement_rate: ["more take part", "fewer take part"],
  average_presence_percentage: ["they stay longer", "they leave earlier"],
} as const;

/** The changes beyond chance and large enough to mention, in the order of a session: who came, who took part, who stayed. */
const moves = (changes: OverviewChanges): Move[] =>
  (Object.keys(moveWords) as (keyof typeof moveWords)[]).flatMap((metric) => {
    const change = changes[metric];
    if (!change || change.side === "same" || Math.abs(change.difference) < pointsApart) return [];
    const up = change.side === "above";
    return [{ words: moveWords[metric][up ? 0 : 1], up }];
  });

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
  registered_attended: kept,
  total_registered: registered,
}: Totals): string {
  const sessions = `${beginSentence(inWords(held))} ${held === 1 ? "session was" : "sessions were"} held`;
  if (came === 0) return `${sessions}, and nobody came`;
  if (rate === null) return sessions;
  return registered < countedBelow
    ? `${sessions}; ${ofBase(kept, registered)} registered came`
    : `${sessions}; ${percent(rate, 0)} of the registered came`;
}

/** `three of six`, `both`, `all four`. */
function someOf(part: number, all: number): string {
  if (part < all) return `${inWords(part)} of ${inWords(all)}`;
  return all === 2 ? "both" : `all ${inWords(all)}`;
}

/** With fewer registrations a session's rate is not part of a trend. */
const registeredMin = fewest.people_for_rate;

/**
 * The title of the attendance rates, in time order: their trend, if chance does not explain it and the headline says nothing else; otherwise the
 * subject.
 */
export function historyTitle(
  sessions: readonly Pick<SessionSummary, "attendance_rate" | "total_registered">[],
  changes: OverviewChanges | null,
): string {
  const rates = sessions.flatMap(({ attendance_rate, total_registered }) =>
    attendance_rate === null || total_registered < registeredMin ? [] : [attendance_rate],
  );
  const trend = trendOf(rates);
  const lately = changes?.average_attendance_rate?.side;
  if (trend === "rising" && lately !== "below") return "Attendance has risen";
  if (trend === "falling" && lately !== "above") return "Attendance has fallen";
  return "Attendance, session by session";
}
