import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { EventTypes } from "@/components/learning/event-types";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { currentLanguage } from "@/lib/auth/language";
import { requireAdmin } from "@/lib/auth/session";
import { eventTypeList } from "@/lib/domain/learning/event-types/queries";
import { typesMax } from "@/lib/domain/learning/event-types/schema";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("learning.types.title") };
}

export default async function EventTypesPage() {
  const scope = await requireAdmin();
  // They belong to a school; its own admin defines them.
  if (scope.school_id === null) redirect("/schools");
  const { t } = await currentLanguage();
  const { items } = await eventTypeList(scope, { limit: typesMax, offset: 0 });
  return (
    <ClientMessages of={["learning.types", "ui.conflict"]}>
      <PageHead
        title={t("learning.types.title")}
        crumbs={[
          { label: t("school.page.title"), href: "/settings/school" },
          { label: t("learning.types.title") },
        ]}
        meta={[t("learning.types.about")]}
      />
      <EventTypes types={items} />
    </ClientMessages>
  );
}
