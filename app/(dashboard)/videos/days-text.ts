import type { DaysQuery } from "@/lib/domain/videos/filters";
import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";

/** Which views a page counts: "all views to today", "views of 1 to 7 November 2026". */
export function daysText({ from, to }: DaysQuery, { code, t }: Language): string {
  const { dayRange, longDay } = dateFormat(code);
  if (from && to) return t("videos.days.range", { range: dayRange(from, to) });
  if (from) return t("videos.days.since", { day: longDay(from) });
  return to ? t("videos.days.until", { day: longDay(to) }) : t("videos.days.all");
}
