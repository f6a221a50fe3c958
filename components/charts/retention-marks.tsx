"use client";

import { type PlacedMark, spreadFlags } from "./mark-layout";

const flagGap = 20;

type Props = {
  marks: readonly PlacedMark[];
  durationSeconds: number;
  width: number;
  /** Pixels: where marks begin above the plot, where its base line is, and where the curve runs at a second. */
  top: number;
  base: number;
  curveAt: (second: number) => number;
  /** Narrow plots carry numbered flags; the words stand in the list beneath. */
  flags: boolean;
};

/** Marked moments: shaded losses with their edge, dashed lines down to the curve, words or numbered flags above. */
export function RetentionMarks({ marks, durationSeconds, width, top, base, curveAt, flags }: Props) {
  const scale = durationSeconds > 0 ? width / durationSeconds : 0;
  const centres = spreadFlags(
    marks.map(({ x }) => x),
    flagGap,
    width,
  );
  return (
    <g>
      {marks.map((mark) =>
        mark.tone === "loss" ? (
          <g key={`loss-${mark.second}`}>
            <rect
              x={mark.x}
              y={top}
              width={Math.max(1, ((mark.toSecond ?? mark.second) - mark.second) * scale)}
              height={base - top}
              className="loss-area"
            />
            <path className="loss-edge" d={`M${mark.x} ${top}V${base}`} />
          </g>
        ) : flags || mark.side ? (
          // Without its words a line would say nothing.
          <path
            key={`line-${mark.second}-${mark.title}`}
            d={`M${mark.x} ${top}V${Math.max(top, curveAt(mark.second))}`}
            style={{ stroke: "var(--line-strong)", strokeWidth: 1, strokeDasharray: "1 3" }}
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
