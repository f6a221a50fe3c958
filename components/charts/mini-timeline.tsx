import { miniPath } from "./mini-path";

type Props = {
  timeline: readonly { second: number; viewers: number }[];
  /** The axis: to the end, or to the planned end while live. */
  seconds: number;
  /** The most that were there at once. */
  peak: number;
  dropOffs?: readonly { from: number; to: number }[];
  /** While live: how far it has come. */
  nowSecond?: number;
  /** Says what it shows; without it its row's numbers do. */
  label?: string;
  width?: number;
  height?: number;
};

/** The room over time in a table's cell: steps, drop-offs shaded, a dotted end while it still runs. */
export function MiniTimeline(props: Props) {
  const { timeline, seconds, peak, dropOffs = [], nowSecond, label, width = 112, height = 28 } = props;
  const floor = height - 1;
  const until = nowSecond ?? seconds;
  const x = (second: number) => Math.round((Math.min(seconds, second) / seconds) * width * 10) / 10;
  const line = miniPath(timeline, { seconds, until, max: peak * 1.2, width, height: floor });
  if (!line) return null;
  const start = line.slice(1, line.indexOf(" "));
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      <path className="area" d={`${line}V${floor}H${start}Z`} />
      {dropOffs.map(({ from, to }) => (
        <rect
          key={from}
          x={x(from)}
          width={Math.max(2, x(to) - x(from))}
          height={height}
          // So small a shade needs more of its colour to be seen.
          style={{ fill: "color-mix(in oklab, var(--loss-line) 30%, transparent)" }}
        />
      ))}
      <path className="curve" d={line} style={{ strokeWidth: 1.25, strokeLinejoin: "miter" }} />
      <path className="base-line" d={`M0 ${height - 0.5}H${x(until)}`} />
      {nowSecond === undefined ? null : (
        <path
          d={`M${x(until)} 0V${height}`}
          style={{ stroke: "var(--ink-3)", strokeWidth: 1.5, strokeDasharray: "1.5 1.5" }}
        />
      )}
    </svg>
  );
}
