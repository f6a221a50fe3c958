import { type Day, dayOf, plusDays, startOfDayInstant } from "@/lib/platform/time";
import { indexAt, type Random, runningSums } from "./distributions";

/** The playbacks are spread over this many days, today included. */
export const calendarDays = 120;
const hourMs = 3_600_000;

/** How much is watched in each hour of a day, midnight first: mostly in the evening, on weekends also late in the morning. */
const schoolHours = [
  0.25, 0.1, 0.04, 0.02, 0.02, 0.03, 0.12, 0.35, 0.6, 0.8, 0.9, 0.9, 0.7, 0.8, 1, 1, 1.1, 1.2, 1.1, 1.3, 1.9,
  2.3, 1.7, 0.8,
];
const freeHours = [
  0.5, 0.25, 0.1, 0.04, 0.02, 0.02, 0.04, 0.1, 0.3, 0.6, 1, 1.3, 1, 0.8, 1.1, 1.3, 1.3, 1.2, 1, 1, 1.4, 1.6,
  1.2, 0.8,
];
const schoolHourSums = runningSums(schoolHours);
const freeHourSums = runningSums(freeHours);

/** Monday first. */
const weekdayWeight = [1.1, 1.08, 1, 1.02, 0.7, 0.5, 0.92];

/** Weeks before this one in which nobody has class, and before which there are tests. */
const holidayWeeksAgo = 6;
const testWeeksAgo = 7;

/** The days that the demo covers, in one school's zone. Times are milliseconds. */
export type Calendar = {
  now: number;
  time_zone: string;
  days: Day[];
  /** When each day begins; one more than the days: the end of today. */
  starts: number[];
  /** 0 is Monday. */
  weekdays: number[];
  /** How much is watched on each day, whatever the video. */
  weights: number[];
};

export function makeCalendar(now: Date, timeZone: string): Calendar {
  const today = dayOf(now, timeZone);
  const days = Array.from({ length: calendarDays }, (_, i) => plusDays(today, i + 1 - calendarDays));
  const starts = [...days, plusDays(today, 1)].map((day) => startOfDayInstant(day, timeZone).getTime());
  const weekdays = days.map((day) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7);
  const mondays = calendarDays - 1 - weekdays.at(-1)!;
  const weights = days.map((_, i) => {
    const weeksAgo = Math.ceil((mondays - i) / 7);
    const term = 0.65 + (0.35 * i) / calendarDays;
    const week = weeksAgo === holidayWeeksAgo ? 0.2 : weeksAgo === testWeeksAgo ? 1.7 : 1;
    return weekdayWeight[weekdays[i]!]! * term * week;
  });
  // Today is not over.
  const last = calendarDays - 1;
  weights[last]! *= hoursBefore(now.getTime() - starts[last]!, weekdays[last]!);
  return { now: now.getTime(), time_zone: timeZone, days, starts, weekdays, weights };
}

const hourSums = (weekday: number) => (weekday >= 5 ? freeHourSums : schoolHourSums);

/** The share of a day's viewing that lies before this much of it has passed. */
function hoursBefore(milliseconds: number, weekday: number): number {
  const sums = hourSums(weekday);
  const hour = Math.min(23, Math.floor(milliseconds / hourMs));
  const before = sums[hour - 1] ?? 0;
  const within = Math.min(1, milliseconds / hourMs - hour) * (sums[hour]! - before);
  return (before + within) / sums[23]!;
}

/** The school's day in which an instant of the calendar falls. */
export function calendarDay(calendar: Calendar, time: number): Day {
  const next = calendar.starts.findIndex((start) => start > time);
  return calendar.days[Math.max(0, next - 1)]!;
}

/**
 * When a course has its class in a week: on `classDay` (1 is Monday), `hour` hours after midnight. Weeks before the holiday are one
 * further back, since it has no class. A negative week is in the future.
 */
export function classAt(calendar: Calendar, weeksAgo: number, classDay: number, hour = 16): Date {
  const back = weeksAgo >= holidayWeeksAgo ? weeksAgo + 1 : weeksAgo;
  const monday = -calendar.weekdays.at(-1)!;
  const day = plusDays(calendar.days.at(-1)!, monday - 7 * back + classDay - 1);
  return new Date(startOfDayInstant(day, calendar.time_zone).getTime() + hour * hourMs);
}

/** When a video is watched, between its publication and now. */
export type Rhythm = {
  published_at: number;
  calendar: Calendar;
  sums: number[];
};

/** Most is watched on the day after publication, then less and less; more after each week's class and before the tests. */
export function rhythmOf(calendar: Calendar, publishedAt: Date, classDay: number): Rhythm {
  const published = publishedAt.getTime();
  const sums = runningSums(
    calendar.weights.map((weight, i) => {
      if (calendar.starts[i + 1]! <= published) return 0;
      const age = Math.max(0, (calendar.starts[i]! - published) / (24 * hourMs));
      const fresh = calendar.starts[i]! <= published ? 0.5 : age < 1 ? 3.2 : 1.5 * Math.exp(-age / 9);
      // `class_day` counts from 1, weekdays from 0: equal numbers mean the day after.
      const afterClass = calendar.weekdays[i] === classDay % 7 ? 1.7 : 1;
      return weight * afterClass * (fresh + 0.14);
    }),
  );
  return { published_at: published, calendar, sums };
}

/** One instant, in milliseconds; `until` (0–1) leaves out the calendar's days after that share of them. */
export function drawInstant(random: Random, rhythm: Rhythm, until = 1): number {
  const { calendar, sums } = rhythm;
  const all = sums.at(-1) ?? 0;
  const limit = sums[Math.max(0, Math.ceil(until * sums.length) - 1)] ?? all;
  // A viewer who gave up before the video was published still watches it once.
  const day = indexAt(sums, limit > 0 ? (random() * limit) / all : random());
  const weekday = calendar.weekdays[day]!;
  const passed =
    day === calendar.days.length - 1 ? hoursBefore(calendar.now - calendar.starts[day]!, weekday) : 1;
  const hour = indexAt(hourSums(weekday), random() * passed);
  const end = Math.min(calendar.now, calendar.starts[day + 1]!);
  const time = calendar.starts[day]! + (hour + random()) * hourMs;
  if (time >= rhythm.published_at && time < end) return Math.round(time);
  // The hour is shorter at a clock change, at publication and now.
  const begin = Math.max(calendar.starts[day]!, rhythm.published_at);
  return Math.round(begin + random() * Math.max(0, end - begin - 1));
}
