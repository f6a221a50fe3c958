"use client";

import { lazy, Suspense } from "react";
import { Bars } from "@/components/charts/bars";
import { ChartFrame } from "@/components/charts/chart-frame";
import { lazyChart } from "@/components/charts/lazy-chart";
import { Section } from "@/components/ui/section";
import type { DeliveredAnswer } from "@/lib/domain/videos/schema";
import { unknown } from "@/lib/language/numbers";
import { useLanguage } from "../ui/use-language";
import { deliveredBars } from "./breakdown-rows";
import type { minuteDays } from "./day-window";

const DayColumns = lazyChart(() => import("@/components/charts/day-columns"), {
  height: 120,
  label: "charts.loading.days",
});
const LiveViewers = lazy(() => import("./live-viewers"));

type Props = {
  videoId: string;
  timeZone: string;
  /** What was delivered and watched on the days shown. */
  title: string;
  /** Since when it is read, or why it is not. */
  status: string;
  /** None while nothing is known: the status then says why. */
  shown: { days: ReturnType<typeof minuteDays>; countries: DeliveredAnswer["by_country"] } | null;
};

/** The minutes that Cloudflare Stream delivered, beside those watched, by day and by country, and who watches now. */
export function Delivered({ videoId, timeZone, title, status, shown }: Props) {
  const language = useLanguage();
  const { t } = language;
  return (
    <Section
      id="delivered"
      line
      title={title}
      sub={status}
      tools={
        <Suspense>
          <LiveViewers videoId={videoId} timeZone={timeZone} />
        </Suspense>
      }
    >
      {shown ? (
        <div className="flex flex-wrap gap-x-12 gap-y-8">
          <div className="min-w-0 grow-2 basis-[420px]">
            <Days {...shown} />
          </div>
          <div className="min-w-0 grow basis-[280px]">
            <Bars
              title={t("videos.delivered.by_country")}
              head={[
                t("videos.delivered.country"),
                t("videos.delivered.minutes"),
                t("videos.delivered.share"),
              ]}
              rows={deliveredBars(shown.countries, language)}
              empty={t("videos.delivered.none")}
            />
          </div>
        </div>
      ) : null}
    </Section>
  );
}

function Days({ days }: NonNullable<Props["shown"]>) {
  const { t } = useLanguage();
  const window = { from: days[0]?.text ?? unknown, to: days.at(-1)?.text ?? unknown };
  return (
    <ChartFrame
      level="part"
      title={t("videos.delivered.by_day")}
      sub={t("videos.delivered.by_day_about")}
      fileName={t("videos.delivered.file")}
      rows={{
        head: [t("ui.day"), t("videos.delivered.delivered_min"), t("videos.delivered.watched_min")],
        rows: days.map(({ day, value, line }) => [day, value, line]),
      }}
    >
      <DayColumns
        days={days}
        label={t("videos.delivered.label", window)}
        valueText={(minutes) => t("videos.delivered.value", { minutes })}
        tickText={(minutes) => t("videos.delivered.tick", { minutes })}
        lineText={(minutes) => t("videos.delivered.line", { minutes })}
      />
    </ChartFrame>
  );
}
