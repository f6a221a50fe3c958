"use client";

import { lazy, Suspense } from "react";
import { Bars } from "@/components/charts/bars";
import { ChartFrame } from "@/components/charts/chart-frame";
import { lazyChart } from "@/components/charts/lazy-chart";
import { Section } from "@/components/ui/section";
import type { DeliveredAnswer } from "@/lib/domain/videos/schema";
import { count } from "@/lib/platform/format";
import { useLanguage } from "../ui/use-language";
import { deliveredBars } from "./breakdown-rows";
import type { minuteDays } from "./day-window";

const DayColumns = lazyChart(() => import("@/components/charts/day-columns"), {
  height: 120,
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

const delivered = (value: number) => `${count(value)} min delivered`;
const minutes = (value: number) => `${count(value)} min`;
const watched = (value: number) => `${count(value)} min watched`;

/** The minutes that Cloudflare Stream delivered, beside those watched, by day and by country, and who watches now. */
export function Delivered({ videoId, timeZone, title, status, shown }: Props) {
  const language = useLanguage();
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
              title="Delivered by country"
              head={["Country", "Minutes", "Share"]}
              rows={deliveredBars(shown.countries, language)}
              empty="Nothing was delivered on these days."
            />
          </div>
        </div>
      ) : null}
    </Section>
  );
}

function Days({ days }: NonNullable<Props["shown"]>) {
  const window = `${days[0]?.text} to ${days.at(-1)?.text}`;
  return (
    <ChartFrame
      level="part"
      title="Minutes by day"
      sub="Columns: delivered. Line: watched."
      fileName="Delivered and watched minutes"
      rows={{
        head: ["Day", "Delivered (min)", "Watched (min)"],
        rows: days.map(({ day, value, line }) => [day, value, line]),
      }}
    >
      <DayColumns
        days={days}
        label={`Minutes delivered and watched by day, ${window}`}
        valueText={delivered}
        tickText={minutes}
        lineText={watched}
      />
    </ChartFrame>
  );
}
