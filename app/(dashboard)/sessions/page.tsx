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
import { isAdmin } from "@/lib/auth/scope";
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
import { absolute, dayAndTime, dayRange, longDay } from "@/lib/platform/format-dates";
import { dayOf, zoneName } from "@/lib/platform/time";

export const metadata: Metadata = { title: "Sessions" };

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
    <ClientMessages of={["sessions.status", "sessions.score_note"]}>
      <PageHead
        title="Sessions"
        meta={[daysText(query), zoneName(timeZone)]}
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
            <LinkButton look="quiet" href="/imports">
              Import a report
            </LinkButton>
            {all > 0 ? (
              <LinkButton href={`/api/admin/training/sessions/export${routeSearch(query)}`} download="">
                CSV of these {list.total}
              </LinkButton>
            ) : null}
            <LinkButton look="primary" href="/sessions/new">
              New session
            </LinkButton>
          </>
        }
      />
      {all === 0 ? (
        <Empty
          place="page"
          title="No sessions yet"
          actions={
            <>
              <LinkButton look="primary" href="/sessions/new">
                New session
              </LinkButton>
              <LinkButton href="/imports">Import a report</LinkButton>
            </>
          }
        >
          Live sessions appear here with their attendance and participation. Plan one, or import a report from
          Zoom, Teams, Meet or BigBlueButton.
        </Empty>
      ) : (
        <SessionsTable
          rows={list.items.map(toRow)}
          total={list.total}
          all={all}
          limit={query.limit}
          courses={choices.courses}
          person={person_id ? { value: person_id, label: personName ?? "Unknown person" } : null}
          instructors={isAdmin(scope) ? choices.instructors : null}
          range={rangeChoices({ from: query.from, to: query.to }, dayOf(now, timeZone), language)}
          words={pick(termsOf(sessionTableColumns(true, language)))}
          narrowed={narrowed}
        />
      )}
    </ClientMessages>
  );
}

/** Which days' sessions are listed. */
function daysText({ from, to }: { from?: string | undefined; to?: string | undefined }): string {
  if (from && to) return dayRange(from, to);
  if (from) return `Since ${longDay(from)}`;
  return to ? `To ${longDay(to)}` : "All sessions, past and planned";
}
