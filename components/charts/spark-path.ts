/** An SVG path through values at equal steps across the width, 0 at `height` and `max` at 0; values past `max` are cut at the edge. */
export function linePath(values: readonly number[], max: number, width: number, height: number): string {
  if (values.length === 0 || max <= 0) return "";
  const x = (index: number) => (values.length === 1 ? 0 : (index / (values.length - 1)) * width);
  const y = (value: number) => height - (Math.max(0, Math.min(max, value)) / max) * height;
  const points = values.map((value, index) => `${round(x(index))},${round(y(value))}`);
  if (values.length === 1) points.push(`${round(width)},${round(y(values[0] ?? 0))}`);
  return `M${points.join("L")}`;
}

const round = (value: number) => Math.round(value * 10) / 10;
