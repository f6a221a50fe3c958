import type { Metadata } from "next";
import Link from "next/link";
import { TryButton } from "@/components/schools/try-button";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { Section } from "@/components/ui/section";
import { Tag } from "@/components/ui/tag";
import { currentLanguage } from "@/lib/auth/language";
import { requireAdmin } from "@/lib/auth/session";
import { siteAddress } from "@/lib/auth/site";
import { configured } from "@/lib/flows/integrations/try-out";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("school.integrations.title") };
}

export default async function IntegrationsPage() {
  await requireAdmin();
  const { t } = await currentLanguage();
  const address = await siteAddress();
  return (
    <ClientMessages of={["school.tries"]}>
      <PageHead
        title={t("school.integrations.title")}
        crumbs={[
          { label: t("school.page.title"), href: "/settings/school" },
          { label: t("school.integrations.title") },
        ]}
        meta={[t("school.integrations.about")]}
      />
      {configured().map(({ name, on, variables }) => (
        <Section
          key={name}
          id={name}
          line
          title={t(`school.integrations.${name}`)}
          sub={t(`school.integrations.${name}_about`, {
            address: `${address}/api/webhooks/cloudflare`,
          })}
        >
          <div className="grid justify-items-start gap-3">
            <Tag pip={on ? "good" : "rest"}>
              {t(on ? "school.integrations.configured" : "school.integrations.not_configured")}
            </Tag>
            <p className="text-small text-ink-2">
              {t("school.integrations.variables")}{" "}
              {variables.map((variable) => (
                <code key={variable} className="mr-2 font-mono break-all">
                  {variable}
                </code>
              ))}
            </p>
            {name !== "cloudflare_webhook" ? (
              <TryButton name={name} label={t(`school.integrations.${name}`)} />
            ) : null}
          </div>
        </Section>
      ))}
      <Section
        id="reports"
        line
        title={t("school.integrations.reports")}
        sub={t("school.integrations.reports_about")}
      >
        <Link href="/imports" className="text-small">
          {t("school.integrations.to_imports")}
        </Link>
      </Section>
    </ClientMessages>
  );
}
