"use client";

import { useLanguage } from "@/components/ui/use-language";
import { CursorProvider } from "./cursor";
import { HoverLine } from "./hover-line";
import { AxisTicks, BaseLine, GridLines, Plot, series, ValueTicks } from "./plot";
import { countScale } from "./scales";
import { ChartSurface } from "./surface";
import { stillCurve } from "./theme";

const { Area, Line } = series;

type Props = {
  /** What has been added up by the end of each day: of this week until today, and of the whole last week. */
  now: readonly number[];
  before: readonly number[];
  /** Under each day. */
  days: readonly string[];
  label: string;
  /** The tooltip of a day. */
  pointText: readonly string[];
};

const height = 170;
const span = { top: 14, base: 138 };
const labelY = span.base + 18;

/** A sum that grows from Monday on, over the same of the week before. */
export default function RunningWeek({ days, label, pointText, ...sums }: Props) {
  const { t } = useLanguage();
  return (
    <CursorProvider>
      <ChartSurface
        height={height}
        length={days.length}
        label={t("charts.arrows", { label })}
        describe={(day) => pointText[day] ?? ""}
      >
        {(width) => (
          <>
            <Picture {...sums} days={days} width={width} />
            <HoverLine
              length={days.length}
              top={span.top}
              bottom={span.base}
              chip={{ top: span.base + 4, text: (day) => pointText[day] ?? "" }}
            />
          </>
        )}
      </ChartSurface>
    </CursorProvider>
  );
}

function Picture({ now, before, days, width }: Pick<Props, "now" | "before" | "days"> & { width: number }) {
  const { count } = useLanguage();
  const scale = countScale(Math.max(...now, ...before, 1), span);
  // A step ends where its day does.
  const at = (values: readonly number[], edge: number) =>
    edge <= values.length ? (values[edge] ?? values.at(-1) ?? null) : null;
  const data = Array.from({ length: days.length + 1 }, (_, edge) => ({
    ...{ at: edge, now: at(now, edge), before: at(before, edge) },
  }));
  return (
    <Plot width={width} height={height} along="at" length={days.length} data={data} values={{ sum: scale }}>
      <GridLines of={scale} />
      <Area
        {...stillCurve}
        yAxisId="sum"
        dataKey="now"
        type="stepAfter"
        fill="var(--seen-1)"
        fillOpacity={1}
        stroke="var(--seen-4)"
        strokeWidth={1.5}
      />
      <Line
        {...stillCurve}
        yAxisId="sum"
        dataKey="before"
        type="stepAfter"
        stroke="var(--ink-3)"
        dot={false}
      />
      <BaseLine y={span.base} />
      <ValueTicks of={scale} text={count} />
      <AxisTicks
        ticks={days.map((_, day) => day + 0.5)}
        length={days.length}
        top={span.base}
        labelY={labelY}
        text={(at) => days[Math.floor(at)] ?? ""}
        chip={false}
      />
    </Plot>
  );
}
