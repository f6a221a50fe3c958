import { curveStepAfter, line } from "d3-shape";
import {
  type Days,
  dayCells,
  type Place,
  placed,
  playedStretches,
  type Stretch,
  type Stretches,
} from "./row-marks";
import { smallLoss } from "./theme";

type Curve = {
  kind: "curve";
  /** Values at equal steps, 0 at the bottom. */
  values: readonly number[];
  /** The value at the top edge; higher values are cut there. */
  max: number;
  dropOffs?: readonly Stretch[];
};

type Steps = {
  kind: "steps";
  /** Values that start at a share of the axis (0–1), in order. */
  steps: readonly { at: number; value: number }[];
  dropOffs?: readonly Stretch[];
  /** While live: the elapsed share of the axis. */
  now?: number | undefined;
};

type Band = {
  kind: "band";
  /** In time order, this one last; the last twelve are drawn. Null if unknown. */
  values: readonly (number | null)[];
  /** The typical middle half; null without one. */
  band: { low: number; high: number } | null;
};

type Halves = {
  kind: "halves";
  /** In time order; null if unknown. */
  values: readonly (number | null)[];
  /** The means of the first half and of the rest; null when there are none. */
  means: readonly [number, number] | null;
};

type Props = (Curve | Steps | Band | Halves | Stretches | Days | Place) & {
  /** Pixels; without a width it fills its container. */
  width?: number | undefined;
  height?: number | undefined;
  /** The accessible name; without it the numbers of its row say the same. */
  label?: string | undefined;
  className?: string;
};

const sizes = {
  curve: { width: 112, height: 28 },
  steps: { width: 112, height: 28 },
  band: { width: 152, height: 28 },
  halves: { width: 88, height: 30 },
  // Abstract units across, stretched to its container.
  stretches: { width: undefined, height: 12 },
  days: { width: 168, height: 29 },
  place: { width: 128, height: 16 },
} as const;

/**
 * The small chart in a table's row or under a number: it has no axis and needs neither measuring nor script, so the
 * server draws it. The texts and numbers beside it say the same.
 */
export function RowStrip(props: Props) {
  const { label, className } = props;
  const width = props.width ?? sizes[props.kind].width;
  const height = props.height ?? sizes[props.kind].height;
  const across = props.kind === "stretches" ? Math.max(1, props.length) : (width ?? 100);
  const drawn = drawnOf(props, across, height);
  if (!drawn) return null;
  return (
    <svg
      width={width ?? "100%"}
      height={height}
      viewBox={`0 0 ${across} ${height}`}
      {...(width === undefined ? { preserveAspectRatio: "none" } : {})}
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
      className={className}
    >
      {drawn}
    </svg>
  );
}

function drawnOf(props: Props, width: number, height: number) {
  switch (props.kind) {
    case "curve":
      return curve(props, width, height);
    case "steps":
      return steps(props, width, height);
    case "band":
      return band(props, width, height);
    case "halves":
      return halves(props, width, height);
    case "stretches":
      return playedStretches(props, width, height);
    case "days":
      return dayCells(props, width, height);
    case "place":
      return placed(props, width, height);
  }
}

type Point = [x: number, y: number];

const lineOf = line();
const stepLine = line().curve(curveStepAfter);
const thin = { strokeWidth: 1.25 };

/** The area between a line and a base line, from the line's start. */
const under = (path: string, floor: number, [first]: readonly Point[]) =>
  `${path}V${floor}H${first?.[0] ?? 0}Z`;

/** An area and its line. */
function curve({ values, max, dropOffs = [] }: Curve, width: number, height: number) {
  const floor = height - 1;
  const [only] = values;
  if (only === undefined || max <= 0) return null;
  const level = values.length === 1 ? [only, only] : values;
  const places = level.map(
    (value, index): Point => [
      round((index / (level.length - 1)) * width),
      round(floor - (Math.max(0, Math.min(max, value)) / max) * floor),
    ],
  );
  const path = lineOf(places) ?? "";
  return (
    <>
      <path className="area" d={under(path, floor, places)} />
      {shaded(dropOffs, width, height)}
      <path className="curve" d={path} style={thin} />
      <path className="base-line" d={`M0 ${height - 0.5}H${width}`} />
    </>
  );
}

/** The gap above the highest step. */
const stepsAir = 1.2;

