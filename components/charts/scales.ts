import { type ScaleLinear, scaleLinear } from "d3-scale";

/* Value axes: the maximum of each kind, and the round values with a grid line. */

export type ValueScale = {
  /** From a value to pixels from the chart's top. */
  y: ScaleLinear<number, number>;
  /** Values with a grid line and a label. */
  ticks: number[];
};

/** A plot's position in its chart: its highest value and its base line, in pixels from the top. */
type Span = { top: number; base: number };

/** Asked for so many lines, d3 draws two to four. */
const lines = 3;

function upTo(max: number, { top, base }: Span): ScaleLinear<number, number> {
  return scaleLinear().domain([0, max]).range([base, top]);
}

/** Shares in per cent that never exceed 100. */
export function partScale(span: Span): ValueScale {
  return { y: upTo(100, span), ticks: [50, 100] };
}

/** Shares in per cent: up to 100, or a tenth above the highest value if replays exceed 100. */
export function shareScale(highest: number, span: Span): ValueScale {
  const y = upTo(Math.max(100, Math.ceil((highest * 1.1) / 20) * 20), span);
  return { y, ticks: y.ticks(lines).filter((tick) => tick > 0) };
}

/** Counts: whole grid lines up to the highest, and a gap above it of a tenth, or more for a label. */
export function countScale(highest: number, span: Span, air = 1.1): ValueScale {
  const y = upTo(Math.max(1, highest * air), span);
  return {
    y,
    ticks: y.ticks(lines).filter((tick) => tick > 0 && tick <= highest && Number.isInteger(tick)),
  };
}

/** Values of 0–100 that can be close together: round grid lines around them, not from zero. The lowest line is the base. */
export function rangeScale(values: readonly number[], span: Span): ValueScale {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const y = scaleLinear()
    .domain(least < most ? [least, most] : [Math.max(0, least - 1), most + 1])
    .range([span.base, span.top])
    .nice(lines);
  const [low = 0] = y.domain();
  return { y, ticks: y.ticks(lines).filter((tick) => tick > low) };
}
