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

/** Times under a plot on the media axis; part of its chart's SVG. The label beneath the hover chip steps aside. */
export function MediaAxis({ durationSeconds, width, top, labelY, text }: Props) {
  const hovered = useHoveredSecond();
  const chipAt = hovered === null ? null : shareOf(hovered, durationSeconds) * width;
  return (
    <g>
      {mediaTicks(durationSeconds, width).map((second) => {
        const x = durationSeconds > 0 ? (second / durationSeconds) * width : 0;
        const hidden = chipAt !== null && Math.abs(chipAt - x) < chipReach;
        return (
          <g key={second}>
            <path className="base-line" d={`M${x} ${top}v5`} />
            {hidden ? null : (
              <text
                x={x}
                y={labelY}
                textAnchor={second === 0 ? "start" : x > width - 16 ? "end" : "middle"}
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
