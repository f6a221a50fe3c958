import type { Metadata } from "next";
import { reached } from "@/app/reached";
import { ArchiveCourse } from "@/components/courses/archive-course";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { LinkButton } from "@/components/ui/link-button";
import { currentLanguage } from "@/lib/auth/language";
import { isTeaching } from "@/lib/auth/scope";
import { requireStaff } from "@/lib/auth/session";
import { readCourse } from "@/lib/domain/courses/queries";

type Props = { params: Promise<{ courseId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [scope, { courseId }] = await Promise.all([requireStaff(), params]);
  return { title: (await reached(readCourse(scope, courseId))).title };
}

export default async function CoursePage({ params }: Props) {
  const [scope, { courseId }] = await Promise.all([requireStaff(), params]);
  const course = await reached(readCourse(scope, courseId));
  const { t, and } = await currentLanguage();
  const { id, title, lessons, videos, sessions, learners } = course;
  return (
    <ClientMessages of={["courses.archive"]}>
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
          isTeaching(scope) ? (
            <>
              <LinkButton href={`/courses/${id}/edit`}>{t("ui.edit")}</LinkButton>
              <ArchiveCourse courseId={id} archived={course.archived_at !== null} />
            </>
          ) : null
        }
      />
      {course.description ? (
        <p className="mt-4 max-w-[680px] whitespace-pre-line text-ink-2">{course.description}</p>
      ) : null}
    </ClientMessages>
  );
}
