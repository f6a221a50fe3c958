import type { Metadata } from "next";
import Link from "next/link";
import { ImportReport } from "@/components/imports/import-report";
import { ImportsTable } from "@/components/imports/imports-table";
import { PageHead } from "@/components/shell/page-head";
import { Empty } from "@/components/ui/empty";
import { Section } from "@/components/ui/section";
import { requireStaff } from "@/lib/auth/session";
import { importList, latestSessions } from "@/lib/domain/sessions/imports/queries";
import { importsQuery } from "@/lib/domain/sessions/imports/schema";
import { formChoices, schoolChoices } from "@/lib/domain/sessions/queries/form";
import { reachSession } from "@/lib/domain/sessions/queries/reach";
import { queryFromUrl, type Search } from "@/lib/http/list-url";
import { absolute, dayAndTime, relative } from "@/lib/platform/format-dates";
import { uuidPattern } from "@/lib/platform/ids";
import { zoneName } from "@/lib/platform/time";
import { reached } from "../reached";

export const metadata: Metadata = { title: "Imports" };

/** So many sessions can be chosen from; the others are found from their own page. */
const sessionsOffered = 100;

type Props = { searchParams: Promise<Search> };

export default async function ImportsPage({ searchParams }: Props) {
  const [scope, search] = await Promise.all([requireStaff(), searchParams]);
  const now = new Date();
  const query = queryFromUrl(importsQuery, search);
  const into = typeof search.session === "string" ? await reached(reachSession(scope, search.session)) : null;
  const named = typeof search.school === "string" && uuidPattern.test(search.school) ? search.school : null;
  const schoolId = into?.school_id ?? scope.school_id ?? named;
  const [list, schools] = await Promise.all([
    importList(scope, query),
    schoolId === null ? schoolChoices(scope) : [],
  ]);
  const choices = schoolId === null ? null : await reached(formChoices(scope, schoolId));
  const timeZone = choices?.time_zone ?? "UTC";
  const latest = schoolId === null ? [] : await latestSessions(scope, schoolId, now, sessionsOffered);
  // The session that the reader comes from is offered, however old it is.
  const offered =
    into && !latest.some(({ id }) => id === into.id)
      ? [{ id: into.id, title: into.title, start: into.started_at ?? into.scheduled_start }, ...latest]
      : latest;
  const shown = (instant: string) => ({
    text: relative(instant, now, timeZone),
    full: absolute(instant, timeZone),
  });
  return (
    <>
      <PageHead
        crumbs={[{ label: "Imports" }]}
        title="Imports"
        meta={["Zoom, Teams, Meet, BigBlueButton", zoneName(timeZone)]}
        summary={
          choices
            ? "Bring a report of who attended: look at what it says, decide who is who, then keep it or not."
            : schools.length
              ? "You look after all schools: which one is the report of?"
              : null
        }
      />
      {choices ? (
        <ImportReport
          key={`${schoolId} ${into?.id}`}
          into={into?.id ?? null}
          choices={{
            time_zone: timeZone,
            courses: choices.courses,
            instructors: choices.instructors,
            sessions: offered.map(({ id, title, start }) => ({
              id,
              title,
              when: dayAndTime(start.toISOString(), now, timeZone),
            })),
          }}
        />
      ) : schools.length ? (
        <ul className="mt-6">
          {schools.map((school) => (
            <li key={school.id} className="border-b border-line first:border-t">
              <Link href={`/imports?school=${school.id}`} className="block py-2 font-medium">
                {school.name}
              </Link>
            </li>
          ))}
        </ul>
      ) : (
        <Empty title="No school yet">A report is of a school’s session; there is no school so far.</Empty>
      )}
      <Section title="Imported so far" line>
        <ImportsTable
          total={list.total}
          limit={query.limit}
          rows={list.items.map((row) => ({
            ...row,
            when: shown(row.imported_at),
            undone: row.undone_at ? shown(row.undone_at) : null,
          }))}
        />
      </Section>
    </>
  );
}
