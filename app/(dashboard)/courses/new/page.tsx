import type { Metadata } from "next";
import { reached } from "@/app/reached";
import { CourseForm } from "@/components/courses/course-form";
import { SchoolChoice } from "@/components/sessions/form/school-choice";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { currentLanguage } from "@/lib/auth/language";
import { isAdmin } from "@/lib/auth/scope";
import { requireTeaching } from "@/lib/auth/session";
import { schoolFor, teachersOf } from "@/lib/domain/courses/queries";
import { schoolChoices } from "@/lib/domain/sessions/queries/form";
import type { Search } from "@/lib/http/list-url";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("courses.list.new") };
}

export default async function NewCoursePage({ searchParams }: { searchParams: Promise<Search> }) {
  const [scope, search] = await Promise.all([requireTeaching(), searchParams]);
  const { t } = await currentLanguage();
  const given = typeof search.school === "string" ? search.school : undefined;
  const crumbs = [{ label: t("courses.list.title"), href: "/courses" }, { label: t("courses.list.new") }];
  if (scope.school_id === null && given === undefined)
    return (
      <>
        <PageHead crumbs={crumbs} title={t("courses.list.new")} summary={t("courses.list.which_school")} />
        <SchoolChoice schools={await schoolChoices(scope)} page="/courses/new">
          {t("courses.list.school_first")}
        </SchoolChoice>
      </>
    );
  const schoolId = scope.school_id ?? (await reached(schoolFor(scope, given)));
  return (
    <ClientMessages of={["courses.form"]}>
      <PageHead crumbs={crumbs} title={t("courses.list.new")} summary={t("courses.list.new_about")} />
      <CourseForm
        values={{ title: "", description: null, external_id: null }}
        instructors={isAdmin(scope) ? [] : [{ id: scope.user_id, name: scope.name }]}
        staff={await teachersOf(schoolId)}
        schoolId={schoolId}
      />
    </ClientMessages>
  );
}
