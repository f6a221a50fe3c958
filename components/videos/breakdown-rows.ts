import { barRowsMax, countBars } from "@/components/charts/bar-rows";
import type { BarRow } from "@/components/charts/bars";
import type { DeliveredAnswer, VideoAnswer } from "@/lib/domain/videos/schema";
import type { Language } from "@/lib/language/language";
import { duration, percent, plural } from "@/lib/platform/format";

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

/** The rows of one breakdown as bars, the unknown as "Unknown". */
export const breakdownBars = (
  dimension: keyof typeof names,
  rows: readonly Pick<ViewRow, "value" | "views">[],
  language: Language,
): BarRow[] =>
  countBars(
    rows.map(({ value, views }) => ({
      key: value ?? "",
      label: value ? (names[dimension](value) ?? value) : "Unknown",
      value: views,
    })),
    language,
  );

/** Delivered minutes by country as bars. */
export const deliveredBars = (rows: DeliveredAnswer["by_country"], language: Language): BarRow[] =>
  breakdownBars(
    "country",
    rows.map(({ value, delivered_minutes }) => ({ value, views: Math.round(delivered_minutes) })),
    language,
  );

/** Watch time by picture height, the largest first. */
export function qualityBars(rows: readonly QualityRow[]): BarRow[] {
  return [...rows]
    .sort((a, b) => b.watch_time_seconds - a.watch_time_seconds)
    .slice(0, barRowsMax)
    .map((row) => ({
      key: row.value ?? "",
      label: row.value ? `${row.value} lines` : "Unknown",
      value: row.watch_time_seconds,
      valueText: duration(row.watch_time_seconds),
      shareText: percent(row.percentage),
    }));
}

/** What shows that the views were played; null where none was. */
export function proofText(rows: readonly ViewRow[]): string | null {
  const views = new Map(rows.map((row) => [row.value, row.views]));
  const parts = [
    ["ranges", "exact to the second"],
    ["positions", "shown by the player's positions"],
    ["reported", "only reported by the player"],
  ].flatMap(([proof, words]) => {
    const number = views.get(proof!) ?? 0;
    return number > 0 ? [`${plural(number, "view")} ${words}`] : [];
  });
  return parts.length > 0 ? parts.join(", ") : null;
}
