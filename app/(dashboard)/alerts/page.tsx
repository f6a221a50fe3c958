import type { Metadata } from "next";
import { AlertsTable } from "@/components/alerts/alerts-table";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { LinkButton } from "@/components/ui/link-button";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import { isAdmin } from "@/lib/auth/scope";
import { requireStaff } from "@/lib/auth/session";
import { alertList, openAlerts } from "@/lib/domain/alerts/queries";
import { alertQuery } from "@/lib/domain/alerts/schema";
import { isFiltered, queryFromUrl, type Search } from "@/lib/http/list-url";
import { dateFormat, zoneName } from "@/lib/language/dates";
import { shownIn } from "../shown";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("alerts.page.title") };
}

export default async function AlertsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const [scope, search, language] = await Promise.all([requireStaff(), searchParams, currentLanguage()]);
  const { t } = language;
  const query = queryFromUrl(alertQuery, search, { limit: 25 });
  const { time_zone } = await ownSchool(scope);
  const now = new Date();
  const [list, open] = await Promise.all([
    alertList(scope, query, { now, time_zone, language }),
    openAlerts(scope, now),
  ]);
  const shown = shownIn(now, time_zone, language);
  const { dayAndTime } = dateFormat(language.code);
  const whose = !isAdmin(scope) ? "of_you" : scope.school_id === null ? "of_installation" : "of_school";
  return (
    <ClientMessages of={["alerts.table", "alerts.state", "alerts.snooze", "alerts.kinds"]}>
      <PageHead
        title={t("alerts.page.title")}
        meta={[t(`alerts.page.${whose}`), zoneName(time_zone, language)]}
        summary={t("alerts.page.summary", { open })}
        actions={
          isAdmin(scope) ? <LinkButton href="/settings/alerts">{t("alerts.page.rules")}</LinkButton> : null
        }
      />
      <AlertsTable
        rows={list.items.map((row) => ({
          ...row,
          raised: shown(row.raised_at),
          until: row.snoozed_until && dayAndTime(row.snoozed_until, now, time_zone),
        }))}
        total={list.total}
        limit={query.limit}
        filtered={isFiltered(query)}
        open={open}
      />
    </ClientMessages>
  );
}
