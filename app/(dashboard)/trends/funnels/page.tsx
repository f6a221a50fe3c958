import type { Metadata } from "next";
import { ClientMessages } from "@/components/shell/client-messages";
import { PageHead } from "@/components/shell/page-head";
import { FunnelDialog } from "@/components/trends/funnel-dialog";
import { FunnelsTable } from "@/components/trends/funnels-table";
import { Empty } from "@/components/ui/empty";
import { currentLanguage } from "@/lib/auth/language";
import { requireTeaching } from "@/lib/auth/session";
import { funnelList } from "@/lib/domain/learning/funnels/queries";
import { funnelsMax } from "@/lib/domain/learning/funnels/schema";
import { funnelParts } from "./parts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await currentLanguage()).t("trends.funnels.title") };
}

export default async function FunnelsPage() {
  const scope = await requireTeaching();
  const [{ t }, { items }, parts] = await Promise.all([
    currentLanguage(),
    funnelList(scope, { limit: funnelsMax, offset: 0 }),
    funnelParts(scope),
  ]);
  const add = parts && <FunnelDialog parts={parts} edited={null} />;
  return (
    <ClientMessages of={["trends.funnels", "ui.conflict"]}>
      <PageHead
        crumbs={[{ label: t("trends.page.title"), href: "/trends" }, { label: t("trends.funnels.title") }]}
        title={t("trends.funnels.title")}
        summary={items.length > 0 ? t("trends.funnels.about") : null}
        actions={items.length > 0 ? add : null}
      />
      {items.length > 0 ? (
        <FunnelsTable funnels={items} />
      ) : (
        <Empty place="page" title={t("trends.funnels.none")} actions={add}>
          {t("trends.funnels.none_about")}
        </Empty>
      )}
    </ClientMessages>
  );
}
