import type { Metadata } from "next";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { LinkButton } from "@/components/ui/link-button";
import { BeginRebuild } from "@/components/work/begin-rebuild";
import { WorkTable } from "@/components/work/work-table";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import { isAdmin } from "@/lib/auth/scope";
import { requireStaff } from "@/lib/auth/session";
import { workCounts, workList } from "@/lib/domain/work/queries";
import { workQuery } from "@/lib/domain/work/schema";
import { isFiltered, queryFromUrl, type Search } from "@/lib/http/list-url";
import { zoneName } from "@/lib/language/dates";
import { isPlanned } from "@/lib/platform/work";
import { shownIn } from "../shown";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("work.page.title") };
}

export default async function WorkPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [scope, search] = await Promise.all([requireStaff(), searchParams]);
  const language = await currentLanguage();
  const { t } = language;
  const query = queryFromUrl(workQuery, search, { limit: 25 });
  const [list, counts, { time_zone }] = await Promise.all([
    workList(scope, query, language),
    workCounts(scope),
    ownSchool(scope),
  ]);
  const now = new Date();
  const shown = shownIn(now, time_zone, language);
  return (
    <ClientMessages of={["work.table", "work.state", "work.progress"]}>
      <PageHead
        title={t("work.page.title")}
        meta={[t(isAdmin(scope) ? "work.page.of_school" : "work.page.of_you"), zoneName(time_zone, language)]}
        summary={t("work.page.summary", counts)}
        actions={
          isAdmin(scope) ? (
            <>
              <LinkButton href="/work/test-data">{t("work.test_data.title")}</LinkButton>
              <BeginRebuild atNight />
              <BeginRebuild />
            </>
          ) : null
        }
      />
      <WorkTable
        rows={list.items.map((row) => ({
          ...row,
          added: shown(row.created_at),
          begins: row.begins_at && isPlanned(row, now.getTime()) ? shown(row.begins_at) : null,
          ended: row.ended_at ? shown(row.ended_at) : null,
        }))}
        total={list.total}
        limit={query.limit}
        filtered={isFiltered(query)}
      />
    </ClientMessages>
  );
}
