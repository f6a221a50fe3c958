"use client";

import { ChartFrame } from "@/components/charts/chart-frame";
import { lazyChart } from "@/components/charts/lazy-chart";
import type { ScorePanel } from "@/components/charts/score-panels";
import { Change, type ChangeProps } from "@/components/ui/change";
import { Section } from "@/components/ui/section";
import { useLanguage } from "@/components/ui/use-language";

const ScorePanels = lazyChart(() => import("@/components/charts/score-panels"), {
  height: 426,
  label: "charts.loading.days",
});

/** A score's panel, and in words where it is and whether it changes. */
export type ScoreOfPage = ScorePanel & { text: string; change: ChangeProps };

/** The scores of sessions in time order, one below the other. */
export function PracticeScores({
  title,
  sub,
  scores,
  ticks,
  pointText,
}: {
  title: string;
  sub: string;
  scores: readonly ScoreOfPage[];
  ticks: readonly string[];
  pointText: readonly string[];
}) {
  const { t } = useLanguage();
  return (
    <Section id="scores" line>
      <ChartFrame
        title={title}
        sub={sub}
        fileName={t("practice.scores.file")}
        rows={{
          head: [t("practice.sessions.when"), ...scores.map(({ name }) => name)],
          rows: pointText.map((when, index) => [
            when,
            ...scores.map(({ points }) => points[index]?.value ?? "—"),
          ]),
        }}
        rail={<Summary scores={scores} />}
        below={<Summary scores={scores} />}
      >
        <div className="rail:mr-10">
          <ScorePanels panels={scores} ticks={ticks} pointText={pointText} />
        </div>
      </ChartFrame>
    </Section>
  );
}

function Summary({ scores }: { scores: readonly ScoreOfPage[] }) {
  return (
    <dl className="text-small max-rail:mt-4">
      {scores.map(({ key, name, text, change }) => (
        <div
          key={key}
          className="border-t border-line py-3 rail:h-[132px] rail:first:border-t-0 rail:first:pt-0"
        >
          <dt className="font-semibold">{name}</dt>
          <dd className="text-ink-2">{text}</dd>
          <dd className="mt-0.5">
            <Change {...change} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
