import { valueScale } from "./history-scale";

export type HistoryPoint = {
  key: string;
  /** Null where it cannot be known: the line goes on without it. */
  value: number | null;
  /** Under the axis: "14 Oct". */
  day: string;
  /** What a pointer reads: "Fitting a line by eye, 11 Nov: 76.7 %". */
  title: string;
  href: string;
};

type Props = {
  points: readonly HistoryPoint[];
  /** The middle half of all. */
  band: { low: number; high: number } | null;
  label: string;
  valueText: (value: number) => string;
  /** Over the last point: "81 % on Wednesday". */
  lastText: string;
};

const height = 172;
const top = 32;
const base = 140;
/** Room at either end, in per cent, so that the end dots and their words stay inside. */
const inset = 1.5;
const daysShown = 5;

/**
 * One value a session in time order, at equal steps, with the middle half behind. Percent positions, so that it needs no
 * measuring and renders on the server; each dot is the way to its session.
 */
export function HistoryLine({ points, band, label, valueText, lastText }: Props) {
  const known = points.flatMap((point, index) =>
    point.value === null ? [] : [{ ...point, value: point.value, index }],
  );
  if (known.length === 0) return null;
  const scale = valueScale([...known.map(({ value }) => value), ...(band ? [band.low, band.high] : [])]);
  const x = (index: number) =>
    points.length > 1 ? inset + (index / (points.length - 1)) * (100 - 2 * inset) : 50;
  const y = (value: number) => base - ((value - scale.min) / (scale.max - scale.min)) * (base - top);
  const last = known.at(-1)!;
  const every = Math.max(1, Math.ceil((points.length - 1) / (daysShown - 1)));
  return (
    <div className="relative" style={{ height }}>
      <svg
        data-plot
        width="100%"
        height={height}
        role="img"
        aria-label={label}
        className="block overflow-visible"
      >
        {scale.ticks.map((tick) => (
          <g key={tick}>
            <line x1="0" x2="100%" y1={Math.round(y(tick))} y2={Math.round(y(tick))} className="grid-line" />
            <text x="100%" dx={6} y={y(tick) + 4} className="ax max-desk:hidden">
              {valueText(tick)}
            </text>
          </g>
        ))}
        {band ? (
          <rect
            x="0"
            width="100%"
            y={y(band.high)}
            height={Math.max(1, y(band.low) - y(band.high))}
            className="band"
          />
        ) : null}
        {known.slice(1).map((point, index) => (
          <line
            key={point.key}
            x1={`${x(known[index]!.index)}%`}
            y1={y(known[index]!.value)}
            x2={`${x(point.index)}%`}
            y2={y(point.value)}
            style={{ stroke: "var(--ink-3)", strokeWidth: 1.25 }}
          />
        ))}
        {known.map((point) => (
          <circle
            key={point.key}
            cx={`${x(point.index)}%`}
            cy={y(point.value)}
            r={point === last ? 4 : 3}
            style={{ fill: "var(--accent)", stroke: "var(--bg)", strokeWidth: 1.5 }}
          />
        ))}
        <text x={`${x(last.index)}%`} y={y(last.value) - 11} textAnchor="end" className="lb">
          {lastText}
        </text>
        <line x1="0" x2="100%" y1={base + 0.5} y2={base + 0.5} className="base-line" />
        {points.map((point, index) =>
          index % every === 0 || index === points.length - 1 ? (
            <text
              key={point.key}
              x={`${x(index)}%`}
              y={base + 18}
              textAnchor={index === 0 ? "start" : index === points.length - 1 ? "end" : "middle"}
              className="ax"
            >
              {index !== points.length - 1 && points.length - 1 - index < every / 2 ? "" : point.day}
            </text>
          ) : null,
        )}
      </svg>
      {known.map((point) => (
        <a
          key={point.key}
          href={point.href}
          title={point.title}
          className="absolute size-6 -translate-1/2 rounded-full"
          style={{ left: `${x(point.index)}%`, top: y(point.value) }}
        >
          <span className="sr-only">{point.title}</span>
        </a>
      ))}
    </div>
  );
}
