"use client";

import { useLanguage } from "@/components/ui/use-language";
import { CursorProvider } from "./cursor";
import { HoverLine } from "./hover-line";
import { BaseLine, Dot, GridLines, Plot, PointTicks, series, ValueTicks } from "./plot";
import { rangeScale, type ValueScale } from "./scales";
import { ChartSurface } from "./surface";
import { stillCurve } from "./theme";

const { Area, Line } = series;

export type ScorePoint = {
  value: number | null;
  /** The mean of the last values with this one. */
  mean: number | null;
  /** The middle half of others at that time. */
  band: { low: number; high: number } | null;
};
export type ScorePanel = { key: string; name: string; points: readonly ScorePoint[] };

type Props = {
  /** On one axis, one below the other. */
  panels: readonly ScorePanel[];
  /** Under the last panel. */
  ticks: readonly string[];
  /** When a point was. */
  pointText: readonly string[];
};

const height = 132;
const span = { top: 26, base: 112 };
const axisHeight = 30;

/** Scores 0–100 of sessions at equal steps: a dot for each, the mean of the last ones as a line, the middle half of others behind. */
export default function ScorePanels({ panels, ticks, pointText }: Props) {
  return (
    <CursorProvider>
      {panels.map((panel, index) => (
        <Panel
          key={panel.key}
          panel={panel}
          pointText={pointText}
          ticks={index === panels.length - 1 ? ticks : null}
        />
      ))}
    </CursorProvider>
  );
}

function Panel({
  panel: { name, points },
  pointText,
  ticks,
}: {
  panel: ScorePanel;
  pointText: Props["pointText"];
  ticks: readonly string[] | null;
}) {
  const { t, count, decimal } = useLanguage();
  const known = points.flatMap(({ value, band }) => [value ?? [], band ? [band.low, band.high] : []].flat());
  const scale = rangeScale(known.length ? known : [0, 100], span);
  const said = (index: number) => {
    const point = points[index];
    if (!point) return "";
    const value = point.value === null ? t("ui.unknown") : count(Math.round(point.value * 10) / 10);
    return t("practice.scores.point", {
      ...{ when: pointText[index] ?? "", score: name, value },
      ...{ meant: point.mean === null ? "no" : "yes", mean: point.mean === null ? "" : decimal(point.mean) },
    });
  };
  const full = ticks ? height + axisHeight : height;
  return (
    <ChartSurface
      height={full}
      length={points.length}
      label={t("charts.arrows", { label: name })}
      describe={said}
    >
      {(width, narrow) => (
        <>
          <Picture {...{ name, points, scale, width, narrow, ticks }} height={full} />
          <HoverLine
            length={points.length}
            top={span.top}
            bottom={span.base}
            dots={(index) => [points[index]?.value ?? []].flat().map((value) => scale.y(value))}
            words={(index) =>
              points[index]?.value == null
                ? null
                : {
                    y: Math.max(span.top + 16, scale.y(points[index].value)),
                    text: count(points[index].value),
                  }
            }
            {...(ticks ? { chip: { top: span.base + 4, text: (index) => pointText[index] ?? "" } } : {})}
          />
        </>
      )}
    </ChartSurface>
  );
}

function Picture({
  name,
  points,
  scale,
  width,
  narrow,
  ticks,
  height,
}: {
  name: string;
  points: readonly ScorePoint[];
  scale: ValueScale;
  width: number;
  narrow: boolean;
  ticks: readonly string[] | null;
  height: number;
}) {
  const data = points.map(({ mean, band }, index) => ({
    ...{ at: index + 0.5, mean },
    band: band ? [band.low, band.high] : undefined,
  }));
  return (
    <Plot
      width={width}
      height={height}
      along="at"
      length={points.length}
      data={data}
      values={{ score: scale }}
    >
      <GridLines of={scale} />
      <Area
        {...stillCurve}
        yAxisId="score"
        dataKey="band"
        type="step"
        fill="var(--typical)"
        fillOpacity={1}
        stroke="none"
      />
      <Line
        {...stillCurve}
        yAxisId="score"
        dataKey="mean"
        type="linear"
        connectNulls
        dot={false}
        stroke="var(--seen-4)"
        strokeWidth={1.5}
      />
      {points.map(({ value }, index) =>
        value === null ? null : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a dot is its place in time
          <Dot key={index} of="score" x={index + 0.5} y={value} r={2.5} fill="var(--seen-3)" />
        ),
      )}
      <BaseLine y={span.base} />
      <text x={0} y={14} className="lb">
        {name}
      </text>
      <ValueTicks
        of={scale}
        {...(narrow ? { inside: { x: width, anchor: "end" as const, text: String } } : {})}
      />
      {ticks ? <PointTicks texts={ticks} top={span.base} labelY={span.base + 18} /> : null}
    </Plot>
  );
}
