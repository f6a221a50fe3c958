import "server-only";
import type { ReactNode } from "react";
import { AttendanceHistory } from "@/components/overview/history";
import { OverviewNumbers } from "@/components/overview/numbers";
import { LastSessions, NextSessions, Themes } from "@/components/overview/tables";
import { VideosWithDropOffs } from "@/components/overview/videos";
import { ClientMessages } from "@/components/shell/client-messages";
import { Findings, PageHead } from "@/components/shell/page-head";
import { rangeChoices } from "@/components/tables/range-choices";
import { RangeMenu } from "@/components/tables/range-menu";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { Section, SectionHead } from "@/components/ui/section";
import { TableSkeleton } from "@/components/ui/skeleton";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import { isAdmin, isTeaching, type Scope } from "@/lib/auth/scope";
import { overviewQuery } from "@/lib/domain/sessions/filters";
import { changesBetween, historyTitle, overviewFindings } from "@/lib/domain/sessions/findings/overview";
import { sessionList } from "@/lib/domain/sessions/queries/list";
import {
  counted,
  nextSessions,
  overview,
  themesOfDays,
  totalsOf,
} from "@/lib/domain/sessions/queries/overview";
import { usualRegistrations } from "@/lib/domain/sessions/queries/past";
import { countByStatus } from "@/lib/domain/sessions/queries/session";
import type { SessionSummary } from "@/lib/domain/sessions/schema";
import { placeOf } from "@/lib/domain/sessions/words";
import { watchedInPeriods } from "@/lib/domain/videos/queries/overview";
import type { QuietLearners } from "@/lib/flows/overview/quiet-learners";
import { videosWithDropOffs, watchedVideos } from "@/lib/flows/overview/videos";
import { queryFromUrl, type Search } from "@/lib/http/list-url";
import { dateFormat, zoneName } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { unknown } from "@/lib/language/numbers";
import { type Day, dayOf, daysInclusive, plusDays } from "@/lib/platform/time";
import { Attention, QuietCount } from "./attention";
import { Streamed } from "./streamed";

const daysShown = 28;
const plannedShown = 3;
const themesShown = 3;
/** The history chart shows about a term of weekly sessions. */
const historyMax = 30;

