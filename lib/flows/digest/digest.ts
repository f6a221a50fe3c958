import "server-only";
import { ownSchool } from "@/lib/auth/school";
import { isAdmin, type Scope } from "@/lib/auth/scope";
import { changesBetween, overviewFindings } from "@/lib/domain/sessions/findings/overview";
import { sessionList } from "@/lib/domain/sessions/queries/list";
import { counted, nextSessions, totalsOf } from "@/lib/domain/sessions/queries/overview";
import { usualRegistrations } from "@/lib/domain/sessions/queries/past";
import type { SessionSummary } from "@/lib/domain/sessions/schema";
import { watchedInPeriods } from "@/lib/domain/videos/queries/overview";
import { workList } from "@/lib/domain/work/queries";
import { wordsOf } from "@/lib/glossary/glossary";
import { dateFormat, zoneName } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import type { Finding } from "@/lib/platform/phrases";
import { dayOf, startOfDayInstant } from "@/lib/platform/time";
import { prioritiesOf } from "../overview/priorities";
import { quietLearners } from "../overview/quiet-learners";
import { watchedVideos } from "../overview/videos";
import { type DigestPeriod, lastPeriod, periodName } from "./period";

/*
 * What happened in a week or month against the one before, and what needs attention: the facts and sentences of the overview, written once for the mail
 * (mail.ts) and for the page.
 */

type Item = { title: string; text: string; href: string };

/** A part of a digest: numbers of the period and of the one before, or things with their pages. */
export type DigestPart =
  | { kind: "numbers"; title: string; heads: [string, string, string]; rows: [string, string, string][] }
  | { kind: "items"; title: string; items: Item[]; note: string | null };

export type Digest = {
  title: string;
  /** Its page. */
  href: string;
  /** Whose clock its times are of. */
  zone: string;
  findings: Finding[];
  parts: DigestPart[];
  /** Whether a session was held or a video watched: without, no mail is sent. */
  has_news: boolean;
};

/** So many sessions are compared, as on the overview, and so many are listed. */
const comparedMax = 100;
const listedMax = 10;
const plannedMax = 3;
const failedMax = 100;

/** The digest of a period that is over, of what a scope reaches. What needs attention now is in the latest one. */
export async function digestOf(
  scope: Scope,
  period: DigestPeriod,
  language: Language,
  now: Date,
): Promise<Digest> {
  const { t } = language;
  const { name, time_zone } = await ownSchool(scope);
  const { from, to, before } = period;
  const days = { from, to };
  const isLatest = lastPeriod(period.kind, dayOf(now, time_zone)).from === from;
  const sessionsOf = (some: typeof days) =>
    sessionList(scope, { ...some, ...counted, sort: "when", limit: comparedMax, offset: 0 }, now);
  const [totals, totalsBefore, recent, recentBefore, watched] = await Promise.all([
    totalsOf(scope, days),
    totalsOf(scope, before),
    sessionsOf(days),
    sessionsOf(before),
    watchedInPeriods(scope, [days, before]),
  ]);
  const changes = changesBetween(recent.items, recentBefore.items);
  const { dayRange } = dateFormat(language.code);
  const who = isAdmin(scope) ? (name ?? t("overview.page.all_schools")) : t("overview.page.your_teaching");
  return {
    title: t("overview.digest.title", { who, range: dayRange(from, to) }),
    href: `/digest/${periodName(period)}`,
    zone: zoneName(time_zone, language),
    findings: overviewFindings({ now: totals, changes, sessions: recent.items }, language),
    parts: [
      numbersOf(period, [totals, totalsBefore], watched, language),
      ...(await attentionOf(scope, { recent: recent.items, from, time_zone, isLatest }, language, now)),
      ...sessionsPart(recent, time_zone, language, now),
    ],
    has_news: totals.sessions_held > 0 || (watched[0]?.seconds ?? 0) > 0,
  };
}

type Totals = Awaited<ReturnType<typeof totalsOf>>;
type Watched = Awaited<ReturnType<typeof watchedInPeriods>>;

