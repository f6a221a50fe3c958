import type { Metadata } from "next";
import { AuditTable } from "@/components/audit/audit-table";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { rangeChoices } from "@/components/tables/range-choices";
import { LinkButton } from "@/components/ui/link-button";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import { requireAdmin } from "@/lib/auth/session";
import { actionName } from "@/lib/domain/audit/changes";
import { auditActions, auditPage } from "@/lib/domain/audit/queries";
import { auditQuery } from "@/lib/domain/audit/schema";
import { isFiltered, queryFromUrl, routeSearch, type Search } from "@/lib/http/list-url";
import { zoneName } from "@/lib/language/dates";
import { dayOf } from "@/lib/platform/time";
import { shownIn } from "../shown";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("audit.page.title") };
}

export default async function AuditPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [scope, search] = await Promise.all([requireAdmin(), searchParams]);
  const language = await currentLanguage();
  const { t } = language;
  const { before, ...filters } = queryFromUrl(auditQuery, search, { limit: 50 });
  const { time_zone } = await ownSchool(scope);
  const [page, actions] = await Promise.all([
    auditPage(scope, { ...filters, before }, time_zone),
    auditActions(scope),
  ]);
  const now = new Date();
  const shown = shownIn(now, time_zone, language);
  const { limit: _, ...shownFilters } = filters;
  return (
    <ClientMessages of={["audit.table"]}>
      <PageHead
        title={t("audit.page.title")}
        meta={[t("audit.page.kept"), zoneName(time_zone, language)]}
        actions={
          <LinkButton look="quiet" href={`/api/admin/audit/export${routeSearch(shownFilters)}`} download="">
            {t("audit.page.csv")}
          </LinkButton>
        }
      />
      <AuditTable
        rows={page.items.map((entry) => ({
          ...entry,
          when: shown(entry.at),
          action_name: actionName(entry.action, language),
        }))}
        actions={actions.map((value) => ({ value, label: actionName(value, language) }))}
        range={rangeChoices(filters, dayOf(now, time_zone), language)}
        filtered={isFiltered(shownFilters)}
        older={page.next && `/audit${routeSearch({ ...shownFilters, before: page.next })}`}
        newest={before ? `/audit${routeSearch(shownFilters)}` : null}
      />
    </ClientMessages>
  );
}
