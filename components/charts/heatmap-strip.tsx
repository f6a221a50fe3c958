import { memo } from "react";
import { seenColour, seenLevel } from "./ramp";

export type StripCell = { from: number; to: number; value: number };

type Props = {
  cells: readonly StripCell[];
  durationSeconds: number;
  /** The value that takes the strongest colour. */
  highest: number;
  y: number;
  width: number;
  height: number;
};

/** One row of cells on the media axis, stronger where a passage was played more; part of its chart's SVG. */
export const HeatmapStrip = memo(function HeatmapStrip({
  cells,
  durationSeconds,
  highest,
  y,
  width,
  height,
}: Props) {
  const scale = width / durationSeconds;
  return (
    <g transform={`translate(0,${y})`} shapeRendering="crispEdges">
      {cells.map(({ from, to, value }) => (
        <rect
          key={from}
          x={from * scale}
          // Cells overlap by a hair: between two that only touch, the page would shine through.
          width={Math.min(width - from * scale, (to - from) * scale + 0.3)}
          height={height}
          style={{ fill: seenColour(seenLevel(value, highest)) }}
        />
      ))}
    </g>
  );
});
