import type { Metadata } from "next";
import { Suspense } from "react";
import { z } from "zod";
import { reached } from "@/app/reached";
import { ClientMessages } from "@/components/shell/client-messages";
import { Findings, Lead, PageHead } from "@/components/shell/page-head";
import { UrlTabs } from "@/components/tables/url-tabs";
import { DeleteFunnel, FunnelDialog } from "@/components/trends/funnel-dialog";
import { FunnelNumbers } from "@/components/trends/funnel-numbers";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { Section } from "@/components/ui/section";
import { ChartSkeleton } from "@/components/ui/skeleton";
import { currentLanguage } from "@/lib/auth/language";
import type { Scope } from "@/lib/auth/scope";
import { requireTeaching } from "@/lib/auth/session";
import { funnelFindings } from "@/lib/domain/learning/funnels/findings";
import { funnelById } from "@/lib/domain/learning/funnels/queries";
import { countFunnel } from "@/lib/flows/overview/funnel";
import { lastDays } from "@/lib/http/contract";
import { queryFromUrl, type Search } from "@/lib/http/list-url";
import { dateFormat, zoneName } from "@/lib/language/dates";
import { AppError } from "@/lib/platform/errors";
import { type Day, dayOf, plusDays } from "@/lib/platform/time";
import { funnelParts } from "../parts";

type Props = { params: Promise<{ funnelId: string }>; searchParams: Promise<Search> };

/** The periods that the page offers; the address takes any of 1 to 365 days. */
const periods = [28, 90, 365] as const;
const pageQuery = z.object(lastDays(28));

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const [scope, { funnelId }] = await Promise.all([requireTeaching(), params]);
  return { title: (await reached(funnelById(scope, funnelId))).funnel.name };
}

/** How many people took each step of a funnel that they began in the period of the address. */
export default async function FunnelPage({ params, searchParams }: Props) {
  const [scope, { funnelId }, search] = await Promise.all([requireTeaching(), params, searchParams]);
  const { funnel, time_zone, minimum_group_size } = await reached(funnelById(scope, funnelId));
  const [language, parts] = await Promise.all([currentLanguage(), funnelParts(scope)]);
  const { t } = language;
  const now = new Date();
  const { days } = queryFromUrl(pageQuery, search);
  const to = dayOf(now, time_zone);
  const from = plusDays(to, 1 - days);
  return (
    <ClientMessages of={["trends.funnels", "trends.cohorts", "ui.conflict"]}>
      <PageHead
        crumbs={[
          { label: t("trends.page.title"), href: "/trends" },
          { label: t("trends.funnels.title"), href: "/trends/funnels" },
          { label: funnel.name },
        ]}
        title={funnel.name}
        meta={[
          [funnel.course_title ?? t("trends.funnels.whole_school"), funnel.class_name]
            .filter(Boolean)
            .join(", "),
          t("trends.funnels.begun", { range: dateFormat(language.code).dayRange(from, to) }),
          t("trends.funnels.within", { days: funnel.window_days }),
          zoneName(time_zone, language),
        ]}
        actions={
          <>
            <LinkButton href={`/api/analytics/funnels/${funnel.id}/export?from=${from}&to=${to}`} download="">
              {t("ui.csv")}
            </LinkButton>
            {parts ? <FunnelDialog parts={parts} edited={funnel} /> : null}
            <DeleteFunnel funnel={funnel} />
          </>
        }
      />
      <UrlTabs
        label={t("trends.page.period")}
        filter="days"
        value={String(days)}
        tabs={periods.map((period) => ({
          value: String(period),
          text: t("tables.range.last_days", { days: period }),
        }))}
      />
      <Suspense key={days} fallback={<ChartSkeleton height={240} label={t("trends.funnels.counting")} />}>
        <Counted {...{ scope, from, to, now }} id={funnel.id} fewest={minimum_group_size} />
      </Suspense>
    </ClientMessages>
  );
}

/** Its numbers; or why they cannot be counted now. */
async function Counted({
  scope,
  id,
  now,
  fewest,
  ...query
}: {
  scope: Scope;
  id: string;
  from: Day;
  to: Day;
  now: Date;
  fewest: number;
}) {
  const language = await currentLanguage();
  const { t } = language;
  const counted = await countFunnel(scope, id, query, now).catch((error: unknown) => {
    if (error instanceof AppError && (error.code === "invalid" || error.code === "unavailable")) return error;
    throw error;
  });
  if (counted instanceof AppError)
    return (
      <Empty place="page" title={t("trends.funnels.not_counted")}>
        {counted.detailIn(language)}
      </Empty>
    );
  if (counted.steps[0]?.people === 0)
    return (
      <Empty place="page" title={t("trends.funnels.nobody")}>
        {t("trends.funnels.nobody_about", { people: counted.people_read })}
      </Empty>
    );
  return (
    <>
      <Lead>
        <Findings findings={funnelFindings(counted, language)} />
      </Lead>
      <Section title={t("trends.funnels.table")}>
        <FunnelNumbers steps={counted.steps} fewest={fewest} />
        <p className="mt-4 max-w-[780px] text-small text-ink-2">{t("trends.funnels.rule")}</p>
        <p className="mt-2 max-w-[780px] text-small text-ink-2">
          {t("trends.funnels.read", { people: counted.people_read, facts: counted.facts_read })}
        </p>
      </Section>
    </>
  );
}
