import { type Day, daysInclusive, plusDays } from "@/lib/platform/time";

/*
 * A range of days as a calendar: one column per week, one row per weekday. Weeks begin on Monday.
 */

export type DayValue = { day: Day; value: number };
export type CalendarCell = DayValue & {
  /** Weeks after the first, and days after Monday. */
  week: number;
  weekday: number;
};

/** Days after Monday. */
export function weekdayOf(day: Day): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** One cell a day from `from` to `to`, both included; a day without a value has none. */
export function calendarCells(days: readonly DayValue[], from: Day, to: Day): CalendarCell[] {
  const values = new Map(days.map(({ day, value }) => [day, value]));
  const before = weekdayOf(from);
  return Array.from({ length: Math.max(0, daysInclusive(from, to)) }, (_, index) => {
    const day = plusDays(from, index);
    return {
      day,
      value: values.get(day) ?? 0,
      week: Math.floor((before + index) / 7),
      weekday: (before + index) % 7,
    };
  });
}

/** The cell at a place of the calendar, as an index of its days; null before the first and after the last. */
export function cellAt(cells: readonly CalendarCell[], week: number, weekday: number): number | null {
  const index = week * 7 + weekday - (cells[0]?.weekday ?? 0);
  return weekday >= 0 && weekday < 7 && index >= 0 && index < cells.length ? index : null;
}

/** The weeks in which a month begins and that leave room for its name, as its first day. */
export function monthStarts(
  cells: readonly CalendarCell[],
  weeksApart: number,
): { week: number; day: Day }[] {
  const out: { week: number; day: Day }[] = [];
  for (const { day, week } of cells) {
    if (!day.endsWith("-01")) continue;
    const last = out.at(-1);
    if (!last || week - last.week >= weeksApart) out.push({ week, day });
  }
  return out;
}
