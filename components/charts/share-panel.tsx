"use client";

import { useMemo } from "react";
import { HoverLine } from "./hover-line";
import { BaseLine, Dot, GridLines, Loss, Plot, series } from "./plot";
import { partScale, type ValueScale } from "./scales";
import { ShareLine } from "./share-line";
import { shareAt, shareAxisLength, sharePoints } from "./share-points";
import { ChartSurface } from "./surface";
import { smallLoss, stillCurve } from "./theme";

const { Area } = series;

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
  const scale = partScale(frame);
  const read = (thousandths: number) => {
    const share = shareAt(shares, thousandths / shareAxisLength);
    return share === null ? null : { y: scale.y(share), text: shareText(share) };
  };
  const moment = (thousandths: number) => momentText(thousandths / shareAxisLength);
  return (
    <ChartSurface
      height={frame.height}
      length={shareAxisLength}
      step={10}
      label={`${label}. Arrow keys move.`}
      describe={(thousandths) => `${moment(thousandths)}: ${read(thousandths)?.text ?? "not known"}`}
    >
      {(width) => (
        <>
          <Picture {...props} scale={scale} width={width} />
          <HoverLine
            length={shareAxisLength}
            top={frame.top}
            bottom={frame.base}
            {...(axis ? { chip: { top: frame.base + 2, text: moment } } : {})}
            dots={(thousandths) => [read(thousandths)?.y ?? []].flat()}
            words={(thousandths) => {
              const said = read(thousandths);
              if (!said) return null;
              // Over the curve, unless it runs along the top.
              const y = Math.max(frame.top + 18, said.y);
              return { y, text: axis ? said.text : `${moment(thousandths)}: ${said.text}` };
            }}
          />
        </>
      )}
    </ChartSurface>
  );
}

type PictureProps = Props & { scale: ValueScale; width: number };

function Picture({ shares, others = [], losses, axis, scale, width }: PictureProps) {
  const { top, base, height } = axis ? worded : bare;
  const points = useMemo(() => sharePoints(shares), [shares]);
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
      {axis ? <GridLines of={scale} /> : null}
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
      {others.map((curve, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines stand in the order of the panels
        <ShareLine key={index} shares={curve} stroke="var(--typical-line)" strokeWidth={1} />
      ))}
      <ShareLine shares={shares} stroke="var(--accent)" strokeWidth={axis ? 2.25 : 1.25} />
      {axis ? <BaseLine y={base} /> : null}
      {axis && last !== undefined ? <Dot of="shares" x={shareAxisLength} y={last} /> : null}
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
