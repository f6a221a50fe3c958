"use client";

import type { ComponentProps, ReactNode } from "react";
import {
  Area,
  Bar,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceDot,
  ReferenceLine,
  Scatter,
  usePlotArea,
  XAxis,
  YAxis,
} from "recharts";
import { labelledPoints, shareOf } from "./axis";
import { useHovered } from "./cursor";
import type { ValueScale } from "./scales";

/** Marks at the rows of `data`. Without a row of its own, Recharts' series draws one for each row of the chart. */
function Marks({ data, ...rest }: ComponentProps<typeof Scatter> & { data: readonly unknown[] }) {
  return data.length > 0 ? <Scatter {...rest} data={data} /> : null;
}

/**
 * The series that charts draw, exported as one object so that all charts share one chunk: otherwise the bundler would
 * copy a series into the chunk of each chart that imports it.
 */
export const series = { Area, Bar, Line, Marks } as const;

type PlotProps<Row> = {
  width: number;
  height: number;
  /** The shared axis: its key in a row, and its length from 0. */
  along: string;
  length: number;
  /** Whether each row has a band of the axis instead, as bars need. */
  bands?: boolean;
  data?: readonly Row[];
  /** Value axes by the name that a series calls its `yAxisId`. */
  values: Readonly<Record<string, ValueScale>>;
  children: ReactNode;
};

/** The value axis of marks placed by height instead of value: a row's `pixels` from the top. */
export const pixels = "pixels";

/** The share of a bar's band left free at either side. */
const bandGap = "8%";

/**
 * The base of every chart with an axis. It has no margins and hidden axes, so that a plot is as wide as the
 * player and the strips below; `ValueTicks` and `AxisTicks` draw the axes. A value axis covers the full height of the
 * chart by extending its scale; so do several axes, each in a different part of the height.
 */
export function Plot<Row>({
  width,
  height,
  along,
  length,
  bands = false,
  data,
  values,
  children,
}: PlotProps<Row>) {
  return (
    <ComposedChart
      width={width}
      height={height}
      {...(data ? { data: data as Row[] } : {})}
      margin={{ top: 0, right: 0, bottom: 0, left: 0 }}
      // The keyboard reaches the surface around it instead.
      accessibilityLayer={false}
      {...(bands ? { barCategoryGap: bandGap } : {})}
      style={{ pointerEvents: "none", overflow: "visible" }}
    >
      {bands ? (
        <XAxis dataKey={along} type="category" hide />
      ) : (
        <XAxis dataKey={along} type="number" domain={[0, Math.max(1, length)]} hide />
      )}
      {/* Without it Recharts has no scale if no series uses an axis. */}
      {Object.entries(values).map(([id, { y }]) => (
        <YAxis
          key={id}
          yAxisId={id}
          type="number"
          domain={[y.invert(height), y.invert(0)]}
          allowDataOverflow
          hide
        />
      ))}
      <YAxis
        yAxisId={pixels}
        dataKey={pixels}
        type="number"
        domain={[0, height]}
        reversed
        allowDataOverflow
        hide
      />
      {children}
    </ComposedChart>
  );
}

/** The lines of a value axis. */
export function GridLines({ of: { y, ticks } }: { of: ValueScale }) {
  const plot = usePlotArea();
  if (!plot) return null;
  const lines = ticks.map((tick) => `M0 ${Math.round(y(tick))}H${plot.width}`);
  return <path className="grid-line" d={lines.join("")} />;
}

export function BaseLine({ y }: { y: number }) {
  const plot = usePlotArea();
  return plot ? <path className="base-line" d={`M0 ${y}H${plot.width}`} /> : null;
}

type LossProps = {
  /** Positions on the axis, and pixels from the top. */
  from: number;
  to: number;
  top: number;
  base: number;
  fill?: string;
};

/** A drop-off: a shade with a vermilion edge. */
export function Loss({ from, to, top, base, fill = "var(--loss)" }: LossProps) {
  return (
    <>
      <ReferenceArea
        yAxisId={pixels}
        x1={from}
        x2={to}
        y1={top}
        y2={base}
        ifOverflow="visible"
        shape={({ x, y, width, height }: Box) => (
          // A minimum width keeps a short one visible.
          <rect x={x} y={y} width={Math.max(1, width)} height={height} style={{ fill }} />
        )}
        zIndex={0}
      />
      <Segment from={{ x: from, y: top }} to={{ x: from, y: base }} stroke="var(--loss-line)" crisp />
    </>
  );
}

