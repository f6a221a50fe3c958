import type { Language } from "@/lib/language/language";
import { fewest } from "@/lib/measure/evidence";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { type Finding, key, plain } from "@/lib/platform/phrases";
import type { SessionSummary } from "../schema";
import type { SessionStatus } from "../session";
import { numberOfSessions } from "../words";

type Listed = Pick<
  SessionSummary,
  | "session_status"
  | "series_id"
  | "series_title"
  | "series_number"
  | "course_id"
  | "course_title"
  | "begun_at"
  | "engagement_score"
  | "left_out"
  | "format"
  | "total_attended"
>;

/** Scores that rose or fell at least this often in a row are mentioned: the steps between the fewest sessions of a trend. */
const runMin = fewest.sessions_for_trend - 1;

/**
 * The list's summary: the number of sessions by status, and scores that keep rising or falling. `counts`: of
 * all listed sessions on all pages; null if only the sessions of this page are known.
 */
export function listFindings(
  given: {
    sessions: readonly Listed[];
    total: number;
    counts: Readonly<Record<SessionStatus, number>> | null;
  },
  language: Language,
): Finding[] {
  const { sessions, total } = given;
  if (total === 0) return [plain(language.t("sessions.list_findings.no_match"))];
  const counts = given.counts ?? (sessions.length === total ? countsOf(sessions) : null);
  return [...states(total, counts, language), ...runs(sessions, sessions.length === total, language)];
}

function countsOf(sessions: readonly Listed[]): Record<SessionStatus, number> {
  const counts = { scheduled: 0, live: 0, ended: 0, cancelled: 0 };
  for (const session of sessions) counts[session.session_status]++;
  return counts;
}

/** `14 sessions: one is live, three are planned, one was cancelled.` The rest were held. */
function states(
  total: number,
  counts: Readonly<Record<SessionStatus, number>> | null,
  language: Language,
): Finding[] {
  const { t } = language;
  if (!counts) return [plain(t("sessions.list_findings.total", { total }))];
  const { live, scheduled, ended, cancelled } = counts;
  const status = live ? "live" : ended ? "ended" : scheduled ? "scheduled" : "cancelled";
  if (total === 1) return [plain(t("sessions.list_findings.one", { status }))];
  if (live === total)
    return [
      plain(t("sessions.list_findings.total_before_all", { total })),
      key(t("sessions.list_findings.all_live")),
    ];
  if (counts[status] === total) return [plain(t("sessions.list_findings.all", { total, status }))];
  const state = (count: number) => ({ count, words: numberOfSessions(count, language) });
  const parts = [
    live > 0 ? key(t("sessions.list_findings.live", state(live))) : null,
    scheduled > 0 ? plain(t("sessions.list_findings.scheduled", state(scheduled))) : null,
    cancelled > 0 ? plain(t("sessions.list_findings.cancelled", state(cancelled))) : null,
  ].filter((part) => part !== null);
  return [
    plain(t("sessions.list_findings.total_before_states", { total })),
    ...parts.map(({ text, strong }, index) => ({
      text: t(`sessions.list_findings.${index < parts.length - 1 ? "state" : "last_state"}`, { state: text }),
      strong,
    })),
  ];
}

/**
 * The longest run of rising or falling scores up to the latest session, of one series or, without one, one course, and of one format. Sessions
 * that are left out or to which few people came are passed over.
 */
function runs(sessions: readonly Listed[], whole: boolean, language: Language): Finding[] {
  const groups = new Map<string, Listed[]>();
  for (const session of sessions) {
    const id = session.series_id ?? session.course_id;
    if (session.session_status === "ended" && isScored(session) && id !== null)
      getOrInsert(groups, `${id} ${session.format}`, () => []).push(session);
  }
  let longest: { title: string; times: number; rising: boolean } | null = null;
  for (const group of groups.values()) {
    const title = group[0]!.series_title ?? group[0]!.course_title;
    const run = lastRun(
      group.sort((a, b) => begun(a) - begun(b)),
      whole,
    );
    if (title && run.times >= runMin && run.times > (longest?.times ?? 0)) longest = { title, ...run };
  }
  if (!longest) return [];
  const { title, times, rising } = longest;
  return [
    plain(
      language.t("sessions.list_findings.run", {
        title,
        direction: rising ? "rising" : "falling",
        times: numberOfSessions(times, language),
      }),
    ),
  ];
}

const isScored = ({ engagement_score, left_out, total_attended }: Listed): boolean =>
  engagement_score !== null && !left_out && (total_attended ?? 0) >= fewest.people_for_rate;

const begun = (session: Listed): number => Date.parse(session.begun_at);

/** How often in a row, up to the last, the scores moved in the same direction. One page of a longer list can lack sessions: then only neighbours in a series count. */
function lastRun(inTime: readonly Listed[], whole: boolean): { times: number; rising: boolean } {
  const steps = inTime.slice(1).map((session, index) => {
    const previous = inTime[index]!;
    const follows = whole || (session.series_number ?? Number.NaN) === (previous.series_number ?? 0) + 1;
    return follows ? Math.sign(session.engagement_score! - previous.engagement_score!) : 0;
  });
  const last = steps.at(-1) ?? 0;
  let times = 0;
  while (last !== 0 && steps.at(-1 - times) === last) times++;
  return { times, rising: last > 0 };
}
