import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { z } from "zod";
import { reached } from "@/app/reached";
import { InstallationAdmins } from "@/components/schools/installation-admins";
import { LogoForm } from "@/components/schools/logo-form";
import { SettingsParts } from "@/components/schools/settings-fields";
import { OpenRecounts, SettingsForm } from "@/components/schools/settings-form";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { currentLanguage } from "@/lib/auth/language";
import { requireAdmin } from "@/lib/auth/session";
import { hasInstallationAdmin } from "@/lib/domain/people/links/queries";
import { openRecounts, recountedBy, runsInstallation, schoolById } from "@/lib/domain/schools/queries";
import { uuid } from "@/lib/http/contract";
import { queryFromUrl, type Search } from "@/lib/http/list-url";
import { zoneName } from "@/lib/language/dates";

/** The school that the installation's admin edits. */
const wanted = z.object({ school: uuid.optional() });

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("school.page.title") };
}

export default async function SchoolSettingsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const scope = await requireAdmin();
  const language = await currentLanguage();
  const { t } = language;
  const schoolId = queryFromUrl(wanted, await searchParams).school ?? scope.school_id;
  if (!schoolId) redirect("/schools");
  const [school, recounted, recounts, runs, hasAdmin] = await Promise.all([
    reached(schoolById(scope, schoolId), `/settings/school?school=${schoolId}`),
    recountedBy(schoolId),
    openRecounts(schoolId),
    scope.school_id === null ? false : runsInstallation(scope),
    hasInstallationAdmin(),
  ]);
  return (
    <ClientMessages of={["school.form", "school.fields", "school.roles", "ui.conflict"]}>
      <PageHead
        title={t("school.page.title")}
        actions={
          <>
            {scope.school_id === null ? (
              <LinkButton look="quiet" href="/schools">
                {t("school.list.title")}
              </LinkButton>
            ) : (
              <LinkButton look="quiet" href="/start">
                {t("shell.frame.set_up")}
              </LinkButton>
            )}
            {scope.school_id === null ? null : (
              <>
                <LinkButton look="quiet" href="/settings/alerts">
                  {t("alerts.settings.title")}
                </LinkButton>
                <LinkButton look="quiet" href="/settings/retention">
                  {t("compliance.limits.title")}
                </LinkButton>
                <LinkButton look="quiet" href="/settings/xp">
                  {t("gamification.settings.title")}
                </LinkButton>
                <LinkButton look="quiet" href="/settings/events">
                  {t("learning.types.title")}
                </LinkButton>
              </>
            )}
            <LinkButton href="/settings/integrations">{t("school.page.integrations")}</LinkButton>
          </>
        }
        meta={[school.name, t("school.page.admins_only"), zoneName(school.time_zone, language)]}
      />
      <OpenRecounts>
        {recounts.map(({ kind, done, total }) =>
          t(kind === "recount_videos" ? "school.page.counts_videos" : "school.page.counts_sessions", {
            done,
            total: total ?? 0,
            known: total === null ? "no" : "yes",
          }),
        )}
      </OpenRecounts>
      <SettingsParts />
      <div className="mt-8">
        <SettingsForm
          school={school}
          recounted={recounted}
          zones={["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")]}
        />
      </div>
      <Section id="logo" title={t("school.form.logo")} sub={t("school.page.logo_sub")}>
        <LogoForm school={school} />
      </Section>
      {runs ? (
        <ClientMessages of={["school.admins", "people.invite"]}>
          <InstallationAdmins mayInvite={!hasAdmin} />
        </ClientMessages>
      ) : null}
    </ClientMessages>
  );
}
