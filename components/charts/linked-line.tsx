"use client";

import Link from "next/link";
import { useEffect, useRef } from "react";
import { ReferenceArea } from "recharts";
import { useLanguage } from "@/components/ui/use-language";
import { CursorProvider, useCursor } from "./cursor";
import { HoverLine } from "./hover-line";
import { BaseLine, GridLines, Plot, PointTicks, series, ValueTicks } from "./plot";
import { rangeScale, type ValueScale } from "./scales";
import { ChartSurface } from "./surface";
import { stillCurve } from "./theme";

const { Area, Line } = series;

export type LinkedPoint = {
  key: string;
  /** Null if unknown: the line skips it. */
  value: number | null;
  /** Under the axis: "14 Oct". */
  day: string;
  /** The tooltip: "Fitting a line by eye, 11 Nov: 76.7 %". */
  title: string;
  href: string;
  /** What the value is compared with, where each has its own: drawn behind the line. */
  band?: { low: number; high: number } | null;
};

type Props = {
  points: readonly LinkedPoint[];
  /** The middle half of all values. */
  band: { low: number; high: number } | null;
  label: string;
  valueText: (value: number) => string;
  /** Over the last point: "81 % on Wednesday". */
  lastText: string;
};

const height = 172;
const span = { top: 32, base: 140 };
const labelY = span.base + 18;

/** One value per point in time order, at equal steps, with the middle half behind; each dot links to its page. */
export default function LinkedLine(props: Props) {
  return (
    <CursorProvider>
      <Chart {...props} />
    </CursorProvider>
  );
}

function Chart(props: Props) {
  const { t } = useLanguage();
  const { points, band, label } = props;
  const links = useRef<(HTMLAnchorElement | null)[]>([]);
  const cursor = useCursor();
  useEffect(() => cursor.onSeek((index) => links.current[index]?.click()), [cursor]);
  const values = points.flatMap(({ value }) => value ?? []);
  if (values.length === 0) return null;
  const bands = [band, ...points.map((point) => point.band)];
  const scale = rangeScale([...values, ...bands.flatMap((one) => (one ? [one.low, one.high] : []))], span);
  const titleOf = (index: number) => points[index]?.title ?? "";
  return (
    <div className="relative">
      <ChartSurface
        height={height}
        length={points.length}
        label={t("charts.arrows_and_enter", { label })}
        describe={titleOf}
        className="cursor-pointer"
      >
        {(width, narrow) => (
          <>
            <Picture {...props} scale={scale} width={width} narrow={narrow} />
            <HoverLine
              length={points.length}
              top={span.top}
              bottom={span.base}
              chip={{ top: span.base + 4, text: titleOf }}
            />
          </>
        )}
      </ChartSurface>
      {points.map(({ key, value, title, href }, index) =>
        value === null ? null : (
          <Link
            key={key}
            ref={(link) => {
              links.current[index] = link;
            }}
            href={href}
            prefetch={false}
            // The keyboard reaches them with the arrow keys.
            tabIndex={-1}
            onPointerEnter={() => cursor.hover(index)}
            onPointerLeave={() => cursor.hover(null)}
            className="absolute size-6 -translate-1/2 rounded-full"
            style={{ left: `${((index + 0.5) / points.length) * 100}%`, top: scale.y(value) }}
          >
            <span className="sr-only">{title}</span>
          </Link>
        ),
      )}
    </div>
  );
}

function Picture({
  points,
  band,
  valueText,
  lastText,
  scale,
  width,
  narrow,
}: Props & { scale: ValueScale; width: number; narrow: boolean }) {
  const data = points.map(({ value, band: own }, index) => ({
    ...{ at: index + 0.5, value },
    interval: own ? [own.low, own.high] : undefined,
  }));
  const last = data.findLast(({ value }) => value !== null);
  return (
    <Plot
      width={width}
      height={height}
      along="at"
      length={points.length}
      data={data}
      values={{ value: scale }}
    >
      <GridLines of={scale} />
      {band ? (
        <ReferenceArea
          yAxisId="value"
          y1={band.low}
          y2={band.high}
          fill="var(--typical)"
          fillOpacity={1}
          zIndex={0}
        />
      ) : null}
      <Area
        {...stillCurve}
        yAxisId="value"
        dataKey="interval"
        type="linear"
        fill="var(--typical)"
        fillOpacity={1}
        stroke="none"
      />
      <Line
        {...stillCurve}
        yAxisId="value"
        dataKey="value"
        type="linear"
        connectNulls
        stroke="var(--ink-3)"
        strokeWidth={1.25}
        dot={({ key, cx, cy, payload }) =>
          payload.value === null ? (
            <g key={key} />
          ) : (
            <circle
              key={key}
              cx={cx}
              cy={cy}
              r={payload.at === last?.at ? 4 : 3}
              style={{ fill: "var(--accent)", stroke: "var(--bg)", strokeWidth: 1.5 }}
            />
          )
        }
      />
      {last?.value == null ? null : (
        <text
          x={Math.min(width, (last.at / points.length) * width + 12)}
          y={scale.y(last.value) - 11}
          textAnchor="end"
          className="lb halo"
        >
          {lastText}
        </text>
      )}
      <BaseLine y={span.base} />
      {narrow ? null : <ValueTicks of={scale} text={valueText} />}
      <PointTicks texts={points.map(({ day }) => day)} top={span.base} labelY={labelY} />
    </Plot>
  );
}
