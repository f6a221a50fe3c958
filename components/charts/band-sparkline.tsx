type Props = {
  /** In time order, this one last; the last twelve are drawn. Null where it was not known. */
  values: readonly (number | null)[];
  /** The middle half of what is usual; null without one. */
  band: { low: number; high: number } | null;
};

const size = { width: 152, height: 28 };
const edge = 3;
const shown = 12;

/** The last values of a headline number, the grey band of what is usual behind, a dot on this one. Its words say the same. */
export function BandSparkline({ values, band }: Props) {
  const last = values.slice(-shown);
  const known = last.flatMap((value, index) => (value === null ? [] : [{ value, index }]));
  // One value is a dot without a line: nothing to compare it with.
  if (known.length < 2) return null;
  const all = [...known.map(({ value }) => value), ...(band ? [band.low, band.high] : [])];
  const least = Math.min(...all);
  const most = Math.max(...all);
  const x = (index: number) => round(edge + (index / (last.length - 1)) * (size.width - 2 * edge));
  const y = (value: number) =>
    most > least
      ? round(size.height - edge - ((value - least) / (most - least)) * (size.height - 2 * edge))
      : size.height / 2;
  const end = known.at(-1);
  return (
    <svg {...size} viewBox={`0 0 ${size.width} ${size.height}`} aria-hidden="true">
      {band ? (
        <rect
          className="band"
          y={y(band.high)}
          width={size.width}
          height={Math.max(1, round(y(band.low) - y(band.high)))}
        />
      ) : null}
      <polyline
        className="curve"
        style={{ strokeWidth: 1.25, stroke: "var(--ink-3)" }}
        points={known.map(({ value, index }) => `${x(index)},${y(value)}`).join(" ")}
      />
      {end && end.index === last.length - 1 ? (
        <circle
          cx={x(end.index)}
          cy={y(end.value)}
          r={3}
          style={{ fill: "var(--accent)", stroke: "var(--bg)", strokeWidth: 1.5 }}
        />
      ) : null}
    </svg>
  );
}

const round = (value: number) => Math.round(value * 10) / 10;
