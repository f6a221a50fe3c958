import type { Metadata } from "next";
import { AddWebhook, WebhookSection } from "@/components/alerts/webhooks";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { Empty } from "@/components/ui/empty";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import { requireAdmin } from "@/lib/auth/session";
import { ownKinds } from "@/lib/domain/alerts/queries";
import { deliveriesOf, webhookList } from "@/lib/domain/alerts/webhooks/queries";
import { webhooksMax } from "@/lib/domain/alerts/webhooks/schema";
import { dateFormat, zoneName } from "@/lib/language/dates";

/** So many of each webhook's deliveries are shown. */
const shownDeliveries = 5;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("alerts.webhooks.title") };
}

export default async function WebhooksPage() {
  const scope = await requireAdmin();
  const language = await currentLanguage();
  const { t } = language;
  const { absolute, relative } = dateFormat(language.code);
  const now = new Date();
  const [rows, kinds, { time_zone }] = await Promise.all([
    webhookList(scope),
    ownKinds(scope),
    ownSchool(scope),
  ]);
  const shown = (at: string) => ({ text: relative(at, now, time_zone), full: absolute(at, time_zone) });
  const deliveries = await Promise.all(
    rows.map(({ id }) => deliveriesOf(scope, id, { limit: shownDeliveries, offset: 0 })),
  );
  return (
    <ClientMessages of={["alerts.webhooks", "alerts.kinds"]}>
      <PageHead
        title={t("alerts.webhooks.title")}
        crumbs={[
          { label: t("alerts.settings.title"), href: "/settings/alerts" },
          { label: t("alerts.webhooks.title") },
        ]}
        meta={[
          t("alerts.webhooks.about"),
          t("alerts.webhooks.count", { count: rows.length, most: webhooksMax }),
          zoneName(time_zone, language),
        ]}
        actions={rows.length > 0 && rows.length < webhooksMax ? <AddWebhook kinds={kinds} /> : null}
      />
      {rows.length === 0 ? (
        <Empty place="page" title={t("alerts.webhooks.none")} actions={<AddWebhook kinds={kinds} />}>
          {t("alerts.webhooks.none_about")}
        </Empty>
      ) : null}
      {rows.map((webhook, index) => (
        <WebhookSection
          key={webhook.id}
          webhook={webhook}
          kinds={[...new Set([...kinds, ...webhook.alert_kinds])]}
          gone={webhook.gone_at && absolute(webhook.gone_at, time_zone)}
          deliveries={(deliveries[index]?.items ?? []).map((row) => ({
            ...row,
            at: shown(row.last_attempt_at ?? row.created_at),
            next: row.next_attempt_at && absolute(row.next_attempt_at, time_zone),
          }))}
        />
      ))}
    </ClientMessages>
  );
}
