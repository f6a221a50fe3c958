"use client";

import { type PlacedMark, spreadFlags } from "./labels";
import { Loss, Segment } from "./plot";

const flagGap = 20;

type Props = {
  marks: readonly PlacedMark[];
  width: number;
  /** Pixels: the top of the marks above the plot, its base line, and the curve's height at a second. */
  top: number;
  base: number;
  curveAt: (second: number) => number;
  /** Narrow plots have numbered flags; the list below has the labels. */
  flags: boolean;
};

/** Marked moments: shaded losses with their edge, dashed lines down to the curve, labels or numbered flags above. */
export function RetentionMarks({ marks, width, top, base, curveAt, flags }: Props) {
  const centres = spreadFlags(
    marks.map(({ x }) => x),
    flagGap,
    width,
  );
  return (
    <g>
      {marks.map((mark) =>
        mark.tone === "loss" ? (
          <Loss
            key={`loss-${mark.second}`}
            from={mark.second}
            to={mark.toSecond ?? mark.second}
            top={top}
            base={base}
          />
        ) : flags || mark.side ? (
          // A line without a label is not drawn: it would mean nothing.
          <Segment
            key={`line-${mark.second}-${mark.title}`}
            from={{ x: mark.second, y: top }}
            to={{ x: mark.second, y: Math.max(top, curveAt(mark.second)) }}
            stroke="var(--line-strong)"
            strokeDasharray="1 3"
          />
        ) : null,
      )}
      {marks.map((mark, index) =>
        flags ? (
          <Flag
            key={`flag-${mark.second}-${mark.title}`}
            mark={mark}
            number={index + 1}
            x={centres[index] ?? mark.x}
          />
        ) : (
          <Words key={`words-${mark.second}-${mark.title}`} mark={mark} />
        ),
      )}
    </g>
  );
}

function Flag({ mark, number, x }: { mark: PlacedMark; number: number; x: number }) {
  const loss = mark.tone === "loss";
  return (
    <g>
      <circle
        cx={x}
        cy={15}
        r={9}
        style={{ fill: "var(--bg)", stroke: loss ? "var(--loss-line)" : "var(--ink-3)" }}
      />
      <text x={x} y={19} textAnchor="middle" className={loss ? "lbl" : "lbs"} style={{ fontSize: 11 }}>
        {number}
      </text>
    </g>
  );
}

function Words({ mark }: { mark: PlacedMark }) {
  if (!mark.side) return null;
  const x = mark.side === "right" ? mark.x + 6 : mark.x - 6;
  const anchor = mark.side === "right" ? "start" : "end";
  return (
    <g>
      <text x={x} y={14} textAnchor={anchor} className={mark.tone === "loss" ? "lbl" : "lbs"}>
        {mark.title}
      </text>
      {mark.detailed ? (
        <text x={x} y={29} textAnchor={anchor} className="lb">
          {mark.detail}
        </text>
      ) : null}
    </g>
  );
}
