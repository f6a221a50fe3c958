import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import { linePath } from "./spark-path";

export type RetentionPanel = {
  key: string;
  letter: string;
  name: string;
  /** The name as a link to its page. */
  title: ReactNode;
  /** "Wed 28 Oct, week 4". */
  sub: string;
  /** % of those who came, 0–100, at equal steps from start to end. */
  shares: readonly number[];
  /** Parts of the session, 0–1. */
  drop_offs: readonly { from: number; to: number }[];
  /** Below: what was lost ("43 % left at the break") or that nothing was, and where it ended ("38 % at the end"). */
  lost: { text: string; tone: "loss" | "good" };
  end: string;
  /** Says what the panel shows. */
  label: string;
};

const top = 26;
const base = 150;
// The plot has its own coordinates, stretched to the panel's width; strokes keep theirs.
const plot = { width: 300, height: base - top };
const fixed = { vectorEffect: "non-scaling-stroke" } as const;

/** Small multiples on equal axes: each session's own curve before the others', which are thin and grey. */
export function RetentionPanels({ panels }: { panels: readonly RetentionPanel[] }) {
  const lines = panels.map(({ shares }) => linePath(shares, 100, plot.width, plot.height));
  return (
    <ul className="grid grid-cols-[repeat(4,minmax(0,1fr))] gap-8 text-small max-[1100px]:grid-cols-[repeat(2,minmax(0,1fr))] max-[560px]:grid-cols-[minmax(0,1fr)]">
      {panels.map((panel, index) => (
        <li key={panel.key}>
          <h3 className="flex gap-2 text-body font-semibold whitespace-nowrap">
            <span className="text-ink-3">{panel.letter}</span>
            <span className="truncate">{panel.title}</span>
          </h3>
          <p className="mb-2 pl-[18px] text-ink-3">{panel.sub}</p>
          <Panel panel={panel} lines={lines} index={index} />
          <p
            className={classNames(
              "mt-1.5 flex justify-between gap-3 font-medium tabular-nums",
              panel.lost.tone === "loss" ? "text-loss-line" : "text-good",
            )}
          >
            <span>
              {panel.lost.tone === "good" ? (
                <svg
                  width="10"
                  height="10"
                  viewBox="0 0 10 10"
                  aria-hidden="true"
                  className="mr-1.5 inline-block"
                >
                  <path
                    d="m1.5 5 2.5 2.5 4.5-5"
                    style={{ fill: "none", stroke: "currentColor", strokeWidth: 1.5 }}
                  />
                </svg>
              ) : null}
              {panel.lost.text}
            </span>
            <b className="text-right text-ink">{panel.end}</b>
          </p>
        </li>
      ))}
    </ul>
  );
}

function Panel({ panel, lines, index }: { panel: RetentionPanel; lines: readonly string[]; index: number }) {
  const own = lines[index];
  const last = panel.shares.at(-1);
  return (
    <svg
      data-plot
      data-name={`${panel.letter}  ${panel.name}`}
      width="100%"
      height={172}
      role="img"
      aria-label={panel.label}
      className="block overflow-visible"
    >
      {[top, (top + base) / 2].map((y) => (
        <line key={y} x2="100%" y1={y} y2={y} className="grid-line" />
      ))}
      <svg
        y={top}
        width="100%"
        height={plot.height}
        viewBox={`0 0 ${plot.width} ${plot.height}`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {own ? <path className="area" style={{ fillOpacity: 0.6 }} d={`${own}V${plot.height}H0Z`} /> : null}
        {panel.drop_offs.map(({ from, to }) => (
          <g key={from}>
            <rect
              x={from * plot.width}
              width={(to - from) * plot.width}
              height={plot.height}
              className="loss-area"
            />
            <path className="loss-edge" style={fixed} d={`M${from * plot.width} 0V${plot.height}`} />
          </g>
        ))}
        {lines.map((line, at) =>
          at === index || !line ? null : (
            <path
              // biome-ignore lint/suspicious/noArrayIndexKey: the lines stand in the order of the panels
              key={at}
              d={line}
              style={{ ...fixed, fill: "none", stroke: "var(--typical-line)", strokeWidth: 1 }}
            />
          ),
        )}
        {own ? <path className="curve" style={{ ...fixed, strokeWidth: 2.25 }} d={own} /> : null}
      </svg>
      {last === undefined ? null : (
        <circle cx="100%" cy={base - (last / 100) * plot.height} r={3} style={{ fill: "var(--accent)" }} />
      )}
      <line x2="100%" y1={base} y2={base} className="base-line" />
      <text x="0" y="166" className="ax">
        start
      </text>
      <text x="50%" y="166" textAnchor="middle" className="ax">
        half-way
      </text>
      <text x="100%" y="166" textAnchor="end" className="ax">
        end
      </text>
      {/* Said once: every panel has the same axes. */}
      {index === 0 ? (
        <>
          <text x="0" y="21" className="ax">
            100 % of those who came
          </text>
          <text x="14" y="102" className="lb">
            50
          </text>
        </>
      ) : null}
    </svg>
  );
}
