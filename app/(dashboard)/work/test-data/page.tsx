import type { Metadata } from "next";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { DeleteTestData, TestDataFilter } from "@/components/videos/test-data";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import { requireAdmin } from "@/lib/auth/session";
import { countTestData, coursesWithViews } from "@/lib/domain/videos/queries/test-data";
import { testDataQuery } from "@/lib/domain/videos/test-data";
import type { Search } from "@/lib/http/list-url";
import { zoneName } from "@/lib/language/dates";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("work.test_data.title") };
}

export default async function TestDataPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [scope, search] = await Promise.all([requireAdmin(), searchParams]);
  const language = await currentLanguage();
  const { t } = language;
  const given = Object.fromEntries(Object.entries(search).filter(([, value]) => value));
  const filter = testDataQuery.safeParse(given);
  const [{ time_zone }, courses, counted] = await Promise.all([
    ownSchool(scope),
    coursesWithViews(scope),
    filter.success ? countTestData(scope, filter.data) : null,
  ]);
  return (
    <ClientMessages of={["work.test_data"]}>
      <PageHead
        title={t("work.test_data.title")}
        crumbs={[{ label: t("work.page.title"), href: "/work" }, { label: t("work.test_data.title") }]}
        meta={[zoneName(time_zone, language)]}
        summary={t("work.test_data.about")}
      />
      <TestDataFilter filter={filter.success ? filter.data : {}} courses={courses} />
      {counted && filter.success ? (
        <>
          <p className="mt-8 text-lead" role="status">
            {t("work.test_data.counted", counted)}
          </p>
          {counted.views ? <DeleteTestData filter={filter.data} views={counted.views} /> : null}
        </>
      ) : null}
    </ClientMessages>
  );
}
