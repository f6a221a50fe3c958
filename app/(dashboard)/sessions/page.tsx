import type { Metadata } from "next";
import { type SessionRow, sessionTableColumns } from "@/components/sessions/list/columns";
import { SessionsTable } from "@/components/sessions/list/sessions-table";
import { ClientMessages } from "@/components/shell/client-messages";
import { Findings, PageHead } from "@/components/shell/page-head";
import { termsOf } from "@/components/tables/column";
import { rangeChoices } from "@/components/tables/range-choices";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import { isAdmin, isTeaching } from "@/lib/auth/scope";
import { requireStaff } from "@/lib/auth/session";
import { nameOf } from "@/lib/domain/people/queries";
import { sessionListQuery } from "@/lib/domain/sessions/filters";
import { listFindings } from "@/lib/domain/sessions/findings/list";
import { sessionList } from "@/lib/domain/sessions/queries/list";
import { countByStatus, listChoices } from "@/lib/domain/sessions/queries/session";
import type { SessionSummary } from "@/lib/domain/sessions/schema";
import { placeOf } from "@/lib/domain/sessions/words";
import { sampledRetention } from "@/lib/domain/videos/queries/retention";
import { pick } from "@/lib/glossary/glossary";
import { isFiltered, queryFromUrl, routeSearch, type Search } from "@/lib/http/list-url";
import { dateFormat, zoneName } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { dayOf } from "@/lib/platform/time";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("ui.sessions") };
}

/** The rows of one page of the table. */
const rowsShown = 50;
/** Points of a recording's small curve: one for every two of its pixels. */
const curvePoints = 36;

export default async function SessionsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [scope, search] = await Promise.all([requireStaff(), searchParams]);
  const query = queryFromUrl(sessionListQuery, search, { limit: rowsShown });
  const school = await ownSchool(scope);
  const timeZone = school.time_zone;
  const now = new Date();
  const language = await currentLanguage();
  const { t } = language;
  const { absolute, dayAndTime } = dateFormat(language.code);
  const { person_id } = query;
  const [list, counts, choices, personName] = await Promise.all([
    sessionList(scope, query, now),
    countByStatus(scope),
    listChoices(scope),
    person_id ? nameOf(scope, person_id) : null,
  ]);
  const recorded = list.items.flatMap(({ recording_video_id }) => recording_video_id ?? []);
  const curves = await sampledRetention([...new Set(recorded)], curvePoints);
  const toRow = ({ recording_video_id, ...session }: SessionSummary): SessionRow => {
    const begun = session.begun_at;
    return {
      ...session,
      place: placeOf(session, language),
      when: { text: dayAndTime(begun, now, timeZone), full: absolute(begun, timeZone) },
      recording: recording_video_id ? (curves.get(recording_video_id) ?? []) : null,
    };
  };
  const all = counts.live + counts.scheduled + counts.ended + counts.cancelled;
  const narrowed = isFiltered(query);
  return (
    <ClientMessages of={["sessions.list", "sessions.status", "sessions.score_note"]}>
      <PageHead
        title={t("ui.sessions")}
        meta={[daysText(query, language), zoneName(timeZone, language)]}
        summary={
          all === 0 ? null : (
            <Findings
              findings={listFindings(
                {
                  sessions: list.items,
                  total: list.total,
                  counts: narrowed ? null : counts,
                },
                language,
              )}
            />
          )
        }
        actions={
          <>
            {isTeaching(scope) ? (
              <LinkButton look="quiet" href="/imports">
                {t("sessions.list_page.import_report")}
              </LinkButton>
            ) : null}
            {all > 0 ? (
              <LinkButton href={`/api/admin/training/sessions/export${routeSearch(query)}`} download="">
                {t("sessions.list_page.csv_of_these", { count: list.total })}
              </LinkButton>
            ) : null}
            {isTeaching(scope) ? (
              <LinkButton look="primary" href="/sessions/new">
                {t("sessions.list_page.new_session")}
              </LinkButton>
            ) : null}
          </>
        }
      />
      {all === 0 ? (
        <Empty
          place="page"
          title={t("sessions.list_page.none_yet")}
          actions={
            isTeaching(scope) ? (
              <>
                <LinkButton look="primary" href="/sessions/new">
                  {t("sessions.list_page.new_session")}
                </LinkButton>
                <LinkButton href="/imports">{t("sessions.list_page.import_report")}</LinkButton>
              </>
            ) : null
          }
        >
          {t(
            isTeaching(scope) ? "sessions.list_page.none_yet_about" : "sessions.list_page.none_yet_assistant",
          )}
        </Empty>
      ) : (
        <SessionsTable
          rows={list.items.map(toRow)}
          total={list.total}
          all={all}
          limit={query.limit}
          courses={choices.courses}
          person={
            person_id
              ? { value: person_id, label: personName ?? t("sessions.list_page.unknown_person") }
              : null
          }
          instructors={isAdmin(scope) ? choices.instructors : null}
          range={rangeChoices({ from: query.from, to: query.to }, dayOf(now, timeZone), language)}
          words={pick(termsOf(sessionTableColumns(true, language)), language)}
          narrowed={narrowed}
        />
      )}
    </ClientMessages>
  );
}

/** Which days' sessions are listed. */
function daysText(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  { t, code }: Language,
): string {
  const { dayRange, longDay } = dateFormat(code);
  if (from && to) return dayRange(from, to);
  if (from) return t("sessions.list_page.since", { day: longDay(from) });
  return to ? t("sessions.list_page.until", { day: longDay(to) }) : t("sessions.list_page.all_days");
}
