"use client";

import { useMemo } from "react";
import { Area, Line, ReferenceDot } from "recharts";
import { HoverLine } from "./hover-line";
import { BaseLine, GridLines, Loss, Plot } from "./plot";
import { partScale } from "./scales";
import { shareAt, shareAxisLength, sharePoints } from "./share-points";
import { ChartSurface } from "./surface";
import { smallLoss, stillCurve } from "./theme";
import { useWidth } from "./use-width";

type Props = {
  /** Says what the panel shows. */
  label: string;
  /** 0–100, at equal steps from start to end. */
  shares: readonly number[];
  /** The other panels' curves, thin and grey behind. */
  others?: readonly (readonly number[])[];
  /** Stretches in which many were lost, as parts of the whole, 0–1. */
  losses: readonly { from: number; to: number }[];
  /** What a moment, 0–1, and the share there read as. */
  momentText: (moment: number) => string;
  shareText: (share: number) => string;
  /** Words on the axes; without them the panel is a bare curve. Said once, `values` stand in the first panel only. */
  axis?: { along: readonly [string, string, string]; values?: string };
};

/** The heights of a panel, with and without words on its axes. */
const worded = { top: 26, base: 150, height: 172 };
const bare = { top: 0, base: 91, height: 92 };

/** One of several small charts on equal axes: its own curve over its losses, the others' behind it. */
export default function SharePanel(props: Props) {
  const { label, shares, momentText, shareText, axis } = props;
  const frame = axis ? worded : bare;
  const [ref, width] = useWidth<HTMLDivElement>(264);
  const scale = useMemo(() => partScale(frame), [frame]);
  const at = (thousandths: number) => shareAt(shares, thousandths / shareAxisLength);
  const read = (thousandths: number) => {
    const share = at(thousandths);
    return share === null ? null : { y: scale.y(share), text: shareText(share) };
  };
  return (
    <div ref={ref} className="relative" style={{ height: frame.height }}>
      <ChartSurface
        length={shareAxisLength}
        step={10}
        label={`${label}. Arrow keys move.`}
        describe={(thousandths) =>
          `${momentText(thousandths / shareAxisLength)}: ${read(thousandths)?.text ?? "not known"}`
        }
        className="absolute inset-0 touch-pan-y"
      >
        <Picture {...props} width={width} />
        <HoverLine
          length={shareAxisLength}
          top={frame.top}
          bottom={frame.base}
          {...(axis ? { chip: { top: frame.base + 2, text: (at) => momentText(at / shareAxisLength) } } : {})}
          dots={(thousandths) => {
            const said = read(thousandths);
            return said ? [said.y] : [];
          }}
          words={(thousandths) => {
            const said = read(thousandths);
            if (!said) return null;
            // Over the curve, unless it runs along the top.
            const y = Math.max(frame.top + 18, said.y);
            return axis
              ? { y, text: said.text }
              : { y, text: `${momentText(thousandths / shareAxisLength)}: ${said.text}` };
          }}
        />
      </ChartSurface>
    </div>
  );
}

function Picture({ shares, others = [], losses, axis, width }: Props & { width: number }) {
  const { top, base, height } = axis ? worded : bare;
  const scale = { ...partScale({ top, base }), ...(axis ? {} : { ticks: [] }) };
  const points = useMemo(() => sharePoints(shares), [shares]);
  const behind = useMemo(() => others.map(sharePoints), [others]);
  const last = shares.at(-1);
  return (
    <Plot
      width={width}
      height={height}
      along="at"
      length={shareAxisLength}
      data={points}
      values={{ shares: scale }}
    >
      <GridLines of={scale} />
      <Area
        {...stillCurve}
        yAxisId="shares"
        dataKey="share"
        type="linear"
        stroke="none"
        fill="var(--seen-1)"
        fillOpacity={axis ? 0.6 : 1}
      />
      {losses.map(({ from, to }) => (
        <Loss
          key={from}
          from={from * shareAxisLength}
          to={to * shareAxisLength}
          top={top}
          base={base}
          {...(axis ? {} : { fill: smallLoss })}
        />
      ))}
      {behind.map((data, index) => (
        <Line
          {...stillCurve}
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines stand in the order of the panels
          key={index}
          data={data}
          yAxisId="shares"
          dataKey="share"
          type="linear"
          dot={false}
          stroke="var(--typical-line)"
          strokeWidth={1}
        />
      ))}
      <Line
        {...stillCurve}
        yAxisId="shares"
        dataKey="share"
        type="linear"
        dot={false}
        stroke="var(--accent)"
        strokeWidth={axis ? 2.25 : 1.25}
        strokeLinejoin="round"
      />
      {axis ? <BaseLine y={base} /> : null}
      {axis && last !== undefined ? (
        <ReferenceDot
          yAxisId="shares"
          x={shareAxisLength}
          y={last}
          r={3}
          fill="var(--accent)"
          stroke="none"
          ifOverflow="visible"
          zIndex={0}
        />
      ) : null}
      {axis?.along.map((text, index) => (
        <text
          key={text}
          x={(index / 2) * width}
          y={166}
          textAnchor={index === 0 ? "start" : index === 1 ? "middle" : "end"}
          className="ax"
        >
          {text}
        </text>
      ))}
      {axis?.values ? (
        <>
          <text x={0} y={21} className="ax">
            {axis.values}
          </text>
          <text x={14} y={102} className="lb">
            50
          </text>
        </>
      ) : null}
    </Plot>
  );
}
