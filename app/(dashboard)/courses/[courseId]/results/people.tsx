import { ResultsTable } from "@/components/courses/results-table";
import { Section } from "@/components/ui/section";
import { currentLanguage } from "@/lib/auth/language";
import { isTeaching, type Scope } from "@/lib/auth/scope";
import type { AssessmentRow } from "@/lib/domain/courses/assessments/schema";
import { resultListQuery } from "@/lib/domain/courses/results/forms";
import { resultList } from "@/lib/domain/courses/results/queries";
import { isFiltered, queryFromUrl, type Search } from "@/lib/http/list-url";
import { shownIn } from "../../../shown";

/** The rows of one page of the table. */
const rowsShown = 25;

/** What each person of the course has: a row for each attempt. */
export async function PeoplesResults({
  scope,
  course,
  assessments,
  search,
}: {
  scope: Scope;
  course: { id: string; time_zone: string };
  assessments: AssessmentRow[];
  search: Search;
}) {
  const language = await currentLanguage();
  const { t } = language;
  const query = queryFromUrl(resultListQuery, search, { name: "results", limit: rowsShown });
  const { items, total } = await resultList(scope, course.id, query);
  const shown = shownIn(new Date(), course.time_zone, language);
  return (
    <Section id="results" title={t("courses.results.list")} sub={t("courses.results.list_about")}>
      <ResultsTable
        courseId={course.id}
        canEdit={isTeaching(scope)}
        rows={items.map(({ answers, submitted_at, external_id: _, revision: __, ...row }) => ({
          ...row,
          answers: answers.length,
          submitted: submitted_at === null ? null : shown(submitted_at),
        }))}
        total={total}
        limit={query.limit}
        assessments={assessments.map(({ id, title }) => ({ value: id, label: title }))}
        narrowed={isFiltered(query) || query.offset > 0}
      />
    </Section>
  );
}
