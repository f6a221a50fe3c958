import type { Metadata } from "next";
import { shownImport, shownIn } from "@/app/(dashboard)/shown";
import { reached } from "@/app/reached";
import {
  ArchivedAssessments,
  type AssessmentChoices,
  AssessmentDialog,
} from "@/components/courses/assessment-tools";
import { AssessmentsTable } from "@/components/courses/assessments-table";
import { ImportRoster } from "@/components/people/import/import-roster";
import { RosterImports } from "@/components/people/import/roster-imports";
import { RosterRows } from "@/components/people/import/roster-rows";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { currentLanguage } from "@/lib/auth/language";
import { isTeaching } from "@/lib/auth/scope";
import { requireStaff } from "@/lib/auth/session";
import { dueTexts } from "@/lib/domain/courses/assessments/due";
import { assessmentsMax } from "@/lib/domain/courses/assessments/forms";
import { assessmentList } from "@/lib/domain/courses/assessments/queries";
import type { AssessmentRow } from "@/lib/domain/courses/assessments/schema";
import { classesMax } from "@/lib/domain/courses/classes/forms";
import { classList } from "@/lib/domain/courses/classes/queries";
import { lessonsMax } from "@/lib/domain/courses/lessons/forms";
import { lessonList } from "@/lib/domain/courses/lessons/queries";
import { readCourse, zoneOf } from "@/lib/domain/courses/queries";
import { rosterImport, rosterImportList } from "@/lib/domain/people/imports/queries";
import { rosterImportsQuery } from "@/lib/domain/people/imports/schema";
import { queryFromUrl, type Search } from "@/lib/http/list-url";
import { dateFormat, zoneName } from "@/lib/language/dates";
import { uuidPattern } from "@/lib/platform/ids";
import { PeoplesResults } from "./people";

type Props = { params: Promise<{ courseId: string }>; searchParams: Promise<Search> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("courses.results.title") };
}

const named = ({ id, title }: AssessmentRow) => ({ id, title });
const idIn = (value: Search[string]) => (typeof value === "string" && uuidPattern.test(value) ? value : null);

export default async function ResultsPage({ params, searchParams }: Props) {
  const [scope, { courseId }, search] = await Promise.all([requireStaff(), params, searchParams]);
  const course = await reached(readCourse(scope, courseId));
  const canEdit = isTeaching(scope);
  const query = queryFromUrl(rosterImportsQuery, search);
  const all = { limit: assessmentsMax, offset: 0 };
  const archivedOnes = { ...all, archived: "true" } as const;
  const chosen = canEdit ? idIn(search.import) : null;
  const [language, timeZone, { items, total }, archived, lessons, classes, imports, one] = await Promise.all([
    currentLanguage(),
    zoneOf(course),
    assessmentList(scope, course.id, all),
    canEdit ? assessmentList(scope, course.id, archivedOnes) : null,
    canEdit ? lessonList(scope, course.id, { limit: lessonsMax, offset: 0 }) : null,
    canEdit ? classList(scope, course.id, { limit: classesMax, offset: 0 }) : null,
    canEdit ? rosterImportList(scope, query, course) : null,
    chosen ? reached(rosterImport(scope, chosen, course)) : null,
  ]);
  const { t, code } = language;
  const now = new Date();
  const shown = shownIn(now, timeZone, language);
  const { dayAndTime } = dateFormat(code);
  const title = t("courses.results.title");
  const hasResults = items.some(({ submitted }) => submitted > 0);
  const zone = zoneName(timeZone, language);
  const choices: AssessmentChoices | null = canEdit
    ? {
        ...{ course_id: course.id, zone },
        lessons: lessons?.items.map(({ id, number, title }) => ({ id, title: `${number} ${title}` })) ?? [],
        classes: classes?.items.map(({ id, name }) => ({ id, name })) ?? [],
      }
    : null;
  const add = choices && !course.archived_at ? <AssessmentDialog choices={choices} /> : null;
  const importsOf = {
    of: "results",
    route: `/api/courses/${course.id}/results/imports`,
    page: `/courses/${course.id}/results`,
  } as const;
  return (
    <ClientMessages
      of={[
        "courses.archive",
        "courses.form",
        "courses.lessons",
        "courses.results",
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
        crumbs={[
          { label: t("courses.list.title"), href: "/courses" },
          { label: course.title, href: `/courses/${course.id}` },
          { label: title },
        ]}
        title={title}
        meta={[course.title, zone]}
        summary={total ? t("courses.results.summary", { count: total }) : null}
        actions={
          hasResults && canEdit ? (
            <LinkButton href={`/api/courses/${course.id}/results/export?sort=name`} download="">
              {t("courses.results.csv")}
            </LinkButton>
          ) : null
        }
      />
      {items.length === 0 ? (
        <Empty title={t("courses.results.none")} actions={add}>
          {t(canEdit ? "courses.results.none_about" : "courses.results.none_assistant")}
        </Empty>
      ) : (
        <Section title={t("courses.results.assessments")} tools={add && <span className="mr-2">{add}</span>}>
          <AssessmentsTable
            language={language}
            choices={choices}
            rows={items.map((row) => ({
              ...row,
              ...dueTexts(row.due_at, timeZone),
              due: row.due_at && dayAndTime(new Date(row.due_at), now, timeZone),
            }))}
          />
          <p className="mt-3 max-w-[780px] text-small text-ink-3">{t("courses.results.about")}</p>
        </Section>
      )}
      {archived ? <ArchivedAssessments courseId={course.id} items={archived.items.map(named)} /> : null}
      {items.length || archived?.total ? (
        <PeoplesResults
          scope={scope}
          course={{ id: course.id, time_zone: timeZone }}
          assessments={[...items, ...(archived?.items ?? [])]}
          search={search}
        />
      ) : null}
      {imports === null ? null : (
        <>
          <Section
            id="import"
            title={t("courses.results.import")}
            sub={t("courses.results.import_about")}
            line
          >
            {course.archived_at ? (
              <p className="text-ink-2">{t("courses.results.archived")}</p>
            ) : (
              <ImportRoster of={importsOf.of} route={importsOf.route} />
            )}
          </Section>
          {one?.counts ? (
            <RosterRows
              counts={one.counts}
              wrong={one.wrong}
              wrong_total={one.wrong_total}
              title={t("people.import.result", { file: one.file_name })}
              name={one.file_name}
            />
          ) : null}
          <Section title={t("people.import.results_imports")} line>
            <RosterImports
              {...importsOf}
              total={imports.total}
              limit={query.limit}
              rows={imports.items.map((row) => shownImport(row, shown, now))}
            />
          </Section>
        </>
      )}
    </ClientMessages>
  );
}
