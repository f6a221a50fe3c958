import { fewest } from "@/lib/measure/evidence";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { plural } from "@/lib/platform/format";
import { type Finding, key, plain } from "@/lib/platform/phrases";
import type { SessionSummary } from "../schema";
import type { SessionStatus } from "../session";
import { inWords } from "./sentences";

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
export function listFindings(given: {
  sessions: readonly Listed[];
  total: number;
  counts: Readonly<Record<SessionStatus, number>> | null;
}): Finding[] {
  const { sessions, total } = given;
  if (total === 0) return [plain("No sessions match.")];
  const counts = given.counts ?? (sessions.length === total ? countsOf(sessions) : null);
  return [...states(total, counts), ...runs(sessions, sessions.length === total)];
}

function countsOf(sessions: readonly Listed[]): Record<SessionStatus, number> {
  const counts = { scheduled: 0, live: 0, ended: 0, cancelled: 0 };
  for (const session of sessions) counts[session.session_status]++;
  return counts;
}

/** `14 sessions: one is live, three are planned, one was cancelled.` The rest were held. */
function states(total: number, counts: Readonly<Record<SessionStatus, number>> | null): Finding[] {
  const all = plural(total, "session");
  if (!counts) return [plain(`${all}.`)];
  const { live, scheduled, ended, cancelled } = counts;
  if (total === 1)
    return [plain(`${all}, ${live ? "live now" : ended ? "held" : scheduled ? "planned" : "cancelled"}.`)];
  if (live === total) return [plain(`${all},`), key("all live now.")];
  if (ended === total) return [plain(`${all}, all of them held.`)];
  if (scheduled === total) return [plain(`${all}, all of them planned.`)];
  if (cancelled === total) return [plain(`${all}, all of them cancelled.`)];
  const parts = [
    live > 0 ? { text: `${inWords(live)} ${live === 1 ? "is" : "are"} live`, strong: true } : null,
    scheduled > 0 ? plain(`${inWords(scheduled)} ${scheduled === 1 ? "is" : "are"} planned`) : null,
    cancelled > 0 ? plain(`${inWords(cancelled)} ${cancelled === 1 ? "was" : "were"} cancelled`) : null,
  ].filter((part) => part !== null);
  return [
    plain(`${all}:`),
    ...parts.map((part, index) => ({ ...part, text: `${part.text}${index < parts.length - 1 ? "," : "."}` })),
  ];
}

/**
 * The longest run of rising or falling scores up to the latest session, of one series or, without one, one course, and of one format. Sessions
 * that are left out or to which few people came are passed over.
 */
function runs(sessions: readonly Listed[], whole: boolean): Finding[] {
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
  return [plain(`Scores in ${title} have ${rising ? "risen" : "fallen"} ${inWords(times)} times in a row.`)];
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
