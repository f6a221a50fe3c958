import type { Language } from "@/lib/language/language";
import { countedBelow } from "@/lib/language/numbers";
import { compareGroups, fewest, type Rate, trendOf } from "@/lib/measure/evidence";
import { type Finding, key, plain } from "@/lib/platform/phrases";
import type { OverviewAnswer, SessionSummary } from "../schema";
import { numberOfSessions } from "../words";

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
} satisfies Record<string, (one: HeldSession) => Rate>;

export type OverviewChanges = ReturnType<typeof changesBetween>;

/**
 * What changed between two periods, over the sessions of courses and formats that were held in both; null where there are too few. Shares of
 * people are shares of 1, as are the minutes.
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
export function overviewFindings(
  given: {
    now: Totals;
    changes: OverviewChanges | null;
    sessions: readonly Pick<SessionSummary, "drop_offs" | "curve">[];
  },
  language: Language,
): Finding[] {
  const { now, changes } = given;
  const { t, beginSentence } = language;
  // Reports with durations only do not show when people leave.
  const sessions = given.sessions.filter(({ curve }) => curve.length > 0);
  if (now.sessions_held === 0) return nothingHeld(now.sessions_planned, language);
  const emptied = sessions.filter(({ drop_offs }) => drop_offs.length > 0).length;
  const enough = sessions.length >= sessionsMin && emptied >= 2;
  const where = enough ? emptiedText(emptied, sessions.length, language) : null;
  const sentence = changes ? changeSentence(moves(changes), language) : null;
  if (sentence) return where ? [...sentence, plain(beginSentence(where))] : sentence;
  const text = subjectOf(now, language);
  if (!where) return [plain(t("overview.findings.sentence", { text }))];
  return [plain(t("overview.findings.followed", { text })), key(where)];
}

function nothingHeld(sessions: number, language: Language): Finding[] {
  const { t } = language;
  if (sessions === 0) return [plain(t("overview.findings.none_held"))];
  return [
    plain(t("overview.findings.none_held_but")),
    key(t("overview.findings.planned", { sessions, number: numberOfSessions(sessions, language) })),
  ];
}

const movedMetrics = [
  "average_attendance_rate",
  "average_engagement_rate",
  "average_presence_percentage",
] as const;

type Move = { metric: (typeof movedMetrics)[number]; up: boolean };

/** The changes beyond chance and large enough to mention, in the order of a session: who came, who took part, who stayed. */
const moves = (changes: OverviewChanges): Move[] =>
  movedMetrics.flatMap((metric) => {
    const change = changes[metric];
    if (!change || change.side === "same" || Math.abs(change.difference) < pointsApart) return [];
    return [{ metric, up: change.side === "above" }];
  });

/** The changes in one direction, then, in bold, those in the other. */
function changeSentence(all: readonly Move[], { t, and, beginSentence }: Language): Finding[] | null {
  const [first] = all;
  if (!first) return null;
  const listed = (some: readonly Move[]) =>
    and(some.map(({ metric, up }) => t(`overview.findings.${metric}`, { up: up ? "yes" : "no" })));
  const same = listed(all.filter(({ up }) => up === first.up));
  const other = listed(all.filter(({ up }) => up !== first.up));
  if (!other) return [key(beginSentence(t("overview.findings.than_before", { changes: same })))];
  return [
    plain(beginSentence(t("overview.findings.but", { changes: same }))),
    key(t("overview.findings.than_before", { changes: other })),
  ];
}

function subjectOf(totals: Totals, language: Language): string {
  const { sessions_held: sessions, average_attendance_rate: rate, total_registered: registered } = totals;
  const { t, ofBase, percent, beginSentence } = language;
  const few = registered < countedBelow;
  const came = totals.total_attended === 0 ? "nobody" : rate === null ? "unknown" : few ? "few" : "many";
  return beginSentence(
    t("overview.findings.held", {
      sessions,
      number: numberOfSessions(sessions, language),
      came,
      people: ofBase(totals.registered_attended, registered),
      rate: percent(rate, 0),
    }),
  );
}

/** `in three of six sessions …`, `in both …`, `in all four …`. */
function emptiedText(part: number, all: number, language: Language): string {
  const some = part < all ? "some" : all === 2 ? "both" : "all";
  const number = (value: number) => numberOfSessions(value, language);
  return language.t("overview.findings.emptied", { some, part: number(part), all: number(all) });
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
  { t }: Language,
): string {
  const rates = sessions.flatMap(({ attendance_rate, total_registered }) =>
    attendance_rate === null || total_registered < registeredMin ? [] : [attendance_rate],
  );
  const trend = trendOf(rates);
  const lately = changes?.average_attendance_rate?.side;
  if (trend === "rising" && lately !== "below") return t("overview.history.risen");
  if (trend === "falling" && lately !== "above") return t("overview.history.fallen");
  return t("overview.history.by_session");
}
