"use client";

import { memo } from "react";
import type { PlacedDrop } from "@/components/charts/drop-labels";
import { laneBars, mergedMarks, type SecondCount } from "./audience-points";
import type { AudienceFrame } from "./frame";

/** Nearer than this, two questions cannot be told apart. */
const questionGap = 15;
const barHeightMax = 20;
const barHeightOfOne = 5;

export type LaneWords = { messages: string; questions: string; reactions: string };

type Props = {
  messages: readonly SecondCount[];
  questions: readonly SecondCount[];
  reactions: readonly SecondCount[];
  /** Written above the lanes where no rail stands beside them. */
  words?: LaneWords;
  seconds: number;
  width: number;
  frame: AudienceFrame;
};

/** What people did, under the room: messages as bars, questions as marks, reactions as warm dots. */
export const AudienceLanes = memo(function AudienceLanes(props: Props) {
  const { messages, questions, reactions, words, seconds, width, frame } = props;
  const bars = laneBars(messages, seconds, width);
  const unit = Math.min(barHeightOfOne, barHeightMax / Math.max(1, ...bars.map(({ count }) => count)));
  const size = frame.narrow ? 6 : 7;
  return (
    <g>
      {frame.narrow && words
        ? (["messages", "questions", "reactions"] as const).map((lane) => (
            <text key={lane} x={0} y={frame[lane] - 30} className="lb">
              {words[lane]}
            </text>
          ))
        : null}
      <path
        className="grid-line"
        d={`M0 ${frame.messages}H${width}M0 ${frame.questions}H${width}M0 ${frame.reactions}H${width}`}
      />
      {bars.map((bar) => (
        <rect
          key={bar.x}
          x={bar.x}
          y={frame.messages - bar.count * unit}
          width={bar.width}
          height={bar.count * unit}
          style={{ fill: "var(--ink-3)" }}
        />
      ))}
      {mergedMarks(questions, seconds, width, questionGap).map(({ x, count }) => (
        <g key={x}>
          <circle
            cx={x}
            cy={frame.questions - size - 3}
            r={size}
            style={{ fill: "var(--bg)", stroke: "var(--ink)", strokeWidth: 1.25 }}
          />
          <text
            x={x}
            y={frame.questions - size + 0.5}
            textAnchor="middle"
            className="lbs"
            // Two digits still stand inside the circle.
            style={{ fontSize: count > 9 ? 8 : size + 3 }}
          >
            {count > 1 ? count : "?"}
          </text>
        </g>
      ))}
      {laneBars(reactions, seconds, width).map(({ x, width: slot, count }) => (
        <circle
          key={x}
          cx={x + slot / 2}
          cy={frame.reactions - 9}
          r={Math.min(8, 2.5 + Math.sqrt(count))}
          style={{ fill: "var(--warm)", fillOpacity: 0.85 }}
        />
      ))}
    </g>
  );
});

/** Drop-offs: a shade with a vermilion edge through every lane, and their words above. */
export function DropShades({
  drops,
  bottom,
  frame,
}: {
  drops: readonly PlacedDrop[];
  bottom: number;
  frame: AudienceFrame;
}) {
  return (
    <g>
      {drops.map(({ from, x, width, lines }) => (
        <g key={from}>
          <rect
            x={x}
            y={frame.shadeTop}
            width={width}
            height={bottom - frame.shadeTop}
            className="loss-area"
          />
          <path className="loss-edge" d={`M${x} ${frame.shadeTop}V${bottom}`} />
          {lines.map(({ text, line, x: at, anchor, loud }) => (
            <text
              key={text}
              x={at}
              y={frame.dropLines[line]}
              textAnchor={anchor}
              className={loud ? "lbl" : "lb"}
            >
              {text}
            </text>
          ))}
        </g>
      ))}
    </g>
  );
}
