import type { Metadata } from "next";
import { reached } from "@/app/reached";
import { ImportReport } from "@/components/imports/import-report";
import { ImportsTable } from "@/components/imports/imports-table";
import { SchoolChoice } from "@/components/sessions/form/school-choice";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { Section } from "@/components/ui/section";
import { currentLanguage } from "@/lib/auth/language";
import { requireTeaching } from "@/lib/auth/session";
import { importList, latestSessions } from "@/lib/domain/sessions/imports/queries";
import { importsQuery } from "@/lib/domain/sessions/imports/schema";
import { formChoices, schoolChoices } from "@/lib/domain/sessions/queries/form";
import { reachSession } from "@/lib/domain/sessions/queries/session";
import { formatNames, platformNames } from "@/lib/flows/imports/platforms";
import { queryFromUrl, type Search } from "@/lib/http/list-url";
import { dateFormat, zoneName } from "@/lib/language/dates";
import { uuidPattern } from "@/lib/platform/ids";
import { shownIn } from "../shown";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("imports.page.title") };
}

/** The menu offers the latest sessions; for an older one, start from its page. */
const sessionsOffered = 100;

type Props = { searchParams: Promise<Search> };

export default async function ImportsPage({ searchParams }: Props) {
  const [scope, search] = await Promise.all([requireTeaching(), searchParams]);
  const language = await currentLanguage();
  const { t } = language;
  const now = new Date();
  const query = queryFromUrl(importsQuery, search);
  const session =
    typeof search.session === "string" ? await reached(reachSession(scope, search.session)) : null;
  const chosenSchool =
    typeof search.school === "string" && uuidPattern.test(search.school) ? search.school : null;
  const schoolId = session?.school_id ?? scope.school_id ?? chosenSchool;
  const [list, schools] = await Promise.all([
    importList(scope, query),
    schoolId === null ? schoolChoices(scope) : [],
  ]);
  const choices = schoolId === null ? null : await reached(formChoices(scope, schoolId));
  const timeZone = choices?.time_zone ?? "UTC";
  const latest = schoolId === null ? [] : await latestSessions(scope, schoolId, now, sessionsOffered);
  // The session that the reader came from is always offered.
  const offered =
    session && !latest.some(({ session_id }) => session_id === session.id)
      ? [{ session_id: session.id, title: session.title, starts_at: session.begun_at }, ...latest]
      : latest;
  const shown = shownIn(now, timeZone, language);
  const formatName = (format: string) => {
    const name = formatNames[format];
    return name ? t(name) : format;
  };
  return (
    <ClientMessages of={["imports.report", "imports.table"]}>
      <PageHead
        title={t("imports.page.title")}
        meta={[platformNames.join(", "), zoneName(timeZone, language)]}
        summary={choices ? t("imports.page.about") : schools.length ? t("imports.page.choose_school") : null}
      />
      {choices ? (
        <ImportReport
          key={`${schoolId} ${session?.id}`}
          sessionId={session?.id ?? null}
          choices={{
            time_zone: timeZone,
            courses: choices.courses,
            instructors: choices.instructors,
            sessions: offered.map(({ session_id, title, starts_at }) => ({
              session_id,
              title,
              when: dateFormat(language.code).dayAndTime(starts_at, now, timeZone),
            })),
            platforms: language.or(platformNames),
            formats: Object.fromEntries(
              Object.entries(formatNames).map(([format, name]) => [format, t(name)]),
            ),
          }}
        />
      ) : (
        <SchoolChoice schools={schools} page="/imports">
          {t("imports.page.no_school")}
        </SchoolChoice>
      )}
      <Section title={t("imports.page.imported")} line>
        <ImportsTable
          total={list.total}
          limit={query.limit}
          rows={list.items.map((row) => ({
            ...row,
            format_name: formatName(row.format),
            when: shown(row.imported_at),
            undone: row.undone_at ? shown(row.undone_at) : null,
          }))}
        />
      </Section>
    </ClientMessages>
  );
}
