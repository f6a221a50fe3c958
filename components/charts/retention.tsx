"use client";

import { memo, useMemo } from "react";
import { AreaChart, XAxis, YAxis } from "recharts";
import { narrowWidth } from "../sessions/timeline/frame";
import { shareScale, type ValueScale } from "./axis";
import { HeatmapStrip } from "./heatmap-strip";
import { HoverLine, PlayheadMark } from "./hover-line";
import { type Mark, placeMarks } from "./mark-layout";
import { MediaAxis } from "./media-axis";
import { RetentionAreas } from "./retention-areas";
import { RetentionMarks } from "./retention-marks";
import {
  highestShare,
  pointStep,
  type RetentionCurve,
  type RetentionPoint,
  readingAt,
  retentionPoints,
  stretches,
} from "./retention-points";
import { TimeSurface } from "./time-surface";
import { useWidth } from "./use-width";
import { GridLines, ValueTicks } from "./value-ticks";

/** Seconds that one cell of the strip stands for. */
export const stripCellSeconds = 10;

type Frame = {
  height: number;
  plotTop: number;
  base: number;
  marksTop: number;
  stripTop: number;
  ticksTop: number;
  labelY: number;
};
const stripHeight = 20;
const wide: Frame = {
  height: 296,
  plotTop: 52,
  base: 240,
  marksTop: 4,
  stripTop: 248,
  ticksTop: 268,
  labelY: 287,
};
const narrow: Frame = {
  height: 270,
  plotTop: 44,
  base: 214,
  marksTop: 26,
  stripTop: 222,
  ticksTop: 242,
  labelY: 261,
};

type Props = {
  curve: RetentionCurve;
  marks: readonly Mark[];
  label: string;
  /** How a second is written on the axis and the chip, and how it is read out. */
  timeText: (second: number) => string;
  describe: (second: number) => string;
};

/**
 * The area of first plays with replays stacked above, the typical band over it, marked moments, and the strip of plays
 * beneath, all on the player's time axis. The curve must have seconds; an empty video is its page's to explain.
 */
export default function Retention({ curve, marks, label, timeText, describe }: Props) {
  const [ref, width] = useWidth<HTMLDivElement>(896);
  const duration = curve.covers.length;
  const frame = width < narrowWidth ? narrow : wide;
  const points = useMemo(() => retentionPoints(curve), [curve]);
  const scale = useMemo(() => shareScale(highestShare(points)), [points]);
  const y = (share: number) => frame.base - (share / scale.max) * (frame.base - frame.plotTop);
  const dots = (second: number) => {
    const reading = readingAt(second, curve);
    return reading ? [y(reading.first + reading.replays), y(reading.first)] : [];
  };
  return (
    <div ref={ref} className="relative" style={{ height: frame.height }}>
      <TimeSurface
        durationSeconds={duration}
        step={pointStep(duration)}
        label={label}
        describe={describe}
        className="absolute inset-0 cursor-pointer touch-pan-y"
      >
        <Plot
          curve={curve}
          marks={marks}
          points={points}
          scale={scale}
          frame={frame}
          width={width}
          timeText={timeText}
        />
        <HoverLine
          durationSeconds={duration}
          top={frame.marksTop}
          bottom={frame.ticksTop + 2}
          chip={{ top: frame.ticksTop + 4, text: timeText }}
          dots={dots}
        />
        <PlayheadMark durationSeconds={duration} top={frame.ticksTop + 1} />
      </TimeSurface>
    </div>
  );
}

type PlotProps = Pick<Props, "curve" | "marks" | "timeText"> & {
  points: readonly RetentionPoint[];
  scale: ValueScale;
  frame: Frame;
  width: number;
};

const Plot = memo(function Plot({ curve, marks, points, scale, frame, width, timeText }: PlotProps) {
  const duration = curve.covers.length;
  const flags = frame === narrow;
  const placed = useMemo(() => placeMarks(marks, width, duration), [marks, width, duration]);
  const cells = useMemo(() => stretches(curve.plays, stripCellSeconds), [curve]);
  const y = (share: number) => frame.base - (share / scale.max) * (frame.base - frame.plotTop);
  const curveAt = (second: number) => {
    const reading = readingAt(Math.min(duration - 1, second), curve);
    return reading ? y(reading.first + reading.replays) : frame.base;
  };
  return (
    <AreaChart
      width={width}
      height={frame.height}
      data={points as RetentionPoint[]}
      margin={{ top: frame.plotTop, right: 0, bottom: frame.height - frame.base, left: 0 }}
      // The surface around it is what the keyboard reaches.
      accessibilityLayer={false}
      style={{ pointerEvents: "none", overflow: "visible" }}
    >
      <XAxis dataKey="second" type="number" domain={[0, duration]} hide />
      <YAxis type="number" domain={[0, scale.max]} hide />
      <GridLines ticks={scale.ticks} y={y} width={width} />
      <RetentionAreas typical={curve.typical !== null} />
      <path className="base-line" d={`M0 ${frame.base}H${width}`} />
      <RetentionMarks
        marks={placed}
        durationSeconds={duration}
        width={width}
        top={frame.marksTop}
        base={frame.base}
        curveAt={curveAt}
        flags={flags}
      />
      <ValueTicks
        ticks={scale.ticks}
        y={y}
        width={width}
        inside={flags ? { x: width, anchor: "end", text: (tick) => `${tick} %` } : undefined}
      />
      <HeatmapStrip
        cells={cells}
        durationSeconds={duration}
        highest={Math.max(curve.base, ...cells.map(({ value }) => value))}
        y={frame.stripTop}
        width={width}
        height={stripHeight}
      />
      <MediaAxis
        durationSeconds={duration}
        width={width}
        top={frame.ticksTop}
        labelY={frame.labelY}
        text={timeText}
      />
    </AreaChart>
  );
});
