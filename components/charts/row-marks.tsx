import { playsColour } from "./theme";

/* The strips of row-strip.tsx that are made of filled cells. */

/** A range of an axis in seconds, or as shares of the whole, 0–1. */
export type Stretch = { from: number; to: number };

export type Stretches = {
  kind: "stretches";
  length: number;
  /** With how often each was played; without a count it is seen once. */
  stretches: readonly (Stretch & { plays?: number })[];
  /** Where the viewer stopped. */
  tick?: number | null;
};

export type Days = {
  kind: "days";
  /** Of each row, whether each of its days is filled; null leaves its place empty. The last day is at the right. */
  rows: readonly (readonly (boolean | null)[])[];
};

export type Place = {
  kind: "place";
  /** From 0 to 100; null if it is unknown. */
  value: number | null;
  /** The middle half that it is compared with; null without one. */
  band: { low: number; high: number } | null;
};

/** A value on an axis from 0 to 100, with the middle half of others behind it. */
export function placed({ value, band }: Place, width: number, height: number) {
  const edge = 4;
  const x = (percentage: number) => edge + (percentage / 100) * (width - 2 * edge);
  const middle = height / 2;
  return (
    <>
      <path className="base-line" d={`M${edge} ${middle}H${width - edge}`} />
      {band ? (
        <rect
          className="band"
          x={x(band.low)}
          y={1}
          width={Math.max(2, x(band.high) - x(band.low))}
          height={height - 2}
        />
      ) : null}
      {value === null ? null : <circle cx={x(value)} cy={middle} r={3.5} style={{ fill: "var(--accent)" }} />}
    </>
  );
}

/** Ranges of an axis on an empty strip; replayed ranges have a stronger colour. */
export function playedStretches(
  { length, stretches, tick = null }: Stretches,
  width: number,
  height: number,
) {
  const inside = (second: number) => Math.max(0, Math.min(length, second));
  return (
    <>
      <rect width={width} height={height} style={{ fill: "var(--seen-0)" }} />
      {stretches.map(({ from, to, plays }) => (
        <rect
          key={from}
          x={inside(from)}
          width={inside(to) - inside(from)}
          height={height}
          style={{ fill: plays === undefined ? "var(--seen-2)" : playsColour(plays) }}
        />
      ))}
      {tick === null ? null : (
        <path
          d={`M${tick} -2V${height + 2}`}
          vectorEffect="non-scaling-stroke"
          style={{ stroke: "var(--loss-line)", strokeWidth: 1.5 }}
        />
      )}
    </>
  );
}

/** A cell for each day, a row below the other. */
export function dayCells({ rows }: Days, width: number, height: number) {
  const across = width / Math.max(1, ...rows.map((row) => row.length));
  const down = height / Math.max(1, rows.length);
  return rows.map((row, person) =>
    row.map((filled, day) => (
      <rect
        // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its row and its day
        key={`${person} ${day}`}
        x={day * across}
        y={person * down}
        width={across - 1}
        height={down - 1}
        style={
          filled === null
            ? { fill: "none", stroke: "var(--line)" }
            : { fill: filled ? "var(--seen-3)" : "var(--seen-0)" }
        }
      />
    )),
  );
}
