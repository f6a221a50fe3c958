"use client";

import { mediaTicks, shareOf } from "./axis";
import { useHoveredSecond } from "./time-cursor";

/** Half a tick's label and half the chip, and a little air: nearer than this the label is hidden by the chip. */
const chipReach = 38;

type Props = {
  durationSeconds: number;
  width: number;
  /** Pixels: the top of the tick marks, and the base line of their labels. */
  top: number;
  labelY: number;
  text: (second: number) => string;
};

type TickProps = Props & {
  /** Seconds that carry a label. */
  ticks: readonly number[];
  /** Whether the hover chip hangs on this axis, so that the label beneath it steps aside. */
  chip?: boolean;
};

/** Times under a plot on the media axis; part of its chart's SVG. */
export function MediaAxis(props: Props) {
  return <AxisTicks {...props} ticks={mediaTicks(props.durationSeconds, props.width)} />;
}

/** Times under a plot at given seconds of its axis. */
export function AxisTicks({ ticks, durationSeconds, width, top, labelY, text, chip = true }: TickProps) {
  const hovered = useHoveredSecond();
  const chipAt = !chip || hovered === null ? null : shareOf(hovered, durationSeconds) * width;
  return (
    <g>
      {ticks.map((second) => {
        const x = durationSeconds > 0 ? (second / durationSeconds) * width : 0;
        const hidden = chipAt !== null && Math.abs(chipAt - x) < chipReach;
        return (
          <g key={second}>
            <path className="base-line" d={`M${x} ${top}v5`} />
            {hidden ? null : (
              <text
                x={x}
                y={labelY}
                textAnchor={x < 16 ? "start" : x > width - 16 ? "end" : "middle"}
                className="ax"
              >
                {text(second)}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}