function numbersOf(
  { kind, from, to, before }: DigestPeriod,
  totals: [Totals, Totals],
  watched: Watched,
  language: Language,
): DigestPart {
  const { t, count, decimal, duration, shareOfPeople } = language;
  const { dayRange } = dateFormat(language.code);
  const row = (label: string, of: (totals: Totals) => string): [string, string, string] => [
    label,
    ...(totals.map(of) as [string, string]),
  ];
  const ofVideos = (label: string, of: (one: Watched[number]) => string): [string, string, string] => [
    label,
    ...(watched.map(of) as [string, string]),
  ];
  const label = (key: Parameters<typeof wordsOf>[0]) => wordsOf(key, language).label;
  return {
    kind: "numbers",
    title: t("overview.digest.numbers", { kind }),
    heads: [t("overview.digest.number"), dayRange(from, to), dayRange(before.from, before.to)],
    rows: [
      row(label("sessions_held"), ({ sessions_held }) => count(sessions_held)),
      row(label("total_attended"), ({ total_attended }) => count(total_attended)),
      row(label("average_attendance_rate"), (one) =>
        shareOfPeople(one.registered_attended, one.total_registered, one.average_attendance_rate),
      ),
      row(label("average_rating"), ({ average_rating }) => decimal(average_rating)),
      ofVideos(t("overview.numbers.videos_watched"), ({ seconds }) => duration(seconds)),
      ofVideos(t("ui.viewers"), ({ people }) => count(people)),
    ],
  };
}

/** What needs attention: of the sessions of the period, and in the latest digest also what is so now. */
async function attentionOf(
  scope: Scope,
  read: { recent: SessionSummary[]; from: string; time_zone: string; isLatest: boolean },
  language: Language,
  now: Date,
): Promise<DigestPart[]> {
  const { recent, from, time_zone, isLatest } = read;
  const { t } = language;
  const { clockTime, weekdayOf } = dateFormat(language.code);
  const nobody = { learners: 0, at_risk: 0, missed: null, latest_names: [], quiet_latest: [] };
  const [planned, videos, learners, work] = isLatest
    ? await Promise.all([
        nextSessions(scope, plannedMax, now),
        watchedVideos(scope, now),
        quietLearners(scope, { time_zone }, now),
        workList(scope, { state: "failed", limit: failedMax, offset: 0 }, language),
      ])
    : [[], [], nobody, { items: [] }];
  const usual = await usualRegistrations(
    planned.map(({ session_id }) => session_id),
    now,
  );
  const since = startOfDayInstant(from, time_zone).toISOString();
  const items = prioritiesOf(
    {
      ...{ recent, planned, videos, learners, usualRegistrations: usual },
      failed: work.items.filter(({ ended_at }) => ended_at !== null && ended_at >= since),
      weekday: (at) => weekdayOf(at, time_zone),
      clock: (at) => clockTime(at, time_zone),
    },
    language,
  );
  if (items.length === 0) return [];
  return [
    {
      kind: "items",
      title: t("overview.page.needs_attention"),
      items: items.map(({ title, detail, href }) => ({ title, text: detail, href })),
      note: null,
    },
  ];
}

function sessionsPart(
  { items, total }: { items: SessionSummary[]; total: number },
  timeZone: string,
  language: Language,
  now: Date,
): DigestPart[] {
  if (items.length === 0) return [];
  const { t, decimal } = language;
  const { dayAndTime } = dateFormat(language.code);
  const listed = items.slice(0, listedMax);
  const others = total - listed.length;
  return [
    {
      kind: "items",
      title: t("ui.sessions"),
      items: listed.map((session) => ({
        title: session.title,
        text: [
          dayAndTime(session.begun_at, now, timeZone),
          session.total_attended === null
            ? t("overview.digest.attended_unknown")
            : t("overview.digest.attended", { count: session.total_attended }),
          session.average_rating === null
            ? null
            : t("overview.tables.rated", { rating: decimal(session.average_rating) }),
        ]
          .filter(Boolean)
          .join(" · "),
        href: `/sessions/${session.session_id}`,
      })),
      note: others > 0 ? t("overview.digest.more", { count: others }) : null,
    },
  ];
}
