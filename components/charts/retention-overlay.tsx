"use client";

import { memo } from "react";
import { narrowWidth } from "../sessions/timeline/frame";
import { HoverLine } from "./hover-line";
import { spreadFlags } from "./mark-layout";
import { AxisTicks } from "./media-axis";
import { categoryLine, shareAt } from "./share-curve";
import { linePath } from "./spark-path";
import { TimeSurface } from "./time-surface";
import { useWidth } from "./use-width";
import { GridLines, ValueTicks } from "./value-ticks";

export type OverlaidCurve = {
  key: string;
  letter: string;
  /** % of those who came, 0–100, at equal steps from start to end. */
  shares: readonly number[];
};

type Props = {
  curves: readonly OverlaidCurve[];
  label: string;
  /** What a screen reader says at a moment, 0–1. */
  describe: (moment: number) => string;
};

/** The axis is the whole session in thousandths, so that sessions of any length lie on each other. */
export const overlayLength = 1000;

const top = 12;
const base = 260;
const height = 284;
const values = [25, 50, 75, 100];
const moments = [0, 250, 500, 750, 1000];
/** Nearer than this the letters at the ends would stand on each other. */
const letterGap = 13;

const y = (share: number) => base - (share / 100) * (base - top);
const percentText = (thousandths: number) => `${Math.round(thousandths / 10)} %`;

/** Up to ten retention curves over one another, each with its colour, its dashes past the sixth, and its letter. */
export default function RetentionOverlay({ curves, label, describe }: Props) {
  const [ref, width] = useWidth<HTMLDivElement>(896);
  const drawn = curves.filter(({ shares }) => shares.length > 0);
  return (
    <div ref={ref} className="relative" style={{ height }}>
      <TimeSurface
        durationSeconds={overlayLength}
        step={10}
        label={label}
        describe={(thousandths) => describe(thousandths / overlayLength)}
        className="absolute inset-0 touch-pan-y"
      >
        <Plot curves={curves} width={width} />
        <HoverLine
          durationSeconds={overlayLength}
          top={top}
          bottom={base}
          chip={{ top: base + 4, text: percentText }}
          dots={(thousandths) =>
            drawn.map(({ shares }) => y(shareAt(shares, thousandths / overlayLength) ?? 0))
          }
          dotColour={(index) => {
            const curve = drawn[index];
            return curve ? categoryLine(curves.indexOf(curve)).stroke : "var(--ink)";
          }}
        />
      </TimeSurface>
    </div>
  );
}

const Plot = memo(function Plot({ curves, width }: { curves: readonly OverlaidCurve[]; width: number }) {
  const narrow = width < narrowWidth;
  const ends = curves
    .flatMap(({ letter, shares }, index) => {
      const last = shares.at(-1);
      return last === undefined ? [] : [{ letter, index, y: y(last) }];
    })
    .sort((a, b) => a.y - b.y);
  const letters = spreadFlags(
    ends.map((end) => end.y - 9),
    letterGap,
    base,
  );
  return (
    // Its surface is named and read aloud.
    <svg data-plot width={width} height={height} aria-hidden="true" className="pointer-events-none block">
      <GridLines ticks={values} y={y} width={width} />
      {curves.map(({ key, shares }, index) => (
        <path
          key={key}
          d={linePath(shares, 100, width, base - top)}
          transform={`translate(0,${top})`}
          style={{ ...categoryLine(index), fill: "none", strokeWidth: 2, strokeLinejoin: "round" }}
        />
      ))}
      {ends.map((end, at) => (
        <g key={end.letter}>
          <circle cx={width} cy={end.y} r={3} style={{ fill: categoryLine(end.index).stroke }} />
          <text x={width - 8} y={(letters[at] ?? end.y) + 4} textAnchor="end" className="lbs halo">
            {end.letter}
          </text>
        </g>
      ))}
      <path className="base-line" d={`M0 ${base}H${width}`} />
      <ValueTicks
        ticks={values}
        y={y}
        width={width}
        inside={narrow ? { x: 40, anchor: "start", text: (tick) => `${tick} %` } : undefined}
      />
      <AxisTicks
        ticks={moments}
        durationSeconds={overlayLength}
        width={width}
        top={base}
        labelY={278}
        text={(at) => (at < overlayLength ? String(at / 10) : narrow ? "100 %" : "100 % of the session")}
      />
    </svg>
  );
});
