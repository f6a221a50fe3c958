import { barRowsMax, countBars } from "@/components/charts/bar-rows";
import type { BarRow } from "@/components/charts/bars";
import type { DeliveredAnswer, VideoAnswer } from "@/lib/domain/videos/schema";
import type { Language } from "@/lib/language/language";
import { byLanguage } from "@/lib/language/languages";

type ViewRow = VideoAnswer["by_device"][number];
type QualityRow = VideoAnswer["by_quality"][number];

const isDevice = (value: string): value is "desktop" | "mobile" | "tablet" =>
  /^(desktop|mobile|tablet)$/.test(value);
const regions = byLanguage((code) => new Intl.DisplayNames(code, { type: "region", fallback: "code" }));

/** The names of a dimension's values; a value without a name is shown unchanged. */
const names = {
  device: (value: string, { t }: Language) => (isDevice(value) ? t(`videos.breakdown.${value}`) : undefined),
  browser: () => undefined,
  os: () => undefined,
  country: (value: string, { code }: Language) =>
    /^[A-Z]{2}$/.test(value) ? regions(code).of(value) : undefined,
  referrer: () => undefined,
} as const;

/** The rows of one breakdown as bars, the unknown as "Unknown". */
export const breakdownBars = (
  dimension: keyof typeof names,
  rows: readonly Pick<ViewRow, "value" | "views" | "folded">[],
  language: Language,
): BarRow[] =>
  countBars(
    rows.map(({ value, views, folded }) => ({
      key: folded ? "folded" : (value ?? ""),
      label: folded
        ? language.t("videos.breakdown.folded")
        : value
          ? (names[dimension](value, language) ?? value)
          : language.t("videos.breakdown.unknown"),
      value: views,
    })),
    language,
  );

/** Delivered minutes by country as bars. */
export const deliveredBars = (rows: DeliveredAnswer["by_country"], language: Language): BarRow[] =>
  breakdownBars(
    "country",
    rows.map(({ value, delivered_minutes, folded }) => ({
      value,
      folded,
      views: Math.round(delivered_minutes),
    })),
    language,
  );

/** Watch time by picture height, the largest first. */
export function qualityBars(rows: readonly QualityRow[], { t, duration, percent }: Language): BarRow[] {
  return [...rows]
    .sort((a, b) => b.watch_time_seconds - a.watch_time_seconds)
    .slice(0, barRowsMax)
    .map((row) => ({
      key: row.folded ? "folded" : (row.value ?? ""),
      label: row.folded
        ? t("videos.breakdown.folded")
        : row.value
          ? t("videos.breakdown.lines", { height: row.value })
          : t("videos.breakdown.unknown"),
      value: row.watch_time_seconds,
      valueText: duration(row.watch_time_seconds),
      shareText: percent(row.percentage),
    }));
}

/** What shows that the views were played; null where none was. */
export function proofText(rows: readonly ViewRow[], { t }: Language): string | null {
  const byProof = new Map(rows.map((row) => [row.value, row.views]));
  const parts = (["ranges", "positions", "reported"] as const).flatMap((proof) => {
    const views = byProof.get(proof) ?? 0;
    return views > 0 ? [t(`videos.page.proof_${proof}`, { views })] : [];
  });
  return parts.length > 0 ? parts.join(", ") : null;
}
