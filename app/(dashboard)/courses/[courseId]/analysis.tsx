import { AnalysedLessons } from "@/components/courses/analysed-lessons";
import { ClassPanels } from "@/components/courses/class-panels";
import { CompletionForecast } from "@/components/courses/completion-forecast";
import { CourseNumberStrip } from "@/components/courses/course-numbers";
import { LessonChart } from "@/components/courses/lesson-chart";
import { LessonPeople } from "@/components/courses/lesson-people";
import type { LessonShown } from "@/components/courses/lesson-row";
import { Priorities } from "@/components/overview/priorities";
import { Findings, Lead } from "@/components/shell/page-head";
import { Empty } from "@/components/ui/empty";
import { Section } from "@/components/ui/section";
import { ChartSkeleton } from "@/components/ui/skeleton";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import type { Scope } from "@/lib/auth/scope";
import { inOrder } from "@/lib/domain/courses/analysis/export";
import { courseFindings } from "@/lib/domain/courses/analysis/findings";
import { type CourseLearner, furthestOf, progressOf, standingOf } from "@/lib/domain/courses/analysis/funnel";
import {
  coursePageQuery,
  inNoClass,
  type LessonStanding,
  lessonOrderQuery,
} from "@/lib/domain/courses/analysis/schema";
import { courseAttention } from "@/lib/flows/courses/attention";
import { type CourseAnalysis, courseLessons } from "@/lib/flows/courses/course-lessons";
import { quietLearners } from "@/lib/flows/overview/quiet-learners";
import { queryFromUrl, routeSearch, type Search } from "@/lib/http/list-url";
import { oneDecimal } from "@/lib/measure/rounding";
import { shownIn } from "../../shown";

/** So many people of a lesson are listed. */
const peopleShown = 200;

/** A course by its lessons: its sentence, its numbers, the chart and the table, and of one lesson its people. */
export async function CourseAnalysisParts({
  scope,
  courseId,
  classId,
  search,
}: {
  scope: Scope;
  courseId: string;
  /** The class whose numbers are shown; it is the course's. */
  classId: string | undefined;
  search: Search;
}) {
  const now = new Date();
  const query = { ...queryFromUrl(coursePageQuery, search), class_id: classId };
  const [language, school] = await Promise.all([currentLanguage(), ownSchool(scope)]);
  // Who is in no class is no filter of the list of learners.
  const narrowed = classId !== inNoClass;
  const [analysis, quiet] = await Promise.all([
    courseLessons(scope, courseId, query, now),
    narrowed
      ? quietLearners(scope, { course_id: courseId, class_id: classId, time_zone: school.time_zone }, now)
      : null,
  ]);
  const { t } = language;
  const { answer, learners } = analysis;
  const { numbers } = answer;
  if (numbers.enrolled === 0 && query.class_id === undefined)
    return (
      <Empty place="page" title={t("courses.analysis.empty")}>
        {t("courses.analysis.empty_about")}
      </Empty>
    );
  const shown = shownIn(now, school.time_zone, language);
  const lessons = answer.lessons.map(
    (lesson): LessonShown => ({
      ...lesson,
      sessions: lesson.sessions.map((session) => ({ ...session, when: shown(session.begun_at) })),
    }),
  );
  const filter = routeSearch({ class_id: query.class_id });
  const attention = answer.too_few ? [] : courseAttention(answer, quiet, language);
  return (
    <>
      <Lead>
        <Findings findings={courseFindings(answer, language)} />
      </Lead>
      <CourseNumberStrip numbers={numbers} tooFew={answer.too_few} />
      {answer.too_few ? (
        <Empty place="page" title={t("courses.analysis.few_title", { enrolled: numbers.enrolled })}>
          {t("courses.analysis.few_about")}
        </Empty>
      ) : lessons.length === 0 ? (
        <Empty place="page" title={t("courses.analysis.no_lessons")}>
          {t("courses.analysis.no_lessons_about")}
        </Empty>
      ) : (
        <>
          <Section id="lesson-chart">
            <LessonChart
              lessons={lessons}
              numbers={numbers}
              mostId={answer.most_stopped_lesson_id}
              csvHref={`/api/admin/analytics/courses/${courseId}/lessons/export${filter}`}
              search={filter}
            />
          </Section>
          {attention.length > 0 ? (
            <Section title={t("courses.attention.title")} sub={t("courses.attention.about")}>
              <Priorities items={attention} />
            </Section>
          ) : null}
          {answer.completion_forecast && answer.completion_forecast.weeks.length > 0 ? (
            <Section line id="completion-forecast">
              <CompletionForecast forecast={answer.completion_forecast} />
            </Section>
          ) : null}
          <ChosenLesson {...{ analysis, query, learners, now, shown, filter }} />
          <Section
            line
            id="lesson-table"
            title={t("courses.analysis.table", {
              lessons: lessons.length,
              videos: lessons.reduce((sum, { videos }) => sum + videos.length, 0),
            })}
            sub={t("courses.analysis.table_about", { enrolled: numbers.enrolled })}
          >
            <AnalysedLessons
              rows={inOrder(lessons, queryFromUrl(lessonOrderQuery, search, { name: "lessons" }))}
              enrolled={numbers.enrolled}
              search={filter}
            />
          </Section>
          {query.class_id === undefined && answer.classes.length > 1 ? (
            <Section line id="class-curves">
              <ClassPanels
                classes={answer.classes}
                lessons={answer.lessons.map(({ lesson_id, number, title }) => ({ lesson_id, number, title }))}
              />
            </Section>
          ) : null}
        </>
      )}
    </>
  );
}

/** What has the place of these parts while they are counted. */
export function CourseAnalysisSkeleton({ label }: { label: string }) {
  return (
    <div className="mt-7">
      <ChartSkeleton height={640} label={label} />
    </div>
  );
}

type ChosenProps = {
  analysis: CourseAnalysis;
  query: { lesson?: string | undefined; standing: LessonStanding };
  learners: readonly CourseLearner[];
  now: Date;
  shown: ReturnType<typeof shownIn>;
  filter: string;
};

/** The people of the lesson that the address names. */
function ChosenLesson({ analysis: { answer }, query, learners, now, shown, filter }: ChosenProps) {
  const place = answer.lessons.findIndex(({ lesson_id }) => lesson_id === query.lesson);
  const lesson = answer.lessons[place];
  if (!lesson) return null;
  const classNames = new Map(answer.classes.map(({ class_id, name }) => [class_id, name]));
  const people = learners
    .filter((one) => furthestOf(one) === place + 1 && standingOf(one, now) === query.standing)
    .sort((a, b) => (b.last_active_at?.getTime() ?? 0) - (a.last_active_at?.getTime() ?? 0));
  const hrefOf = (standing: LessonStanding) => {
    const values = new URLSearchParams(filter);
    values.set("lesson", lesson.lesson_id);
    values.set("standing", standing);
    return `?${values}#lesson`;
  };
  return (
    <LessonPeople
      number={lesson.number}
      title={lesson.title}
      standing={query.standing}
      counts={{ stopped: lesson.stopped, active: lesson.active }}
      people={people.slice(0, peopleShown).map((one) => ({
        ...{ user_id: one.user_id, name: one.name },
        class_name: classNames.get(one.class_id) ?? null,
        progress: oneDecimal(progressOf(one)),
        last_active: one.last_active_at && shown(one.last_active_at),
      }))}
      hrefs={{
        stopped: hrefOf("stopped"),
        active: hrefOf("active"),
        close: filter || `/courses/${answer.course_id}`,
      }}
    />
  );
}
