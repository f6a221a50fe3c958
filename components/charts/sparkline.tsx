import { linePath } from "./spark-path";

type Props = {
  /** Values at equal steps. */
  values: readonly number[];
  /** The value at the top edge. */
  max: number;
  width?: number;
  height?: number;
};

/** A small curve for a table's cell: area and its line, no axes. Its row's numbers say the same in words. */
export function Sparkline({ values, max, width = 112, height = 28 }: Props) {
  if (values.length === 0) return null;
  const line = linePath(values, max, width, height - 1);
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <path className="area" d={`${line}V${height - 1}H0Z`} />
      <path className="curve" d={line} style={{ strokeWidth: 1.25 }} />
      <path className="base-line" d={`M0 ${height - 0.5}H${width}`} />
    </svg>
  );
}
