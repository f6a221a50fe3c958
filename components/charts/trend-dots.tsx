type Props = {
  /** One value a session, in time order; null where it cannot be known. */
  values: readonly (number | null)[];
  /** The means of the first half and of the rest, as the verdict compares them; null when there is none. */
  means: readonly [number, number] | null;
};

const width = 88;
const edge = 5;
const low = 25;
const high = 5;

/** A measure over the compared sessions: a dot each, a line for the mean of either half. The words beside it say the same. */
export function TrendDots({ values, means }: Props) {
  const known = [...values.filter((value) => value !== null), ...(means ?? [])];
  if (known.length === 0) return null;
  const least = Math.min(...known);
  const most = Math.max(...known);
  const y = (value: number) =>
    most > least ? round(low - ((value - least) / (most - least)) * (low - high)) : (low + high) / 2;
  const slot = values.length > 1 ? (width - 2 * edge) / (values.length - 1) : 0;
  const x = (index: number) => (values.length > 1 ? round(edge + index * slot) : width / 2);
  const half = Math.floor(values.length / 2);
  const split = round((x(half - 1) + x(half)) / 2);
  return (
    <svg width={width} height={30} aria-hidden="true" className="inline-block align-middle">
      {means && half > 0 ? (
        <path
          d={`M0 ${y(means[0])}H${split - 3}M${split + 3} ${y(means[1])}H${width}`}
          style={{ stroke: "var(--accent)", strokeWidth: 2 }}
        />
      ) : null}
      {values.map((value, index) =>
        value === null ? null : (
          <circle
            // biome-ignore lint/suspicious/noArrayIndexKey: a dot is its place in time
            key={index}
            cx={x(index)}
            cy={y(value)}
            r={2.5}
            style={{ fill: "var(--ink-3)" }}
          />
        ),
      )}
    </svg>
  );
}

const round = (value: number) => Math.round(value * 10) / 10;
