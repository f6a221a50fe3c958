"use client";

import { ChartFrame } from "@/components/charts/chart-frame";
import { lazyChart } from "@/components/charts/lazy-chart";
import { SimpleTable } from "@/components/tables/simple-table";
import { Change, type ChangeProps } from "@/components/ui/change";
import { useLanguage } from "@/components/ui/use-language";
import { unknown } from "@/lib/language/numbers";
import type { ScoreLine } from "./score-parts";

const Mosaic = lazyChart(() => import("@/components/charts/mosaic"), {
  height: 216,
  label: "charts.loading.score",
});

type Props = {
  title: string;
  score: number;
  lines: ScoreLine[];
  /** The score compared with the typical one. */
  change: ChangeProps | undefined;
  /** "your typical session"; null where nothing is typical yet. */
  typicalName: string | null;
  csvHref: string;
  fileName: string;
};

/** The parts of the score: a chart whose filled area is the score, and a table of every part with its weight and points. */
export function ScoreSection(props: Props) {
  const { title, score, lines, typicalName, csvHref, fileName } = props;
  const { t, decimal, percent } = useLanguage();
  return (
    <ChartFrame
      title={title}
      sub={t("session.score.about", { typical: typicalName ?? "none" })}
      rows={{
        head: [
          t("session.score.part"),
          t("session.score.width"),
          t("session.score.height"),
          t("session.score.dotted"),
          t("session.score.area"),
        ],
        rows: lines.map((line) => [
          line.name,
          decimal(line.weight, 2),
          percent(line.value),
          percent(line.typical),
          decimal(line.points),
        ]),
      }}
      csvHref={csvHref}
      fileName={fileName}
    >
      <div className="grid grid-cols-2 items-start gap-12 max-rail:grid-cols-1 max-rail:gap-6">
        <Mosaic
          parts={lines}
          label={t("session.score.described", {
            score: decimal(score),
            parts: lines
              .map(({ name, points, weight }) =>
                t("session.score.part_described", {
                  name,
                  points: decimal(points),
                  most: decimal(weight * 100),
                }),
              )
              .join(", "),
          })}
        />
        <PointsTable {...props} />
      </div>
    </ChartFrame>
  );
}

/** Hidden on a phone for lack of room; the chart's widths show the same. */
const onDesk = "max-rail:hidden";

function PointsTable({ lines, score, change }: Props) {
  const { t, decimal, percent } = useLanguage();
  return (
    <SimpleTable
      label={t("session.score.table")}
      rows={lines}
      rowKey={({ component }) => component}
      className="border-t border-line"
      columns={[
        {
          label: t("session.score.component"),
          cell: ({ name, detail }) => (
            <>
              {name}
              <small className="block text-axis text-ink-3">{detail}</small>
            </>
          ),
        },
        { label: t("session.score.value"), align: "end", cell: ({ value }) => percent(value) },
        {
          label: t("session.score.weight"),
          align: "end",
          className: `${onDesk} whitespace-nowrap`,
          cell: ({ weight }) => `× ${decimal(weight, 2)}`,
        },
        {
          label: t("session.score.points"),
          align: "end",
          className: "[td&]:font-semibold",
          cell: ({ points }) => decimal(points),
        },
        {
          label: t("session.score.against_typical"),
          align: "end",
          className: "columns:[td&]:whitespace-nowrap",
          cell: (line) => <TypicalCell change={line.change} />,
        },
      ]}
      foot={[
        t("session.score.version"),
        null,
        null,
        decimal(score),
        <TypicalCell key="typical" change={change} />,
      ]}
    />
  );
}

function TypicalCell({ change }: { change: ChangeProps | undefined }) {
  return change ? <Change {...change} /> : <span className="text-ink-3">{unknown}</span>;
}
