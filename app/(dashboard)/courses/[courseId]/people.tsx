import { Enroll } from "@/components/courses/enroll";
import { EnrollmentsTable } from "@/components/courses/enrollments-table";
import { Section } from "@/components/ui/section";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import { isTeaching, type Scope } from "@/lib/auth/scope";
import { classChoices } from "@/lib/domain/courses/classes/queries";
import type { ClassRow } from "@/lib/domain/courses/classes/schema";
import { enrollmentsQuery } from "@/lib/domain/courses/enrollments/forms";
import { enrollmentList } from "@/lib/domain/courses/enrollments/queries";
import type { CourseRow } from "@/lib/domain/courses/schema";
import { isFiltered, queryFromUrl, type Search } from "@/lib/http/list-url";
import { shownIn } from "../../shown";

/** The rows of one page of the table. */
const rowsShown = 25;

/** Who takes the course, and how others are enrolled; an archived course takes nobody. */
export async function CoursePeople({
  scope,
  course,
  classes,
  search,
}: {
  scope: Scope;
  course: CourseRow;
  classes: ClassRow[];
  search: Search;
}) {
  const language = await currentLanguage();
  const { t } = language;
  const query = queryFromUrl(enrollmentsQuery, search, { name: "people", limit: rowsShown });
  const [list, others, school] = await Promise.all([
    enrollmentList(scope, course.id, query),
    classChoices(scope, course.school_id),
    ownSchool(scope),
  ]);
  const canEdit = isTeaching(scope);
  const shown = shownIn(new Date(), school.time_zone, language);
  return (
    <>
      <Section id="people" title={t("courses.people.title")} sub={t("courses.people.about")}>
        <EnrollmentsTable
          courseId={course.id}
          canEdit={canEdit}
          rows={list.items.map((row) => ({ ...row, enrolled: shown(row.enrolled_at) }))}
          total={list.total}
          limit={query.limit}
          classes={classes.map(({ id, name }) => ({ value: id, label: name }))}
          narrowed={isFiltered(query) || query.offset > 0}
        />
      </Section>
      {course.archived_at || !canEdit ? null : (
        <Section id="enroll" title={t("courses.enroll.title")} sub={t("courses.enroll.about")}>
          <Enroll
            courseId={course.id}
            classes={classes}
            otherClasses={others.map(({ id, name, course: title }) => ({
              id,
              name: t("courses.enroll.class_of", { class: name, course: title }),
            }))}
          />
        </Section>
      )}
    </>
  );
}
