import type { Metadata } from "next";
import { reached } from "@/app/reached";
import { LearnersTable } from "@/components/learners/learners-table";
import { ClientMessages } from "@/components/shell/client-messages";
import { Findings, PageHead } from "@/components/shell/page-head";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { type NumberProps, NumberStrip, shareValue } from "@/components/ui/numbers";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import { isAdmin, isTeaching } from "@/lib/auth/scope";
import { requireStaff } from "@/lib/auth/session";
import { courseList, reachCourse } from "@/lib/domain/courses/queries";
import { classesOf } from "@/lib/domain/learners/queries";
import { learnersQuery } from "@/lib/domain/learners/schema";
import { type LearnerList, learnerList, learnersFindings } from "@/lib/flows/learning/learner-list";
import { isFiltered, queryFromUrl, routeSearch, type Search } from "@/lib/http/list-url";
import { zoneName } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { unknown } from "@/lib/language/numbers";
import { share } from "@/lib/measure/rounding";
import { dayOf, plusDays } from "@/lib/platform/time";
import { shownIn } from "../shown";
import { learnerRow } from "./learner-row";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("learners.list.title") };
}

/** The learners on one page of the table. */
const rowsShown = 25;
/** For how many days somebody has not been seen: the filter's choices. */
const quietDays = [7, 14, 28];

/** Who takes the reader's courses and who of them is at risk; for an admin all students of the school. */
export default async function LearnersPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [scope, search] = await Promise.all([requireStaff(), searchParams]);
  const given = queryFromUrl(learnersQuery, search, { limit: rowsShown });
  const now = new Date();
  const course = given.course_id ? await reached(reachCourse(scope, given.course_id)) : null;
  const classes = course ? await classesOf(course) : [];
  // Who chooses another course is no longer asking for a class of the one before.
  const query = classes.some(({ value }) => value === given.class_id)
    ? given
    : { ...given, class_id: undefined };
  const [language, { time_zone: timeZone }, list, courses] = await Promise.all([
    currentLanguage(),
    ownSchool(scope),
    reached(learnerList(scope, query, now)),
    courseList(scope),
  ]);
  const { t } = language;
  const shown = shownIn(now, timeZone, language);
  const today = dayOf(now, timeZone);
  const of = isAdmin(scope) ? "school" : "courses";
  const isEmpty = list.total === 0 && !isFiltered(query);
  return (
    <ClientMessages
      of={["learners.list", "learners.roster", "learners.selection", "learners.timeline", "learners.page"]}
    >
      <PageHead
        title={t("learners.list.title")}
        meta={[t("learners.list.of", { of, courses: list.courses }), zoneName(timeZone, language)]}
        summary={<Findings findings={learnersFindings(list, language)} />}
        actions={
          <>
            {course ? (
              <LinkButton look="quiet" href={`/courses/${course.id}/roster`}>
                {t("learners.roster.title")}
              </LinkButton>
            ) : null}
            {list.total && isTeaching(scope) ? (
              <LinkButton href={`/api/learners/export${routeSearch(query)}`} download="">
                {t("learners.roster.csv", { count: list.total })}
              </LinkButton>
            ) : null}
          </>
        }
      />
      {isEmpty ? (
        <Empty
          place="page"
          title={t("learners.roster.none")}
          actions={
            <>
              <LinkButton href="/courses">{t("learners.page.courses")}</LinkButton>
              {isAdmin(scope) ? (
                <LinkButton href="/people/import">{t("people.import.button")}</LinkButton>
              ) : null}
            </>
          }
        >
          {t("learners.list.none_about", { of })}
        </Empty>
      ) : (
        <>
          {list.learners > 0 ? (
            <Numbers list={list} narrowed={routeSearch(narrowingOf(query))} language={language} />
          ) : null}
          <LearnersTable
            rows={list.items.map((row) => learnerRow(row, { shown, timeZone, language }))}
            total={list.total}
            limit={query.limit}
            narrowed={isFiltered(query)}
            canExport={isTeaching(scope)}
            courses={courses.map(({ id, title }) => ({ value: id, label: title }))}
            classes={classes}
            since={quietDays.map((days) => ({
              value: plusDays(today, -days),
              label: t("learners.roster.days", { count: days }),
            }))}
          />
        </>
      )}
    </ClientMessages>
  );
}

const narrowingOf = ({
  course_id,
  class_id,
}: {
  course_id?: string | undefined;
  class_id?: string | undefined;
}) => ({
  course_id,
  class_id,
});

function Numbers({ list, narrowed, language }: { list: LearnerList; narrowed: string; language: Language }) {
  const { t, count, decimal } = language;
  const { at_risk: chain, numbers } = list;
  const rate = (part: number, all: number) => shareValue(part, all, share(part, all), language);
  const people = t("learners.list.learners", { count: chain.learners });
  const ofMany: Pick<NumberProps, "value" | "base"> = {
    value: unknown,
    base: t("learners.list.choose_course"),
  };
  const risky = `/learners?${new URLSearchParams([...new URLSearchParams(narrowed), ["at_risk", "yes"]])}`;
  return (
    <NumberStrip
      items={[
        {
          label: t("learners.list.title"),
          value: count(list.learners),
          base: t("learners.list.enrollments", { count: chain.enrollments, courses: list.courses }),
        },
        {
          label: t("learners.list.seen_in_7_days"),
          value: count(list.seen_in_7_days),
          unit: t("ui.of_base", { base: list.learners }),
        },
        {
          label: t("learners.page.attended"),
          ...(numbers
            ? {
                ...rate(numbers.came, numbers.sessions),
                base: t("learners.page.of", { part: numbers.came, all: numbers.sessions }),
              }
            : ofMany),
        },
        {
          label: t("learners.states.watched"),
          ...(numbers
            ? {
                ...rate(numbers.caught_up, numbers.missed_recorded),
                base: t("learners.list.of_missed", {
                  watched: numbers.caught_up,
                  missed: numbers.missed_recorded,
                }),
              }
            : ofMany),
        },
        {
          label: t("learners.list.quiz_mean"),
          ...(numbers
            ? {
                ...(numbers.quiz_mean_percentage === null
                  ? { value: unknown }
                  : { value: decimal(numbers.quiz_mean_percentage), unit: "%" }),
                base: t("learners.list.scores", { count: numbers.quizzes_scored }),
              }
            : ofMany),
        },
        {
          label: t("learners.list.at_risk"),
          value: count(chain.learners),
          unit: t("ui.of_base", { base: list.learners }),
          base: t("learners.list.at_risk_base"),
          explanation: {
            title: t("learners.list.at_risk_title", { learners: people }),
            definition: t("learners.list.rule"),
            operands: [
              { label: t("learners.list.chain.enrollments"), value: count(chain.enrollments) },
              { label: t("learners.list.chain.not_over"), value: count(chain.not_over) },
              { label: t("learners.list.chain.once_active"), value: count(chain.once_active) },
              { label: t("learners.list.chain.quiet"), value: count(chain.quiet) },
              { label: t("learners.list.chain.not_completed"), value: count(chain.not_completed) },
            ],
            result: { label: t("learners.list.chain.learners"), value: count(chain.learners) },
            typical: t("learners.list.rule_active", { version: chain.rule_version }),
            ...(chain.learners
              ? { links: [{ label: t("learners.list.see", { learners: people }), href: risky }] }
              : {}),
          },
        },
      ]}
    />
  );
}
