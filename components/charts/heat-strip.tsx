"use client";

import { memo, useMemo } from "react";
import { pixels, series } from "./plot";
import { stretches } from "./retention-points";
import { seenColour, seenLevel, still } from "./theme";

const { Marks } = series;

/** Seconds per cell. */
const cellSeconds = 10;
const stripHeight = 20;

type Props = {
  /** Plays of each second. */
  plays: readonly number[];
  /** Views: this many plays of a second, or the plays of the most played cell if higher, have the strongest colour. */
  base: number;
  /** Pixels from the top of its chart. */
  top: number;
  width: number;
};

/** One row of cells on a media axis; more plays have a stronger colour. Inside a `Plot` along seconds. */
export const HeatStrip = memo(function HeatStrip({ plays, base, top, width }: Props) {
  const cells = useMemo(() => {
    const means = stretches(plays, cellSeconds);
    const highest = Math.max(base, ...means.map(({ value }) => value));
    return means.map(({ from, to, value }) => ({
      second: from,
      [pixels]: top,
      length: to - from,
      fill: seenColour(seenLevel(value, highest)),
    }));
  }, [plays, base, top]);
  const scale = width / Math.max(1, plays.length);
  return (
    <Marks
      {...still}
      data={cells}
      yAxisId={pixels}
      shape={({ cx = 0, cy = 0, payload }) => (
        <rect
          x={cx}
          y={cy}
          // Cells overlap slightly: otherwise the background shows between them.
          width={Math.max(0, Math.min(width - cx, payload.length * scale + 0.3))}
          height={stripHeight}
          shapeRendering="crispEdges"
          style={{ fill: payload.fill }}
        />
      )}
    />
  );
});
