import type { Metadata } from "next";
import { reached } from "@/app/reached";
import { CourseForm } from "@/components/courses/course-form";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { currentLanguage } from "@/lib/auth/language";
import { requireTeaching } from "@/lib/auth/session";
import { readCourse, teachersOf } from "@/lib/domain/courses/queries";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("courses.page.edit") };
}

export default async function EditCoursePage({ params }: { params: Promise<{ courseId: string }> }) {
  const [scope, { courseId }] = await Promise.all([requireTeaching(), params]);
  const course = await reached(readCourse(scope, courseId));
  const { t } = await currentLanguage();
  const { id, revision, title, description, external_id } = course;
  return (
    <ClientMessages of={["courses.form"]}>
      <PageHead
        crumbs={[
          { label: t("courses.list.title"), href: "/courses" },
          { label: title, href: `/courses/${id}` },
          { label: t("ui.edit") },
        ]}
        title={t("courses.page.edit_title", { title })}
      />
      <CourseForm
        values={{ title, description, external_id }}
        instructors={course.instructors}
        staff={await teachersOf(course.school_id)}
        edited={{ id, revision }}
      />
    </ClientMessages>
  );
}
