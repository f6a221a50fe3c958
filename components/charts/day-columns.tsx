"use client";

import { useLanguage } from "@/components/ui/use-language";
import { CursorProvider } from "./cursor";
import { HoverLine } from "./hover-line";
import { BaseLine, GridLines, Plot, series } from "./plot";
import { countScale } from "./scales";
import { ChartSurface } from "./surface";
import { still, stillCurve } from "./theme";

const { Bar, Line } = series;

type Props = {
  /** One entry a day, without gaps; `text` is "24 Oct", `line` another amount of the same unit, drawn over the columns. */
  days: readonly { text: string; value: number; line?: number }[];
  /** Says what the chart shows. */
  label: string;
  /** "30 views": at the pointer, and on the highest grid line unless `tickText` is shorter. */
  valueText: (value: number) => string;
  tickText?: (value: number) => string;
  /** The same for the line. */
  lineText?: (value: number) => string;
};

const height = 120;
const base = 96;
const labelY = 114;

/** One bar per day, the highest labelled, on a separate axis. */
export default function DayColumns(props: Props) {
  const { days, label, valueText, lineText } = props;
  const { t } = useLanguage();
  const said = (index: number) => {
    const day = days[index];
    if (!day) return "";
    const read = { value: valueText(day.value), day: day.text };
    return lineText && day.line !== undefined
      ? t("charts.two_values_with_day", { ...read, line: lineText(day.line) })
      : t("charts.value_with_day", read);
  };
  return (
    <CursorProvider>
      <ChartSurface
        height={height}
        length={days.length}
        stepUp={7}
        label={t("charts.arrows", { label })}
        describe={said}
      >
        {(width) => (
          <>
            <Picture {...props} width={width} />
            <HoverLine length={days.length} top={0} bottom={base} chip={{ top: base + 4, text: said }} />
          </>
        )}
      </ChartSurface>
    </CursorProvider>
  );
}

function Picture({ days, valueText, tickText = valueText, lineText, width }: Props & { width: number }) {
  const { t, count } = useLanguage();
  const peakIndex = days.reduce((best, { value }, index) => (value > days[best]!.value ? index : best), 0);
  const highest = Math.max(...days.map(({ value, line = 0 }) => Math.max(value, line)));
  const [peak, first, last] = [days[peakIndex], days[0], days.at(-1)];
  if (!peak || !first || !last) return null;
  const scale = countScale(highest, { top: 0, base });
  const top = scale.ticks.at(-1);
  const slot = width / days.length;
  // The peak's label runs towards the middle; the axis' label is in the other half.
  const peakIsLeft = peakIndex < days.length / 2;
  return (
    <Plot
      width={width}
      height={height}
      along="text"
      length={days.length}
      bands
      data={days}
      values={{ count: scale }}
    >
      <GridLines of={scale} />
      <Bar {...still} yAxisId="count" dataKey="value" fill={lineText ? "var(--seen-1)" : "var(--seen-2)"} />
      {lineText ? (
        <Line
          {...stillCurve}
          yAxisId="count"
          dataKey="line"
          type="linear"
          dot={false}
          stroke="var(--seen-4)"
          strokeWidth={1.5}
          strokeLinejoin="round"
        />
      ) : null}
      <BaseLine y={base} />
      <text x={0} y={labelY} className="ax">
        {first.text}
      </text>
      {days.length > 1 ? (
        <text x={width} y={labelY} textAnchor="end" className="ax">
          {last.text}
        </text>
      ) : null}
      {top === undefined ? null : (
        <text
          x={peakIsLeft ? width : 0}
          y={scale.y(top) - 4}
          textAnchor={peakIsLeft ? "end" : "start"}
          className="ax halo"
        >
          {tickText(top)}
        </text>
      )}
      {peak.value > 0 ? (
        <text
          x={(peakIsLeft ? peakIndex : peakIndex + 1) * slot}
          y={scale.y(peak.value) - 6}
          textAnchor={peakIsLeft ? "start" : "end"}
          className="lbs halo"
        >
          {t("charts.value_with_day", { value: count(peak.value), day: peak.text })}
        </text>
      ) : null}
    </Plot>
  );
}