/** On whole pixels, with the highest value where several share a pixel, to keep fifty of them small. */
function stepPlaces({ steps, now = 1 }: Steps, width: number, floor: number): Point[] {
  if (steps.length === 0) return [];
  const highest = Math.max(1, ...steps.map(({ value }) => value)) * stepsAir;
  const columns = new Map<number, number>();
  for (const { at, value } of steps) {
    if (at > now) break;
    const x = Math.round(Math.max(0, at) * width);
    columns.set(x, Math.max(columns.get(x) ?? 0, value));
  }
  const places: Point[] = [];
  for (const [x, value] of columns) {
    const y = Math.round(floor - (value / highest) * floor);
    if (y !== places.at(-1)?.[1]) places.push([x, y]);
  }
  const last = places.at(-1);
  return last ? [...places, [Math.round(Math.min(1, now) * width), last[1]]] : [];
}

/** Drop-offs, given as shares of the axis. */
const shaded = (dropOffs: readonly Stretch[], width: number, height: number) =>
  dropOffs.map(({ from, to }) => {
    const [x, end] = [from, to].map((at) => round(Math.min(1, at) * width)) as [number, number];
    return (
      <rect
        key={from}
        x={x}
        width={Math.max(2, round(end - x))}
        height={height}
        style={{ fill: smallLoss }}
      />
    );
  });

/** People over time: drop-offs shaded, a dotted end while live. */
function steps(props: Steps, width: number, height: number) {
  const { dropOffs = [], now } = props;
  const floor = height - 1;
  const places = stepPlaces(props, width, floor);
  if (places.length === 0) return null;
  const x = (at: number) => round(Math.min(1, at) * width);
  const path = stepLine(places) ?? "";
  return (
    <>
      <path className="area" d={under(path, floor, places)} />
      {shaded(dropOffs, width, height)}
      <path className="curve" d={path} style={{ ...thin, strokeLinejoin: "miter" }} />
      <path className="base-line" d={`M0 ${height - 0.5}H${x(now ?? 1)}`} />
      {now === undefined ? null : (
        <path
          d={`M${x(now)} 0V${height}`}
          style={{ stroke: "var(--ink-3)", strokeWidth: 1.5, strokeDasharray: "1.5 1.5" }}
        />
      )}
    </>
  );
}

/** The range of a strip's heights; equal values are in the middle. */
function heights(values: readonly number[], top: number, base: number) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return (value: number) =>
    most > least ? round(base - ((value - least) / (most - least)) * (base - top)) : (top + base) / 2;
}

const bandEdge = 3;
const bandShown = 12;

/** The last values, with the typical band in grey behind and a dot on the current one. */
function band({ values, band }: Band, width: number, height: number) {
  const last = values.slice(-bandShown);
  const known = last.flatMap((value, index) => (value === null ? [] : [{ value, index }]));
  // A single value is a dot without a line.
  if (known.length < 2) return null;
  const y = heights(
    [...known.map(({ value }) => value), ...(band ? [band.low, band.high] : [])],
    bandEdge,
    height - bandEdge,
  );
  const places = known.map(
    ({ value, index }): Point => [
      round(bandEdge + (index / (last.length - 1)) * (width - 2 * bandEdge)),
      y(value),
    ],
  );
  const end = known.at(-1)?.index === last.length - 1 ? places.at(-1) : undefined;
  return (
    <>
      {band ? (
        <rect
          className="band"
          y={y(band.high)}
          width={width}
          height={Math.max(1, round(y(band.low) - y(band.high)))}
        />
      ) : null}
      <path className="curve" style={{ ...thin, stroke: "var(--ink-3)" }} d={lineOf(places) ?? ""} />
      {end ? (
        <circle
          cx={end[0]}
          cy={end[1]}
          r={3}
          style={{ fill: "var(--accent)", stroke: "var(--bg)", strokeWidth: 1.5 }}
        />
      ) : null}
    </>
  );
}

/** A dot per value, and a line for the mean of each half. */
function halves({ values, means }: Halves, width: number, height: number) {
  const edge = 5;
  const known = [...values.filter((value) => value !== null), ...(means ?? [])];
  if (known.length === 0) return null;
  const y = heights(known, edge, height - edge);
  const slot = values.length > 1 ? (width - 2 * edge) / (values.length - 1) : 0;
  const x = (index: number) => (values.length > 1 ? round(edge + index * slot) : width / 2);
  const half = Math.floor(values.length / 2);
  const split = round((x(half - 1) + x(half)) / 2);
  return (
    <>
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
    </>
  );
}

const round = (value: number) => Math.round(value * 10) / 10;

/** Values at equal steps over the elapsed part of the axis, as steps. */
export function evenSteps(values: readonly number[], until = 1): { at: number; value: number }[] {
  return values.map((value, index) => ({ at: (index / Math.max(1, values.length - 1)) * until, value }));
}
