"use client";

import { useMemo } from "react";
import { useLanguage } from "@/components/ui/use-language";
import { mediaTime } from "@/lib/language/numbers";
import { mediaTicks } from "./axis";
import { HeatStrip } from "./heat-strip";
import { HoverLine, PlayheadMark } from "./hover-line";
import { type Mark, placeMarks } from "./labels";
import { AxisTicks, BaseLine, GridLines, Plot, ValueTicks } from "./plot";
import { RetentionAreas } from "./retention-areas";
import { RetentionMarks } from "./retention-marks";
import {
  highestShare,
  pointStep,
  type RetentionCurve,
  type RetentionPoint,
  readingAt,
  retentionPoints,
} from "./retention-points";
import { shareScale, type ValueScale } from "./scales";
import { ChartSurface } from "./surface";

/** Pixels from the top of the chart. */
type Plotted = { marksTop: number; plotTop: number; base: number };
/** The strip, the ticks and their labels are below the plot's base. */
const framed = (plot: Plotted) => ({
  ...plot,
  stripTop: plot.base + 8,
  ticksTop: plot.base + 28,
  labelY: plot.base + 47,
  height: plot.base + 56,
});
type Frame = ReturnType<typeof framed>;
const wide = framed({ marksTop: 4, plotTop: 52, base: 240 });
const narrow = framed({ marksTop: 26, plotTop: 44, base: 214 });

const frameOf = (isNarrow: boolean) => (isNarrow ? narrow : wide);

type Props = {
  curve: RetentionCurve;
  marks: readonly Mark[];
  label: string;
  /** The screen reader's text for a second. */
  describe: (second: number) => string;
};

/**
 * The area of first plays with replays stacked above, the typical band over it, marked moments, and the strip of plays
 * below, all on the player's time axis. The curve must have seconds; the page explains an empty video.
 */
export default function Retention({ curve, marks, label, describe }: Props) {
  const duration = curve.covers.length;
  const points = useMemo(() => retentionPoints(curve), [curve]);
  return (
    <ChartSurface
      height={(isNarrow) => frameOf(isNarrow).height}
      length={duration}
      step={pointStep(duration)}
      label={label}
      describe={describe}
      className="cursor-pointer"
    >
      {(width, isNarrow) => {
        const frame = frameOf(isNarrow);
        const scale = shareScale(highestShare(points), { top: frame.plotTop, base: frame.base });
        const dots = (second: number) => {
          const reading = readingAt(second, curve);
          return reading ? [scale.y(reading.first + reading.replays), scale.y(reading.first)] : [];
        };
        return (
          <>
            <Picture curve={curve} marks={marks} points={points} width={width} frame={frame} scale={scale} />
            <HoverLine
              length={duration}
              top={frame.marksTop}
              bottom={frame.ticksTop + 2}
              chip={{ top: frame.ticksTop + 4, text: mediaTime }}
              dots={dots}
            />
            <PlayheadMark length={duration} top={frame.ticksTop + 1} />
          </>
        );
      }}
    </ChartSurface>
  );
}

type PictureProps = Pick<Props, "curve" | "marks"> & {
  points: readonly RetentionPoint[];
  width: number;
  frame: Frame;
  scale: ValueScale;
};

function Picture({ curve, marks, points, width, frame, scale }: PictureProps) {
  const { percent } = useLanguage();
  const duration = curve.covers.length;
  const flags = frame === narrow;
  const placed = useMemo(() => placeMarks(marks, width, duration), [marks, width, duration]);
  const curveAt = (second: number) => {
    const reading = readingAt(Math.min(duration - 1, second), curve);
    return reading ? scale.y(reading.first + reading.replays) : frame.base;
  };
  return (
    <Plot
      width={width}
      height={frame.height}
      along="second"
      length={duration}
      data={points}
      values={{ shares: scale }}
    >
      <GridLines of={scale} />
      <RetentionAreas yAxisId="shares" typical={curve.typical !== null} />
      <BaseLine y={frame.base} />
      <RetentionMarks
        marks={placed}
        width={width}
        top={frame.marksTop}
        base={frame.base}
        curveAt={curveAt}
        flags={flags}
      />
      <ValueTicks
        of={scale}
        inside={flags ? { x: width, anchor: "end", text: (tick) => percent(tick, 0) } : undefined}
      />
      <HeatStrip plays={curve.plays} base={curve.base} top={frame.stripTop} width={width} />
      <AxisTicks
        ticks={mediaTicks(duration, width)}
        length={duration}
        top={frame.ticksTop}
        labelY={frame.labelY}
        text={mediaTime}
      />
    </Plot>
  );
}
