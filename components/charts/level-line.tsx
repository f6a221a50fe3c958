"use client";

import { scaleLinear } from "d3-scale";
import { useLanguage } from "@/components/ui/use-language";
import { CursorProvider } from "./cursor";
import { HoverLine } from "./hover-line";
import { BaseLine, Dot, GridLines, Plot, PointTicks, series, ValueTicks } from "./plot";
import { ChartSurface } from "./surface";
import { stillCurve } from "./theme";

const { Area } = series;

type Props = {
  /** The sum at the end of each day; `text` is under the axis. */
  points: readonly { text: string; value: number }[];
  /** Sums with a line and a name at the right, the lowest first; `at`: the point that reached it. */
  levels: readonly { name: string; value: number; at: number | null }[];
  label: string;
  /** The tooltip of a point. */
  pointText: (index: number) => string;
};

const height = 188;
const span = { top: 14, base: 156 };
const labelY = span.base + 18;
/** Closer than this, two names of levels cannot be told apart. */
const nameGap = 14;

/** A sum that only grows, day by day, over the values that it reaches. */
export default function LevelLine({ points, levels, label, pointText }: Props) {
  const { t } = useLanguage();
  return (
    <CursorProvider>
      <ChartSurface
        height={height}
        length={points.length}
        label={t("charts.arrows", { label })}
        describe={pointText}
      >
        {(width, narrow) => (
          <>
            <Picture points={points} levels={levels} width={width} narrow={narrow} />
            <HoverLine
              length={points.length}
              top={span.top}
              bottom={span.base}
              chip={{ top: span.base + 4, text: pointText }}
            />
          </>
        )}
      </ChartSurface>
    </CursorProvider>
  );
}

function Picture({
  points,
  levels,
  width,
  narrow,
}: Pick<Props, "points" | "levels"> & { width: number; narrow: boolean }) {
  const highest = Math.max(points.at(-1)?.value ?? 0, levels.at(-1)?.value ?? 0, 1);
  const y = scaleLinear().domain([0, highest]).range([span.base, span.top]);
  // From the highest down, so that the next level keeps its name.
  const named: Props["levels"][number][] = [];
  for (const level of levels.toReversed()) {
    const above = named.at(-1);
    if (!above || y(level.value) - y(above.value) >= nameGap) named.push(level);
  }
  const names = new Map(named.map(({ name, value }) => [value, name]));
  const scale = { y, ticks: [...names.keys()] };
  const data = points.map(({ value }, index) => ({ at: index + 0.5, value }));
  return (
    <Plot width={width} height={height} along="at" length={points.length} data={data} values={{ sum: scale }}>
      <GridLines of={scale} />
      <Area
        {...stillCurve}
        yAxisId="sum"
        dataKey="value"
        type="stepAfter"
        fill="var(--seen-1)"
        fillOpacity={1}
        stroke="var(--seen-4)"
        strokeWidth={1.5}
      />
      {levels.map(({ at, name }) =>
        at === null || !points[at] ? null : (
          <Dot key={name} of="sum" x={at + 0.5} y={points[at].value} fill="var(--seen-4)" ringed />
        ),
      )}
      <BaseLine y={span.base} />
      {narrow ? null : <ValueTicks of={scale} text={(value) => names.get(value) ?? ""} />}
      <PointTicks texts={points.map(({ text }) => text)} top={span.base} labelY={labelY} />
    </Plot>
  );
}
