import { DayBars } from "@/components/charts/day-bars";
import { plural } from "@/lib/platform/format";
import { shortDay } from "@/lib/platform/format-dates";
import type { Day } from "@/lib/platform/time";
import { dayWindow } from "./day-window";

type Props = {
  title: string;
  rows: readonly { day: Day; views: number }[];
  /** The window, both days included. */
  from: Day;
  to: Day;
};

/** Views by day over a window of days. */
export function DaysChart({ title, rows, from, to }: Props) {
  const days = dayWindow(rows, from, to);
  const total = days.reduce((sum, day) => sum + day.value, 0);
  return (
    <div>
      <h3 className="mb-3 text-body font-semibold">{title}</h3>
      {total === 0 ? (
        <p className="text-small text-ink-2">
          No views from {shortDay(from)} to {shortDay(to)}.
        </p>
      ) : (
        <DayBars
          days={days}
          label={`Views by day, ${shortDay(from)} to ${shortDay(to)}: ${plural(total, "view")}`}
          valueText={(value) => plural(value, "view")}
          peakText={(day) => `${day.value}, ${shortDay(day.day)}`}
          dayText={shortDay}
        />
      )}
    </div>
  );
}
