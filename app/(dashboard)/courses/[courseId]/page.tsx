import type { Metadata } from "next";
import { reached } from "@/app/reached";
import { ArchiveCourse } from "@/components/courses/archive-course";
import { Classes, type ShownClass } from "@/components/courses/classes";
import { DuplicateCourse } from "@/components/courses/duplicate-course";
import type { ShownLesson } from "@/components/courses/lesson-shown";
import { Lessons } from "@/components/courses/lessons";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import { isTeaching } from "@/lib/auth/scope";
import { requireStaff } from "@/lib/auth/session";
import { termsMax } from "@/lib/domain/courses/classes/forms";
import { classList, termList } from "@/lib/domain/courses/classes/queries";
import type { ClassRow } from "@/lib/domain/courses/classes/schema";
import { lessonsMax } from "@/lib/domain/courses/lessons/forms";
import { type LessonLearners, lessonLearners } from "@/lib/domain/courses/lessons/learner-progress";
import { lessonChoices, lessonList } from "@/lib/domain/courses/lessons/queries";
import type { LessonRow } from "@/lib/domain/courses/lessons/schema";
import { readCourse } from "@/lib/domain/courses/queries";
import type { Search } from "@/lib/http/list-url";
import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { CoursePeople } from "./people";

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
    progress: progressText(far.get(lesson.id), language),
    items: items.map((item) => ({ ...item, when: when(item.starts_at) })),
  });
  const all = { limit: lessonsMax, offset: 0 };
  const archived = { ...all, archived: "true" } as const;
  const [list, archivedList, choices, classes, archivedClasses, terms, progress] = await Promise.all([
    lessonList(scope, id, all),
    lessonList(scope, id, archived),
    lessonChoices(scope, id),
    classList(scope, id, all),
    classList(scope, id, archived),
    termList(scope, { limit: termsMax, offset: 0 }),
    lessonLearners(scope, id),
  ]);
  const far = new Map(progress.map((row) => [row.lesson_id, row]));
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
  const ownTerms = terms.items
    .filter((term) => term.school_id === course.school_id)
    .map((term) => ({ id: term.id, name: term.name }));
  return (
    <ClientMessages
      of={[
        "courses.archive",
        "courses.classes",
        "courses.duplicate",
        "courses.enroll",
        "courses.form",
        "courses.items",
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
        ]}
        summary={t("courses.page.has", { lessons, videos, sessions, learners })}
        actions={
          <>
            <LinkButton look="quiet" href={`/courses/${id}/results`}>
              {t("courses.results.title")}
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

/** "12 of 61 completed, 45.3 % on average". */
const progressText = (row: LessonLearners | undefined, { t, percent }: Language): string | null =>
  row && row.mean_progress_percentage !== null
    ? t("courses.page.lesson_progress", {
        ...{ completed: row.completed, learners: row.learners },
        mean: percent(row.mean_progress_percentage),
      })
    : null;