type DotProps = {
  /** The value axis. */
  of: string;
  x: number;
  y: number;
  r?: number;
  fill?: string;
  fillOpacity?: number;
  /** With an outline, to stand out from what is below it. */
  ringed?: boolean;
};

export function Dot({ of, r = 3, fill = "var(--accent)", ringed = false, ...rest }: DotProps) {
  return (
    <ReferenceDot
      {...rest}
      yAxisId={of}
      r={r}
      fill={fill}
      {...(ringed ? { stroke: "var(--bg)", strokeWidth: 1.5 } : { stroke: "none" })}
      ifOverflow="visible"
      zIndex={0}
    />
  );
}

type Box = { x: number; y: number; width: number; height: number };
type Place = { x: number; y: number };

/** A line between two points: positions across, pixels from the top down. */
export function Segment({
  from,
  to,
  crisp = false,
  ...stroke
}: {
  from: Place;
  to: Place;
  stroke: string;
  strokeWidth?: number;
  strokeDasharray?: string;
  crisp?: boolean;
}) {
  return (
    <ReferenceLine
      yAxisId={pixels}
      segment={[from, to]}
      ifOverflow="visible"
      {...stroke}
      {...(crisp ? { shapeRendering: "crispEdges" } : {})}
      zIndex={0}
    />
  );
}

/** Narrow plots have no gap beside them: their labels are inside, over or under their lines. */
type InsideLabels = {
  x: number;
  anchor: "start" | "end";
  text: (tick: number) => string;
  under?: boolean;
};

/** The labels of a value axis, in the gap beside the plot. */
export function ValueTicks({
  of: { y, ticks },
  inside,
  text = String,
}: {
  of: ValueScale;
  inside?: InsideLabels | undefined;
  text?: (tick: number) => string;
}) {
  const plot = usePlotArea();
  if (!plot) return null;
  return (
    <g>
      {ticks.map((tick) => (
        <text
          key={tick}
          x={inside ? inside.x : plot.width + 6}
          y={y(tick) + (inside ? (inside.under ? 13 : -4) : 4)}
          textAnchor={inside ? inside.anchor : "start"}
          className="ax"
          style={inside ? { fill: "var(--ink-2)" } : undefined}
        >
          {inside ? inside.text(tick) : text(tick)}
        </text>
      ))}
    </g>
  );
}

/** Half a tick's label, half the chip and a small gap: closer than this the chip hides the label. */
const chipReach = 38;

type AxisTicksProps = {
  /** The labelled positions, and how many positions the axis has. */
  ticks: readonly number[];
  length: number;
  /** Pixels: the top of the tick marks, and the base line of their labels. */
  top: number;
  labelY: number;
  text: (position: number) => string;
  /** Whether the hover chip is on this axis, so that the label below it is hidden. */
  chip?: boolean;
};

/** Ticks and labels of the axis that the charts share. */
export function AxisTicks({ ticks, length, top, labelY, text, chip = true }: AxisTicksProps) {
  const hovered = useHovered();
  const plot = usePlotArea();
  if (!plot) return null;
  const { width } = plot;
  const chipAt = !chip || hovered === null ? null : shareOf(hovered, length) * width;
  return (
    <g>
      {ticks.map((position) => {
        const x = length > 0 ? (position / length) * width : 0;
        const hidden = chipAt !== null && Math.abs(chipAt - x) < chipReach;
        return (
          <g key={position}>
            <path className="base-line" d={`M${x} ${top}v5`} />
            {hidden ? null : (
              <text
                x={x}
                y={labelY}
                textAnchor={x < 16 ? "start" : x > width - 16 ? "end" : "middle"}
                className="ax"
              >
                {text(position)}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}

type PointTicksProps = Pick<AxisTicksProps, "top" | "labelY"> & {
  /** Under each point, at equal steps. */
  texts: readonly string[];
};

/** Labels under points at equal steps, as many as can be read; neighbours with one text have it once. */
export function PointTicks({ texts, ...place }: PointTicksProps) {
  const plot = usePlotArea();
  if (!plot) return null;
  const letters = Math.max(...texts.map((text) => text.length), 0);
  const ticks = labelledPoints(texts.length, plot.width, letters)
    .filter((point, index, all) => texts[point] !== texts[all[index - 1] ?? -1])
    .map((point) => point + 0.5);
  return (
    <AxisTicks
      {...place}
      ticks={ticks}
      length={texts.length}
      text={(at) => texts[Math.floor(at)] ?? ""}
      chip={false}
    />
  );
}
