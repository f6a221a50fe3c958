import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { XpSettingsForm } from "@/components/gamification/xp-settings-form";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { LinkButton } from "@/components/ui/link-button";
import { currentLanguage } from "@/lib/auth/language";
import { requireAdmin } from "@/lib/auth/session";
import { xpSettings } from "@/lib/domain/gamification/queries";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("gamification.settings.title") };
}

export default async function XpSettingsPage() {
  const scope = await requireAdmin();
  const [settings, { t }] = await Promise.all([xpSettings(scope), currentLanguage()]);
  // They belong to a school; its own admin sets them.
  if (!settings) redirect("/schools");
  return (
    <ClientMessages of={["gamification.settings", "gamification.rules", "ui.conflict"]}>
      <PageHead
        title={t("gamification.settings.title")}
        crumbs={[
          { label: t("school.page.title"), href: "/settings/school" },
          { label: t("gamification.settings.title") },
        ]}
        meta={[t("gamification.settings.later")]}
        actions={
          <LinkButton look="quiet" href="/leaderboard">
            {t("gamification.page.title")}
          </LinkButton>
        }
      />
      <XpSettingsForm settings={settings} />
    </ClientMessages>
  );
}
