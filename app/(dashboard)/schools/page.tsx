import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { DemoSchool } from "@/components/schools/demo-school";
import { InstallationAdmins } from "@/components/schools/installation-admins";
import { NewSchoolForm } from "@/components/schools/new-school-form";
import { SchoolsTable } from "@/components/schools/schools-table";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { Section } from "@/components/ui/section";
import { currentLanguage } from "@/lib/auth/language";
import { reachesEverySchool } from "@/lib/auth/reach";
import { requireAdmin } from "@/lib/auth/session";
import { schoolList } from "@/lib/domain/schools/queries";
import { schoolsQuery } from "@/lib/domain/schools/schema";
import { demoOf } from "@/lib/flows/demo/demo-school";
import { queryFromUrl, type Search } from "@/lib/http/list-url";
import { shownIn } from "../shown";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("school.list.title") };
}

export default async function SchoolsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const scope = await requireAdmin();
  if (!reachesEverySchool(scope)) forbidden();
  const language = await currentLanguage();
  const { t } = language;
  const query = queryFromUrl(schoolsQuery, await searchParams);
  const [{ items, total }, demo] = await Promise.all([schoolList(scope, query), demoOf(scope)]);
  const shown = shownIn(new Date(), "UTC", language);
  return (
    <ClientMessages
      of={[
        "school.list",
        "school.fields",
        "school.form",
        "school.demo",
        "school.roles",
        "school.admins",
        "people.invite",
        "work.progress",
      ]}
    >
      <PageHead title={t("school.list.title")} meta={[t("school.list.about")]} />
      <div className="mt-6">
        <SchoolsTable
          rows={items.map((row) => ({ ...row, made: shown(row.created_at) }))}
          total={total}
          limit={query.limit}
        />
      </div>
      <Section id="new" title={t("school.list.new")} sub={t("school.list.new_about")} line>
        <NewSchoolForm
          zones={["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")]}
        />
      </Section>
      <InstallationAdmins mayInvite />
      <DemoSchool demo={demo} />
    </ClientMessages>
  );
}
