import type { DayValue } from "@/components/charts/calendar-points";
import { dateFormat } from "@/lib/language/dates";
import type { Language } from "@/lib/language/language";
import { type Day, plusDays } from "@/lib/platform/time";

/** One bar a day from `from` to `to`, both included; a day without views is a day with none, not a gap. */
export function dayWindow(rows: readonly { day: Day; views: number }[], from: Day, to: Day): DayValue[] {
  const views = new Map(rows.map((row) => [row.day, row.views]));
  const days: DayValue[] = [];
  for (let day = from; day <= to; day = plusDays(day, 1)) days.push({ day, value: views.get(day) ?? 0 });
  return days;
}

/** The bars of such a window, with their labels: "24 Oct". */
export function dayBars(
  rows: Parameters<typeof dayWindow>[0],
  { from, to }: { from: Day; to: Day },
  { code }: Language,
) {
  const { shortDay } = dateFormat(code);
  return dayWindow(rows, from, to).map((bar) => ({ ...bar, text: shortDay(bar.day) }));
}

/** The days of such a window with the minutes delivered and watched. */
export function minuteDays(
  delivered: readonly { day: Day; delivered_minutes: number }[],
  watched: readonly { day: Day; watch_time_seconds: number }[],
  { from, to }: { from: Day; to: Day },
  { code }: Language,
) {
  const { shortDay } = dateFormat(code);
  const minutes = new Map(delivered.map((row) => [row.day, row.delivered_minutes]));
  const seconds = new Map(watched.map((row) => [row.day, row.watch_time_seconds]));
  return dayWindow([], from, to).map(({ day }) => ({
    day,
    text: shortDay(day),
    value: Math.round(minutes.get(day) ?? 0),
    line: Math.round((seconds.get(day) ?? 0) / 60),
  }));
}

/** At least four weeks, so that a few days do not look like a habit; at most as many bars as can be distinguished. */
const daysMin = 28;
const daysMax = 120;

/** The days that a chart of views by day covers: those chosen, else from the first view to today. */
export function chartDays(
  days: { from?: Day | undefined; to?: Day | undefined },
  firstView: Day | null,
  today: Day,
): { from: Day; to: Day } {
  const to = days.to ?? today;
  const earliest = plusDays(to, 1 - daysMax);
  if (days.from) return { from: later(days.from, earliest), to };
  const fourWeeks = plusDays(to, 1 - daysMin);
  return { from: firstView && firstView < fourWeeks ? later(firstView, earliest) : fourWeeks, to };
}

const later = (a: Day, b: Day) => (a > b ? a : b);