/** The overview for staff: headline numbers, what needs attention, past and next sessions. */
export async function Overview({ scope, search }: { scope: Scope; search: Search }) {
  const language = await currentLanguage();
  const { t, count, decimal, ofBase, percent, beginSentence } = language;
  const { dayAndTime, dayRange, shortDate } = dateFormat(language.code);
  const now = new Date();
  const school = await ownSchool(scope);
  const timeZone = school.time_zone;
  const today = dayOf(now, timeZone);
  const days = daysOf(search, today);
  const length = daysInclusive(days.from, days.to);
  const earlier = { from: plusDays(days.from, -length), to: plusDays(days.from, -1) };
  const [
    counts,
    answer,
    before,
    recent,
    recentBefore,
    history,
    planned,
    written,
    [watched, watchedBefore],
    videos,
  ] = await Promise.all([
    countByStatus(scope),
    overview(scope, days, now),
    totalsOf(scope, earlier),
    sessionList(scope, { ...days, ...counted, sort: "when", limit: 100, offset: 0 }, now),
    sessionList(scope, { ...earlier, ...counted, sort: "when", limit: 100, offset: 0 }, now),
    sessionList(scope, { to: days.to, ...counted, sort: "when", limit: historyMax, offset: 0 }, now),
    nextSessions(scope, plannedShown, now),
    themesOfDays(scope, days),
    watchedInPeriods(scope, [days, earlier]),
    watchedVideos(scope, now),
  ]);
  const usual = await usualRegistrations(
    planned.map(({ session_id }) => session_id),
    now,
  );
  const past = [...history.items].reverse();
  const rated = past.filter((session) => session.attendance_rate !== null);
  const changes = changesBetween(recent.items, recentBefore.items);
  const losing = videosWithDropOffs(videos);
  const title = isAdmin(scope)
    ? (school.name ?? t("overview.page.all_schools"))
    : t("overview.page.your_teaching");
  const listHref = `/sessions?from=${days.from}&to=${days.to}&status=ended&left_out=false`;
  const head = (summary: ReactNode) => (
    <PageHead
      crumbs={[{ label: t("shell.frame.places.overview") }]}
      title={title}
      meta={[
        t("overview.page.compared", { range: dayRange(days.from, days.to), days: length }),
        zoneName(timeZone, language),
      ]}
      summary={summary}
      actions={
        <>
          <RangeMenu range={rangeChoices(days, today, language)} />
          {isTeaching(scope) ? (
            <LinkButton look="primary" href="/sessions/new">
              {t("sessions.list_page.new_session")}
            </LinkButton>
          ) : null}
        </>
      }
    />
  );
  if (counts.ended + counts.live + counts.scheduled + counts.cancelled === 0)
    return (
      <>
        {head(null)}
        <Empty
          place="page"
          title={t("sessions.list_page.none_yet")}
          actions={
            <>
              {isTeaching(scope) ? (
                <>
                  <LinkButton look="primary" href="/sessions/new">
                    {t("sessions.list_page.new_session")}
                  </LinkButton>
                  <LinkButton href="/imports">{t("sessions.list_page.import_report")}</LinkButton>
                </>
              ) : null}
              <LinkButton href="/videos">{t("overview.page.go_to_videos")}</LinkButton>
            </>
          }
        >
          {t(isTeaching(scope) ? "overview.page.none_yet_about" : "overview.page.none_yet_assistant")}
        </Empty>
      </>
    );
  const writtenParts = [
    ...(written.comments > 0 ? [t("overview.page.comments", { count: written.comments })] : []),
    ...(answer.average_rating === null
      ? []
      : [t("overview.page.average_rating", { rating: decimal(answer.average_rating) })]),
  ];
  const quietly = (text: (quiet: QuietLearners) => string) => (
    <Streamed fallback={unknown}>
      <QuietCount scope={scope} time_zone={timeZone} now={now}>
        {text}
      </QuietCount>
    </Streamed>
  );
  return (
    <ClientMessages of={["overview.history", "overview.videos"]}>
      {head(
        <Findings findings={overviewFindings({ now: answer, changes, sessions: recent.items }, language)} />,
      )}
      <OverviewNumbers
        totals={answer}
        before={before}
        changes={changes}
        history={past.slice(-12)}
        videos={{ now: watched!, before: watchedBefore! }}
        days={length}
        listHref={listHref}
        planned={counts.scheduled}
        quiet={{
          value: quietly(({ at_risk }) => count(at_risk)),
          base: quietly(({ learners }) => t("overview.numbers.of_enrolled", { count: learners })),
        }}
      />
      <Streamed key={`${days.from} ${days.to}`} fallback={<TableSkeleton rows={4} rowHeight={70} />}>
        <Attention
          scope={scope}
          read={{ recent: recent.items, planned, usualRegistrations: usual, videos }}
          from={days.from}
          time_zone={timeZone}
          now={now}
        />
      </Streamed>
      {rated.length > 1 ? (
        <Section line>
          <AttendanceHistory
            title={historyTitle(rated, changes, language)}
            points={rated.map((session) => {
              const at = session.begun_at;
              const came = ofBase(session.registered_attended, session.total_registered);
              return {
                key: session.session_id,
                value: session.attendance_rate,
                day: shortDate(at, timeZone),
                name: session.title,
                came,
                title: t("overview.page.point", {
                  title: session.title,
                  day: shortDate(at, timeZone),
                  rate: percent(session.attendance_rate),
                  came,
                }),
                href: `/sessions/${session.session_id}`,
              };
            })}
            lastText={lastText(rated.at(-1)!, timeZone, language)}
            csvHref={`/api/admin/training/sessions/export?status=ended&left_out=false&to=${days.to}`}
            note={t("overview.page.number_of_sessions", { count: rated.length })}
          />
        </Section>
      ) : null}
      <Section
        line
        title={t("overview.tables.last")}
        tools={
          answer.sessions_held > 0 ? (
            <LinkButton look="tool" href={listHref}>
              {t("overview.page.all", { count: answer.sessions_held })}
            </LinkButton>
          ) : null
        }
      >
        {answer.recent_sessions.length > 0 ? (
          <LastSessions
            rows={answer.recent_sessions.map((session) => ({
              session,
              day: dayAndTime(session.begun_at, now, timeZone),
            }))}
          />
        ) : (
          <p className="text-ink-2">{t("overview.findings.none_held")}</p>
        )}
      </Section>
      <div className="mt-12 grid grid-cols-2 gap-12 max-rail:mt-10 max-rail:grid-cols-1 max-rail:gap-10">
        <section>
          <SectionHead title={t("overview.tables.next")} />
          {planned.length > 0 ? (
            <NextSessions
              rows={planned.map((session) => ({
                session,
                when: dayAndTime(session.scheduled_start, now, timeZone),
                place: placeOf(session, language),
                usual: usual(session.session_id),
              }))}
            />
          ) : (
            <p className="text-ink-2">{t("overview.page.none_planned")}</p>
          )}
        </section>
        <section>
          <SectionHead title={t("overview.tables.themes")} sub={beginSentence(writtenParts.join(", "))} />
          {written.themes.length > 0 ? (
            <Themes themes={written.themes.slice(0, themesShown)} />
          ) : (
            <p className="text-ink-2">
              {written.comments > 0 ? t("overview.page.no_theme") : t("overview.page.no_comments")}
            </p>
          )}
        </section>
      </div>
      {losing.length > 0 ? (
        <Section line>
          <VideosWithDropOffs videos={losing} />
        </Section>
      ) : null}
    </ClientMessages>
  );
}

/** The requested days; the last 28 without a valid range in the URL. */
function daysOf(search: Search, today: Day): { from: Day; to: Day } {
  const { to = today, from = plusDays(to, 1 - daysShown) } = queryFromUrl(overviewQuery, search);
  return from <= to ? { from, to } : { from: plusDays(today, 1 - daysShown), to: today };
}

const lastText = (session: SessionSummary, timeZone: string, { code, t, percent }: Language) =>
  t("overview.page.last_rate", {
    rate: percent(session.attendance_rate, 0),
    weekday: dateFormat(code).weekdayOf(session.begun_at, timeZone),
  });
