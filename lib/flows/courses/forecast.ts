import "server-only";
import { completedParts, lastDayOf } from "@/lib/domain/courses/analysis/completed-parts";
import type { CompletionWeeks } from "@/lib/domain/courses/analysis/schema";
import { mondayOf, wholeWeeksBefore } from "@/lib/domain/learning/cohorts";
import { forecastOf } from "@/lib/measure/forecast";
import { oneDecimal } from "@/lib/measure/rounding";
import { type Day, dayOf, daysInclusive, plusDays } from "@/lib/platform/time";

/** A forecast reads at most so many weeks. */
const historyWeeks = 52;
/** Without an end, and of one that is farther than can be forecast. */
const usualWeeks = 4;
const weeksMax = 16;

/** The share of parts that were completed by the end of each week, from the first week with any. */
function shares(parts: readonly { day: Day | null; parts: number }[], mondays: readonly Day[]) {
  const total = parts.reduce((sum, one) => sum + one.parts, 0);
  const weeks = mondays.map((week) => {
    const until = plusDays(week, 6);
    const done = parts.reduce(
      (sum, one) => (one.day !== null && one.day <= until ? sum + one.parts : sum),
      0,
    );
    return { until, percentage: total === 0 ? 0 : (100 * done) / total };
  });
  const begun = weeks.findIndex(({ percentage }) => percentage > 0);
  return begun < 0 ? [] : weeks.slice(begun);
}

/**
 * How much of a course its learners have completed by the end of each whole week, and how much they are expected to have by its end, or in four weeks. Of the parts
 * that there are today, so that the share can only rise.
 */
export async function completionForecast(
  course: { id: string; time_zone: string },
  filter: string | null,
  now: Date,
): Promise<CompletionWeeks> {
  const today = dayOf(now, course.time_zone);
  const [parts, ends_on] = await Promise.all([completedParts(course, filter), lastDayOf(course, filter)]);
  const weeks = shares(parts, wholeWeeksBefore(today, historyWeeks));
  const last = plusDays(mondayOf(today), -7);
  const ahead = ends_on === null ? 0 : (daysInclusive(last, mondayOf(ends_on)) - 1) / 7;
  const steps = ahead >= 1 && ahead <= weeksMax ? ahead : usualWeeks;
  return {
    ends_on,
    weeks: weeks.map(({ until, percentage }) => ({ until, percentage: oneDecimal(percentage) })),
    forecast: forecastOf(
      weeks.map(({ percentage }) => percentage),
      steps,
      { most: 100, rising: true },
    ).map(({ ahead, expected, low, high, compared, mean_error }) => ({
      until: plusDays(last, 7 * ahead + 6),
      ...{ expected_percentage: oneDecimal(expected) },
      ...{ low_percentage: oneDecimal(low), high_percentage: oneDecimal(high) },
      ...{ compared, mean_error_points: oneDecimal(mean_error) },
    })),
  };
}
