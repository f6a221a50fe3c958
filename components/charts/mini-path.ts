/**
 * A stepped SVG path of people over time for a small picture: `width` pixels for `seconds`, `max` people at the top. On whole
 * pixels, a column's highest value where several fall on it, so that fifty of them weigh little. It ends at `until`.
 */
export function miniPath(
  timeline: readonly { second: number; viewers: number }[],
  box: { seconds: number; until: number; max: number; width: number; height: number },
): string {
  const { seconds, until, max, width, height } = box;
  if (timeline.length === 0 || seconds <= 0 || max <= 0) return "";
  const columns = new Map<number, number>();
  for (const { second, viewers } of timeline) {
    if (second > until) break;
    const x = Math.round((Math.max(0, second) / seconds) * width);
    columns.set(x, Math.max(columns.get(x) ?? 0, viewers));
  }
  let path = "";
  let last: number | null = null;
  for (const [x, viewers] of columns) {
    const y = Math.round(height - (Math.min(max, viewers) / max) * height);
    if (y === last) continue;
    path += last === null ? `M${x} ${y}` : `H${x}V${y}`;
    last = y;
  }
  return path && `${path}H${Math.round((Math.min(seconds, until) / seconds) * width)}`;
}
