import type { Metadata } from "next";
import { reached } from "@/app/reached";
import { ImportRoster } from "@/components/people/import/import-roster";
import { RosterImports } from "@/components/people/import/roster-imports";
import { RosterRows } from "@/components/people/import/roster-rows";
import { SchoolChoice } from "@/components/sessions/form/school-choice";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { Section } from "@/components/ui/section";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import { requireAdmin } from "@/lib/auth/session";
import { rosterImport, rosterImportList } from "@/lib/domain/people/imports/queries";
import { rosterImportsQuery } from "@/lib/domain/people/imports/schema";
import { schoolChoices } from "@/lib/domain/sessions/queries/form";
import { queryFromUrl, type Search } from "@/lib/http/list-url";
import { zoneName } from "@/lib/language/dates";
import { uuidPattern } from "@/lib/platform/ids";
import { shownImport, shownIn } from "../../shown";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("people.import.title") };
}

const importsRoute = "/api/admin/roster/imports";
const idIn = (value: Search[string]) => (typeof value === "string" && uuidPattern.test(value) ? value : null);

export default async function ImportPeoplePage({ searchParams }: { searchParams: Promise<Search> }) {
  const [scope, search] = await Promise.all([requireAdmin(), searchParams]);
  const query = queryFromUrl(rosterImportsQuery, search);
  const schoolId = scope.school_id ?? idIn(search.school);
  const chosen = idIn(search.import);
  const [list, one, schools, school, language] = await Promise.all([
    rosterImportList(scope, query),
    chosen ? reached(rosterImport(scope, chosen)) : null,
    schoolId === null ? schoolChoices(scope) : [],
    ownSchool(scope),
    currentLanguage(),
  ]);
  const { t } = language;
  const now = new Date();
  const shown = shownIn(now, school.time_zone, language);
  const title = t("people.import.title");
  return (
    <ClientMessages
      of={[
        "people.import",
        "people.role",
        "people.state",
        "imports.columns",
        "imports.table",
        "work.state",
        "work.progress",
      ]}
    >
      <PageHead
        title={title}
        crumbs={[{ label: t("ui.people"), href: "/people" }, { label: title }]}
        meta={[school.name, zoneName(school.time_zone, language)]}
        summary={t("people.import.about")}
      />
      {schoolId === null ? (
        <SchoolChoice schools={schools} page="/people/import">
          {t("people.import.no_school")}
        </SchoolChoice>
      ) : (
        <ImportRoster key={schoolId} of="people" route={importsRoute} schoolId={schoolId} />
      )}
      {one?.counts ? (
        <RosterRows
          counts={one.counts}
          wrong={one.wrong}
          wrong_total={one.wrong_total}
          title={t("people.import.result", { file: one.file_name })}
          name={one.file_name}
        />
      ) : null}
      <Section title={t("people.import.imports")} line>
        <RosterImports
          of="people"
          route={importsRoute}
          page="/people/import"
          total={list.total}
          limit={query.limit}
          rows={list.items.map((row) => shownImport(row, shown, now))}
        />
      </Section>
    </ClientMessages>
  );
}
