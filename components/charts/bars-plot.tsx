"use client";

import { useMemo } from "react";
import { ComposedChart, XAxis, YAxis } from "recharts";
import { type BarRow, barRowHeight } from "./bars";
import { fitted, labelWidth } from "./labels";
import { series } from "./plot";
import { still } from "./theme";
import { useWidth } from "./use-width";

const { Bar } = series;

type Props = { rows: readonly BarRow[]; namesWidth?: number };

const barHeight = 12;
const gap = 16;

/** The names have at most this share of the width. */
const namesShare = 0.4;

/** The widest of some texts. */
const widest = (texts: readonly string[]) =>
  Math.ceil(Math.max(24, ...texts.map((text) => labelWidth({ title: "", detail: text }))));

/** Bars below each other, between their names and their numbers. All values are written, so it needs no hover. */
export default function BarsPlot({ rows, namesWidth: wanted = 108 }: Props) {
  const [ref, width] = useWidth<HTMLDivElement>();
  const namesWidth = Math.min(wanted, Math.max(108, Math.round(width * namesShare)));
  const height = rows.length * barRowHeight;
  const columns = useMemo(() => {
    const share = widest(rows.map(({ shareText }) => shareText));
    const value = widest(rows.map(({ valueText }) => valueText));
    return { left: namesWidth + gap, value: share + gap, right: share + value + 2 * gap };
  }, [rows, namesWidth]);
  const highest = Math.max(1, ...rows.map(({ value }) => value));
  return (
    <div ref={ref} aria-hidden="true" style={{ height }}>
      <ComposedChart
        layout="vertical"
        width={width}
        height={height}
        data={rows.map((row, index) => ({ ...row, index }))}
        margin={{ top: 0, bottom: 0, left: columns.left, right: columns.right }}
        accessibilityLayer={false}
        style={{ overflow: "visible" }}
      >
        <XAxis type="number" domain={[0, highest]} hide />
        <YAxis type="category" dataKey="index" hide />
        <Bar {...still} dataKey="value" barSize={barHeight} radius={1} fill="var(--seen-2)" />
        {rows.map((row, index) => (
          <g
            key={row.key}
            transform={`translate(0,${index * barRowHeight + 17.5})`}
            className="text-small tabular-nums"
            style={{ fill: "var(--ink)" }}
          >
            <text>
              {fitted(row.label, namesWidth)}
              <title>{row.label}</title>
            </text>
            <text x={width - columns.value} textAnchor="end">
              {row.valueText}
            </text>
            <text x={width} textAnchor="end" style={{ fill: "var(--ink-2)" }}>
              {row.shareText}
            </text>
          </g>
        ))}
      </ComposedChart>
    </div>
  );
}
