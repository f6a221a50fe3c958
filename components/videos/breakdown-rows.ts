import type { BarRow } from "@/components/charts/bars";
import type { VideoAnswer } from "@/lib/domain/videos/schema";
import { count, duration, percent } from "@/lib/platform/format";

/** More rows than this make the page too long; the CSV and the API have them all. */
const rowsMax = 6;

type ViewRow = VideoAnswer["by_device"][number];
type QualityRow = VideoAnswer["by_quality"][number];

const devices: Record<string, string> = { desktop: "Computer", mobile: "Phone", tablet: "Tablet" };
const regions = new Intl.DisplayNames("en", { type: "region", fallback: "code" });

/** The names of a dimension's values; a value without a name is shown unchanged. */
const names = {
  device: (value: string) => devices[value],
  browser: () => undefined,
  os: () => undefined,
  country: (code: string) => (/^[A-Z]{2}$/.test(code) ? regions.of(code) : undefined),
  referrer: () => undefined,
} as const;

/** The rows of one breakdown as bars: the largest first, those after the sixth summed as "others", the unknown as "Unknown". */
export function breakdownBars(dimension: keyof typeof names, rows: readonly ViewRow[]): BarRow[] {
  const sorted = [...rows].sort((a, b) => b.views - a.views);
  const bars = shown(sorted).map((row) => ({
    key: row.value ?? "",
    label: row.value ? (names[dimension](row.value) ?? row.value) : "Unknown",
    value: row.views,
    valueText: count(row.views),
    shareText: percent(row.percentage),
  }));
  const rest = sorted.slice(bars.length);
  if (rest.length === 0) return bars;
  const views = sum(rest, (row) => row.views);
  const all = sum(sorted, (row) => row.views);
  return [
    ...bars,
    {
      key: "…",
      label: `${rest.length} others`,
      value: views,
      valueText: count(views),
      shareText: percent(all > 0 ? (views / all) * 100 : null),
    },
  ];
}

/** Watch time by picture height, the largest first. */
export function qualityBars(rows: readonly QualityRow[]): BarRow[] {
  return [...rows]
    .sort((a, b) => b.watch_time_seconds - a.watch_time_seconds)
    .slice(0, rowsMax)
    .map((row) => ({
      key: row.value ?? "",
      label: row.value ? `${row.value} lines` : "Unknown",
      value: row.watch_time_seconds,
      valueText: duration(row.watch_time_seconds),
      shareText: percent(row.percentage),
    }));
}

/** Six rows, or five and the others: never "1 others". */
function shown<T>(rows: readonly T[]): readonly T[] {
  return rows.length <= rowsMax ? rows : rows.slice(0, rowsMax - 1);
}

function sum<T>(rows: readonly T[], value: (row: T) => number): number {
  return rows.reduce((total, row) => total + value(row), 0);
}
