import type { Metadata } from "next";
import { CoursesTable } from "@/components/courses/courses-table";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { currentLanguage } from "@/lib/auth/language";
import { isAdmin, isTeaching } from "@/lib/auth/scope";
import { requireStaff } from "@/lib/auth/session";
import { termsMax } from "@/lib/domain/courses/classes/forms";
import { termList } from "@/lib/domain/courses/classes/queries";
import { courseListQuery } from "@/lib/domain/courses/forms";
import { courseRows } from "@/lib/domain/courses/queries";
import { isFiltered, queryFromUrl, type Search } from "@/lib/http/list-url";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("courses.list.title") };
}

/** The rows of one page of the table. */
const rowsShown = 25;

export default async function CoursesPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [scope, search] = await Promise.all([requireStaff(), searchParams]);
  const { t } = await currentLanguage();
  const query = queryFromUrl(courseListQuery, search, { limit: rowsShown });
  const [list, terms] = await Promise.all([
    courseRows(scope, query),
    termList(scope, { limit: termsMax, offset: 0 }),
  ]);
  const newCourse = isTeaching(scope) ? (
    <LinkButton look="primary" href="/courses/new">
      {t("courses.list.new")}
    </LinkButton>
  ) : null;
  const nothing = list.total === 0 && !isFiltered(query) && query.offset === 0;
  return (
    <>
      <PageHead
        title={t("courses.list.title")}
        actions={
          <>
            {isAdmin(scope) ? (
              <LinkButton look="quiet" href="/people/import">
                {t("people.import.button")}
              </LinkButton>
            ) : null}
            <LinkButton look="quiet" href="/courses/terms">
              {t("courses.terms.title")}
            </LinkButton>
            {nothing ? null : newCourse}
          </>
        }
      />
      {nothing ? (
        <Empty place="page" title={t("courses.list.none")} actions={newCourse}>
          {isTeaching(scope)
            ? t("courses.list.none_about", { admin: isAdmin(scope) ? "yes" : "no" })
            : t("courses.list.none_assistant")}
        </Empty>
      ) : (
        <ClientMessages of={["courses.table"]}>
          <CoursesTable
            rows={list.items}
            total={list.total}
            limit={query.limit}
            terms={terms.items.map(({ id, name }) => ({ value: id, label: name }))}
          />
        </ClientMessages>
      )}
    </>
  );
}
