import type { Metadata } from "next";
import { AlertRulesForm } from "@/components/alerts/rules-form";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { LinkButton } from "@/components/ui/link-button";
import { currentLanguage } from "@/lib/auth/language";
import { requireAdmin } from "@/lib/auth/session";
import { alertRulesOf } from "@/lib/domain/alerts/queries";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("alerts.settings.title") };
}

export default async function AlertRulesPage() {
  const scope = await requireAdmin();
  const [rules, { t }] = await Promise.all([alertRulesOf(scope), currentLanguage()]);
  const settings =
    scope.school_id === null
      ? { label: t("school.list.title"), href: "/schools" }
      : { label: t("school.page.title"), href: "/settings/school" };
  return (
    <ClientMessages of={["alerts.settings", "alerts.kinds"]}>
      <PageHead
        title={t("alerts.settings.title")}
        crumbs={[settings, { label: t("alerts.settings.title") }]}
        meta={[t("alerts.settings.about")]}
        actions={
          <>
            <LinkButton look="quiet" href="/alerts">
              {t("alerts.page.title")}
            </LinkButton>
            <LinkButton href="/settings/webhooks">{t("alerts.webhooks.title")}</LinkButton>
          </>
        }
      />
      <AlertRulesForm rules={rules} />
    </ClientMessages>
  );
}
