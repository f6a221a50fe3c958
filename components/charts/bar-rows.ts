import type { Language } from "@/lib/language/language";
import { shares } from "@/lib/measure/rounding";
import type { BarRow } from "./bars";

/** More rows than this make the page too long; the CSV and the API have them all. */
export const barRowsMax = 6;

const total = (rows: readonly { value: number }[]) => rows.reduce((sum, { value }) => sum + value, 0);

/** Counts as bars, the largest first; those after the sixth are summed as "others", which is never one alone. */
export function countBars(
  rows: readonly Pick<BarRow, "key" | "label" | "value">[],
  { t, count, percent, compareNames }: Language,
): BarRow[] {
  const sorted = rows.toSorted((a, b) => b.value - a.value || compareNames(a.label, b.label));
  const named = sorted.length <= barRowsMax ? sorted : sorted.slice(0, barRowsMax - 1);
  const rest = sorted.slice(named.length);
  const others = rest.length
    ? [{ key: "…", label: t("charts.others", { count: rest.length }), value: total(rest) }]
    : [];
  const shown = [...named, ...others];
  const ofAll = shares(shown.map(({ value }) => value));
  return shown.map((row, index) => ({
    ...row,
    valueText: count(row.value),
    shareText: percent(ofAll[index]),
  }));
}
