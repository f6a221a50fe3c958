"use client";

import { useLanguage } from "@/components/ui/use-language";
import { CursorProvider } from "./cursor";
import { HoverLine } from "./hover-line";
import { BaseLine, GridLines, Plot, PointTicks, Segment, series, ValueTicks } from "./plot";
import { countScale } from "./scales";
import { ChartSurface } from "./surface";
import { stillCurve } from "./theme";

const { Area, Line } = series;

export type ForecastPoint = {
  /** Under the axis: "14 Oct". */
  text: string;
  /** What was counted, or what is expected and between which values. */
  value?: number;
  expected?: { value: number; low: number; high: number };
};

type Props = {
  /** At equal steps; those with an expected value are last. */
  points: readonly ForecastPoint[];
  label: string;
  /** The tooltip of a point. */
  pointText: (point: ForecastPoint) => string;
};

const height = 172;
const span = { top: 24, base: 140 };
const labelY = span.base + 18;

/** A number that was counted at equal steps, then what is expected of it, dashed in its interval. */
export default function ForecastLine({ points, label, pointText }: Props) {
  const { t } = useLanguage();
  const titleOf = (index: number) => (points[index] ? pointText(points[index]) : "");
  return (
    <CursorProvider>
      <ChartSurface
        height={height}
        length={points.length}
        label={t("charts.arrows", { label })}
        describe={titleOf}
      >
        {(width, narrow) => (
          <>
            <Picture points={points} width={width} narrow={narrow} />
            <HoverLine
              length={points.length}
              top={span.top}
              bottom={span.base}
              chip={{ top: span.base + 4, text: titleOf }}
            />
          </>
        )}
      </ChartSurface>
    </CursorProvider>
  );
}

function Picture({ points, width, narrow }: Pick<Props, "points"> & { width: number; narrow: boolean }) {
  const { count } = useLanguage();
  const scale = countScale(
    Math.max(...points.map(({ value, expected }) => value ?? expected?.high ?? 0)),
    span,
  );
  const lastCounted = points.findLastIndex(({ value }) => value !== undefined);
  // The expected line begins at the last counted value, and its interval with it.
  const data = points.map(({ value, expected }, index) => {
    const begins = index === lastCounted ? value : undefined;
    const expectedHere = expected?.value ?? begins;
    const interval = expected
      ? [expected.low, expected.high]
      : begins === undefined
        ? undefined
        : [begins, begins];
    return { at: index + 0.5, value, expected: expectedHere, interval };
  });
  const line = {
    ...stillCurve,
    yAxisId: "count",
    type: "linear",
    stroke: "var(--seen-4)",
    strokeWidth: 1.5,
  } as const;
  const hasForecast = lastCounted < points.length - 1;
  return (
    <Plot
      width={width}
      height={height}
      along="at"
      length={points.length}
      data={data}
      values={{ count: scale }}
    >
      <GridLines of={scale} />
      {hasForecast ? (
        <>
          <Area
            {...stillCurve}
            yAxisId="count"
            dataKey="interval"
            type="linear"
            fill="var(--typical)"
            fillOpacity={1}
            stroke="none"
          />
          <Segment
            from={{ x: lastCounted + 0.5, y: span.top }}
            to={{ x: lastCounted + 0.5, y: span.base }}
            stroke="var(--line-strong)"
            crisp
          />
          <Line {...line} dataKey="expected" strokeDasharray="4 4" dot={false} />
        </>
      ) : null}
      <Line {...line} dataKey="value" dot={false} />
      <BaseLine y={span.base} />
      {narrow ? null : <ValueTicks of={scale} text={count} />}
      <PointTicks texts={points.map(({ text }) => text)} top={span.base} labelY={labelY} />
    </Plot>
  );
}
