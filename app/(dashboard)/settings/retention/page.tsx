import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { RetentionForm } from "@/components/compliance/retention-form";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { LinkButton } from "@/components/ui/link-button";
import { currentLanguage } from "@/lib/auth/language";
import { ownSchool } from "@/lib/auth/school";
import { requireAdmin } from "@/lib/auth/session";
import type { RetentionKind } from "@/lib/domain/compliance/retention/kinds";
import { retentionOf } from "@/lib/domain/compliance/retention/queries";
import { zoneName } from "@/lib/language/dates";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("compliance.limits.title") };
}

export default async function RetentionSettingsPage() {
  const scope = await requireAdmin();
  // It belongs to a school; its own admin sets it.
  if (scope.school_id === null) redirect("/schools");
  const [retention, school, language] = await Promise.all([
    retentionOf(scope.school_id, new Date()),
    ownSchool(scope),
    currentLanguage(),
  ]);
  const { t } = language;
  return (
    <ClientMessages of={["compliance.limits", "compliance.kinds", "ui.conflict"]}>
      <PageHead
        title={t("compliance.limits.title")}
        crumbs={[
          { label: t("school.page.title"), href: "/settings/school" },
          { label: t("compliance.limits.title") },
        ]}
        meta={[school.name, t("compliance.limits.nightly"), zoneName(school.time_zone, language)]}
        actions={
          <LinkButton look="quiet" href="/compliance#retention">
            {t("compliance.limits.nights")}
          </LinkButton>
        }
      />
      <RetentionForm
        settings={retention.settings}
        due={
          Object.fromEntries(retention.kept.map(({ kind, due }) => [kind, due])) as Record<
            RetentionKind,
            number
          >
        }
      />
    </ClientMessages>
  );
}
