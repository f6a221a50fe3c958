"use client";

import { memo } from "react";
import type { PlacedDrop } from "@/components/charts/labels";
import { Loss, pixels, series } from "@/components/charts/plot";
import { still } from "@/components/charts/theme";
import { mergedMarks, type Tracks, trackBars } from "./audience-facts";
import { type AudienceFrame, questionGap } from "./frame";

const { Marks } = series;

const barHeightMax = 20;
const barHeightOfOne = 5;

export type TrackLabels = Record<keyof Tracks, string>;

type Props = {
  tracks: Tracks;
  /** Written above the tracks in the narrow form, which has no rail. */
  words?: TrackLabels | undefined;
  seconds: number;
  width: number;
  frame: AudienceFrame;
};

/** Messages as bars, questions as marks, reactions as warm dots, below the audience. */
export const AudienceTracks = memo(function AudienceTracks(props: Props) {
  const { tracks, words, seconds, width, frame } = props;
  const track = { ...still, yAxisId: pixels };
  const messages = trackBars(tracks.messages, seconds, width).map(({ from, to, count }) => ({
    second: from,
    [pixels]: frame.messages,
    width: ((to - from) / seconds) * width,
    count,
  }));
  const questions = mergedMarks(tracks.questions, seconds, (questionGap / width) * seconds).map((mark) => ({
    ...mark,
    [pixels]: frame.questions,
  }));
  const reactions = trackBars(tracks.reactions, seconds, width).map(({ from, to, count }) => ({
    second: (from + to) / 2,
    [pixels]: frame.reactions - 9,
    count,
  }));
  const unit = Math.min(barHeightOfOne, barHeightMax / Math.max(1, ...messages.map(({ count }) => count)));
  const size = frame.questionRadius;
  return (
    <>
      {frame.narrow && words
        ? (["messages", "questions", "reactions"] as const).map((name) => (
            <text key={name} x={0} y={frame[name] - 30} className="lb">
              {words[name]}
            </text>
          ))
        : null}
      <path
        className="grid-line"
        d={`M0 ${frame.messages}H${width}M0 ${frame.questions}H${width}M0 ${frame.reactions}H${width}`}
      />
      <Marks
        {...track}
        data={messages}
        shape={({ cx = 0, cy = 0, payload }) => (
          <rect
            x={cx}
            y={cy - payload.count * unit}
            width={payload.width}
            height={payload.count * unit}
            style={{ fill: "var(--ink-3)" }}
          />
        )}
      />
      <Marks
        {...track}
        data={questions}
        shape={({ cx = 0, cy = 0, payload: { count, unanswered } }) => (
          // Filled: some are not marked as answered.
          <g>
            <circle
              cx={cx}
              cy={cy - size - 3}
              r={size}
              style={{
                fill: unanswered ? "var(--ink)" : "var(--bg)",
                stroke: "var(--ink)",
                strokeWidth: 1.25,
              }}
            />
            <text
              x={cx}
              y={cy - size + 0.5}
              textAnchor="middle"
              className="lbs"
              // Two digits still fit inside the circle.
              style={{
                fontSize: count > 9 ? 8 : size + 3,
                fill: unanswered ? "var(--bg)" : "var(--ink)",
              }}
            >
              {count > 1 ? count : "?"}
            </text>
          </g>
        )}
      />
      <Marks
        {...track}
        data={reactions}
        shape={({ cx, cy, payload }) => (
          <circle
            cx={cx}
            cy={cy}
            r={Math.min(8, 2.5 + Math.sqrt(payload.count))}
            style={{ fill: "var(--warm)", fillOpacity: 0.85 }}
          />
        )}
      />
    </>
  );
});

/** Drop-offs: a shade with a vermilion edge through every track, and their labels above. */
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
    <>
      {drops.map(({ from, to, lines }) => (
        <g key={from}>
          <Loss from={Math.max(0, from)} to={to} top={frame.shadeTop} base={bottom} />
          {lines.map(({ text, line, x, anchor, loud }) => (
            <text
              key={text}
              x={x}
              y={frame.dropLines[line]}
              textAnchor={anchor}
              className={loud ? "lbl" : "lb"}
            >
              {text}
            </text>
          ))}
        </g>
      ))}
    </>
  );
}
