"use client";

import { ChartFrame } from "@/components/charts/chart-frame";
import { lazyChart } from "@/components/charts/lazy-chart";
import { SimpleTable } from "@/components/tables/simple-table";
import { Change, type ChangeProps } from "@/components/ui/change";
import { decimal, percent, unknown } from "@/lib/platform/format";
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
  return (
    <ChartFrame
      title={title}
      sub={`Width is the weight, height is the value; the filled area is the score.${typicalName ? ` Dotted: ${typicalName}.` : ""}`}
      rows={{
        head: ["Part", "Width (weight)", "Height (value)", "Dotted (typical)", "Area (points)"],
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
          label={`Engagement score ${decimal(score)} of 100: ${lines.map(({ name, points, weight }) => `${name} ${decimal(points)} of ${decimal(weight * 100)}`).join(", ")}`}
        />
        <PointsTable {...props} />
      </div>
    </ChartFrame>
  );
}

/** Hidden on a phone for lack of room; the chart's widths show the same. */
const onDesk = "max-rail:hidden";

function PointsTable({ lines, score, change }: Props) {
  return (
    <SimpleTable
      label="The parts of the engagement score"
      rows={lines}
      rowKey={({ component }) => component}
      className="border-t border-line"
      columns={[
        {
          label: "Component",
          cell: ({ name, detail }) => (
            <>
              {name}
              <small className="block text-axis text-ink-3">{detail}</small>
            </>
          ),
        },
        { label: "Value", align: "end", cell: ({ value }) => percent(value) },
        {
          label: "Weight",
          align: "end",
          className: `${onDesk} whitespace-nowrap`,
          cell: ({ weight }) => `× ${decimal(weight, 2)}`,
        },
        {
          label: "Points",
          align: "end",
          className: "[td&]:font-semibold",
          cell: ({ points }) => decimal(points),
        },
        {
          label: "Against typical",
          align: "end",
          className: "[td&]:whitespace-nowrap",
          cell: (line) => <TypicalCell change={line.change} />,
        },
      ]}
      foot={[
        "Engagement score, version 1",
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
