"use client";

import { useMemo } from "react";
import { useLanguage } from "@/components/ui/use-language";
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
  /** Drop-offs, as shares of the whole, 0–1. */
  losses: readonly { from: number; to: number }[];
  /** The text of a moment, 0–1. */
  momentText: (moment: number) => string;
  /** The label of the highest value; empty if a panel beside it has it. Without it the panel is a curve only. */
  axis?: string;
};

/** The heights of a panel, with and without axis labels. */
const worded = { top: 26, base: 150, height: 172 };
const bare = { top: 0, base: 91, height: 92 };
const along = [
  ["start", "start"],
  ["half_way", "middle"],
  ["end", "end"],
] as const;

/** One of several small charts on equal axes: its own curve over its losses, the others' behind it. */
export default function SharePanel(props: Props) {
  const { label, shares, momentText, axis } = props;
  const { t, percent } = useLanguage();
  const frame = axis !== undefined ? worded : bare;
  const scale = partScale(frame);
  const read = (thousandths: number) => {
    const share = shareAt(shares, thousandths / shareAxisLength);
    return share === null ? null : { y: scale.y(share), text: percent(share, 0) };
  };
  const moment = (thousandths: number) => momentText(thousandths / shareAxisLength);
  const valueAt = (thousandths: number, value: string) =>
    t("charts.at_moment", { moment: moment(thousandths), value });
  return (
    <ChartSurface
      height={frame.height}
      length={shareAxisLength}
      step={10}
      label={t("charts.arrows", { label })}
      describe={(thousandths) => valueAt(thousandths, read(thousandths)?.text ?? t("ui.unknown"))}
    >
      {(width) => (
        <>
          <Picture {...props} frame={frame} scale={scale} width={width} />
          <HoverLine
            length={shareAxisLength}
            top={frame.top}
            bottom={frame.base}
            {...(frame === worded ? { chip: { top: frame.base + 2, text: moment } } : {})}
            dots={(thousandths) => [read(thousandths)?.y ?? []].flat()}
            words={(thousandths) => {
              const said = read(thousandths);
              if (!said) return null;
              // Over the curve, unless it runs along the top.
              const y = Math.max(frame.top + 18, said.y);
              return { y, text: frame === worded ? said.text : valueAt(thousandths, said.text) };
            }}
          />
        </>
      )}
    </ChartSurface>
  );
}

type PictureProps = Props & { frame: typeof worded; scale: ValueScale; width: number };

function Picture({ shares, others = [], losses, axis, frame, scale, width }: PictureProps) {
  const { top, base, height } = frame;
  const { t } = useLanguage();
  const isWorded = frame === worded;
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
      {isWorded ? <GridLines of={scale} /> : null}
      <Area
        {...stillCurve}
        yAxisId="shares"
        dataKey="share"
        type="linear"
        stroke="none"
        fill="var(--seen-1)"
        fillOpacity={isWorded ? 0.6 : 1}
      />
      {losses.map(({ from, to }) => (
        <Loss
          key={from}
          from={from * shareAxisLength}
          to={to * shareAxisLength}
          top={top}
          base={base}
          {...(isWorded ? {} : { fill: smallLoss })}
        />
      ))}
      {others.map((curve, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines keep the order of the panels
        <ShareLine key={index} shares={curve} stroke="var(--typical-line)" strokeWidth={1} />
      ))}
      <ShareLine shares={shares} stroke="var(--accent)" strokeWidth={isWorded ? 2.25 : 1.25} />
      {isWorded ? <BaseLine y={base} /> : null}
      {isWorded && last !== undefined ? <Dot of="shares" x={shareAxisLength} y={last} /> : null}
      {isWorded
        ? along.map(([text, textAnchor], index) => (
            <text key={text} x={(index / 2) * width} y={166} textAnchor={textAnchor} className="ax">
              {t(`charts.${text}`)}
            </text>
          ))
        : null}
      {axis ? (
        <>
          <text x={0} y={21} className="ax">
            {axis}
          </text>
          <text x={14} y={102} className="lb">
            50
          </text>
        </>
      ) : null}
    </Plot>
  );
}
