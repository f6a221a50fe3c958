import type { Metadata } from "next";
import { Suspense } from "react";
import { reached } from "@/app/reached";
import { ArchiveCourse } from "@/components/courses/archive-course";
import { Classes, type ShownClass } from "@/components/courses/classes";
import { DuplicateCourse } from "@/components/courses/duplicate-course";
import type { ShownLesson } from "@/components/courses/lesson-shown";
import { Lessons } from "@/components/courses/lessons";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { FilterMenu } from "@/components/tables/toolbar";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import { isTeaching } from "@/lib/auth/scope";
import { requireStaff } from "@/lib/auth/session";
import { coursePageQuery, inNoClass } from "@/lib/domain/courses/analysis/schema";
import { termsMax } from "@/lib/domain/courses/classes/forms";
import { classList, termList } from "@/lib/domain/courses/classes/queries";
import type { ClassRow } from "@/lib/domain/courses/classes/schema";
import { lessonsMax } from "@/lib/domain/courses/lessons/forms";
import { lessonChoices, lessonList } from "@/lib/domain/courses/lessons/queries";
import type { LessonRow } from "@/lib/domain/courses/lessons/schema";
import { readCourse } from "@/lib/domain/courses/queries";
import { queryFromUrl, type Search } from "@/lib/http/list-url";
import { dateFormat, zoneName } from "@/lib/language/dates";
import { Streamed } from "../../streamed";
import { CourseAnalysisParts, CourseAnalysisSkeleton } from "./analysis";
import { CoursePeople } from "./people";
import { RecutPart } from "./recut";

type Props = { params: Promise<{ courseId: string }>; searchParams: Promise<Search> };

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const [scope, { courseId }] = await Promise.all([requireStaff(), params]);
  return { title: (await reached(readCourse(scope, courseId))).title };
}

export default async function CoursePage({ params, searchParams }: Props) {
  const [scope, { courseId }, search] = await Promise.all([requireStaff(), params, searchParams]);
  const course = await reached(readCourse(scope, courseId));
  const language = await currentLanguage();
  const { t, and } = language;
  const { id, title, lessons, videos, sessions, learners } = course;
  const canEdit = isTeaching(scope);
  const now = new Date();
  const timeZone = (await ownSchool(scope)).time_zone;
  const when = (at: string | Date | null) =>
    at === null ? null : dateFormat(language.code).dayAndTime(new Date(at), now, timeZone);
  const shown = ({ items, ...lesson }: LessonRow): ShownLesson => ({
    ...lesson,
    items: items.map((item) => ({ ...item, when: when(item.starts_at) })),
  });
  const all = { limit: lessonsMax, offset: 0 };
  const archived = { ...all, archived: "true" } as const;
  const [list, archivedList, choices, classes, archivedClasses, terms] = await Promise.all([
    lessonList(scope, id, all),
    lessonList(scope, id, archived),
    lessonChoices(scope, id),
    classList(scope, id, all),
    classList(scope, id, archived),
    termList(scope, { limit: termsMax, offset: 0 }),
  ]);
  const { longDay, dayRange } = dateFormat(language.code);
  const withDays = (one: ClassRow): ShownClass => {
    const { starts_on, ends_on } = one;
    if (starts_on && ends_on) return { ...one, days: dayRange(starts_on, ends_on) };
    return {
      ...one,
      days: starts_on
        ? t("courses.page.from_day", { day: longDay(starts_on) })
        : ends_on
          ? t("courses.page.to_day", { day: longDay(ends_on) })
          : null,
    };
  };
  const given = queryFromUrl(coursePageQuery, search).class_id;
  // A class of another course filters nothing.
  const isOwn =
    given === inNoClass || [...classes.items, ...archivedClasses.items].some((one) => one.id === given);
  const classId = isOwn ? given : undefined;
  const ownTerms = terms.items
    .filter((term) => term.school_id === course.school_id)
    .map((term) => ({ id: term.id, name: term.name }));
  return (
    <ClientMessages
      of={[
        "courses.archive",
        "courses.class_panels",
        "courses.classes",
        "courses.duplicate",
        "courses.enroll",
        "courses.form",
        "courses.items",
        "courses.forecast",
        "courses.lesson_chart",
        "courses.lesson_table",
        "courses.lessons",
        "courses.people",
        "courses.table",
        "imports.problems",
      ]}
    >
      <PageHead
        crumbs={[{ label: t("courses.list.title"), href: "/courses" }, { label: title }]}
        title={title}
        meta={[
          course.archived_at ? t("courses.page.archived") : null,
          course.instructors.length
            ? t("courses.page.taught_by", { names: and(course.instructors.map(({ name }) => name)) })
            : t("courses.page.no_instructor"),
          t("courses.page.has", { lessons, videos, sessions, learners }),
          zoneName(timeZone, language),
        ]}
        actions={
          <>
            {classes.items.length > 0 ? (
              <FilterMenu
                filter="class_id"
                label={t("courses.analysis.class")}
                any={t("courses.analysis.all_classes")}
                options={[
                  ...classes.items.map((one) => ({ value: one.id, label: one.name })),
                  { value: inNoClass, label: t("courses.analysis.no_class") },
                ]}
              />
            ) : null}
            <LinkButton look="quiet" href={`/courses/${id}/results`}>
              {t("courses.results.title")}
            </LinkButton>
            <LinkButton look="quiet" href={`/courses/${id}/practice`}>
              {t("practice.page.title")}
            </LinkButton>
            <LinkButton look="quiet" href={`/courses/${id}/roster`}>
              {t("learners.roster.title")}
            </LinkButton>
            {canEdit ? (
              <>
                <LinkButton href={`/courses/${id}/edit`}>{t("ui.edit")}</LinkButton>
                <DuplicateCourse courseId={id} title={title} terms={ownTerms} />
                <ArchiveCourse courseId={id} archived={course.archived_at !== null} />
              </>
            ) : null}
          </>
        }
      />
      {course.description ? (
        <p className="mt-4 max-w-[680px] whitespace-pre-line text-ink-2">{course.description}</p>
      ) : null}
      <Streamed fallback={<CourseAnalysisSkeleton label={t("courses.analysis.loading")} />}>
        <CourseAnalysisParts scope={scope} courseId={id} classId={classId} search={search} />
      </Streamed>
      <Suspense>
        <RecutPart scope={scope} courseId={id} />
      </Suspense>
      <Section id="lessons">
        <Lessons
          canEdit={canEdit}
          courseId={id}
          lessons={list.items.map(shown)}
          archived={archivedList.items.map(shown)}
          choices={[
            ...choices.videos.map((video) => ({ ...video, kind: "video" as const, when: null })),
            ...choices.sessions.map(({ starts_at, ...session }) => ({
              ...session,
              kind: "session" as const,
              when: when(starts_at),
            })),
          ]}
        />
      </Section>
      <Section id="classes">
        <Classes
          canEdit={canEdit}
          courseId={id}
          classes={classes.items.map(withDays)}
          archived={archivedClasses.items.map(withDays)}
          terms={ownTerms}
        />
      </Section>
      <CoursePeople scope={scope} course={course} classes={classes.items} search={search} />
    </ClientMessages>
  );
}
