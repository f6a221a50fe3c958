import type { DaysQuery } from "@/lib/domain/videos/filters";
import { dayRange, longDay } from "@/lib/platform/format-dates";

/** Which views a page counts: "all views to today", "views of 1 to 7 November 2026". */
export function daysText({ from, to }: DaysQuery): string {
  if (from && to) return `views of ${dayRange(from, to)}`;
  if (from) return `views since ${longDay(from)}`;
  return to ? `views to ${longDay(to)}` : "all views to today";
}
