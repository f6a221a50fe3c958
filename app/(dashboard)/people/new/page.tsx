import type { Metadata } from "next";
import { PersonForm } from "@/components/people/edit/person-form";
import { SchoolChoice } from "@/components/sessions/form/school-choice";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { currentLanguage } from "@/lib/auth/language";
import { requireAdmin } from "@/lib/auth/session";
import { schoolChoices } from "@/lib/domain/sessions/queries/form";
import type { Search } from "@/lib/http/list-url";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("people.edit.new_title") };
}

export default async function NewPersonPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [scope, search, { t }] = await Promise.all([requireAdmin(), searchParams, currentLanguage()]);
  const title = t("people.edit.new_title");
  const crumbs = [{ label: t("ui.people"), href: "/people" }, { label: title }];
  const schools = await schoolChoices(scope);
  const school = schools.find(({ id }) => id === search.school);
  if (scope.school_id === null && !school)
    return (
      <>
        <PageHead title={title} crumbs={crumbs} summary={t("people.edit.which_school")} />
        <SchoolChoice schools={schools} page="/people/new">
          {t("people.edit.school_first")}
        </SchoolChoice>
      </>
    );
  return (
    <ClientMessages of={["people.edit", "people.list", "people.role"]}>
      <PageHead title={title} crumbs={crumbs} meta={[school?.name]} />
      <PersonForm person={null} schoolId={school?.id} />
    </ClientMessages>
  );
}
