import { TZDate } from "@date-fns/tz";
import type { AttendanceReport, DateOrder } from "@/lib/measure/attendance-report";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import type { Delimiter } from "@/lib/platform/read-table";

/* Times as the platforms write them: split first; then the order of the date's numbers is decided over the whole file; then they become instants. */

export type WrittenTime = {
  /** The date's numbers as written, and their order if the notation fixes it (`Nov 14, 2026`). Null for a time of day alone. */
  date: { numbers: readonly [number, number, number]; order: DateOrder | null } | null;
  /** Milliseconds since midnight. */
  clock: number;
  /** Written with AM or PM. */
  half_day: boolean;
  /** Minutes ahead of UTC, if the text contains an offset. */
  offset: number | null;
};

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

const clockPattern = String.raw`(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)? ?(?:([ap])\.? ?m\.?)? ?(z|utc|gmt)? ?([+-]\d{1,2}(?::?\d{2})?)?`;
const between = "(?:,? ?t|, ?| )";
const clockOnly = new RegExp(`^${clockPattern}$`);
const numeric = new RegExp(
  String.raw`^(\d{1,4}) ?[./-] ?(\d{1,2}) ?[./-] ?(\d{4}|\d{1,2})\.?${between}${clockPattern}$`,
);
const monthFirst = new RegExp(
  String.raw`^([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})${between}${clockPattern}$`,
);
const dayFirst = new RegExp(
  String.raw`^(\d{1,2})[. -]{1,2}([a-z]{3,9})[., -]{1,2}(\d{4})${between}${clockPattern}$`,
);

function clockOf(parts: (string | undefined)[]): Omit<WrittenTime, "date"> | null {
  const [hour = "", minute = "", second = "0", fraction = "", half, utc, ahead] = parts;
  let hours = Number(hour);
  if (hours > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  // Some programs write `13:05 PM` and `00:05 AM`: then the hour decides.
  if (half && hours >= 1 && hours <= 12) hours = (hours % 12) + (half === "p" ? 12 : 0);
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, "0"));
  const clock = ((hours * 60 + Number(minute)) * 60 + Number(second)) * 1000 + milliseconds;
  const [, sign, offsetHours, offsetMinutes = "0"] = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(ahead ?? "") ?? [];
  const minutes = Number(offsetHours) * 60 + Number(offsetMinutes);
  const offset = sign ? (sign === "-" ? -minutes : minutes) : utc ? 0 : null;
  return { clock, half_day: half !== undefined, offset };
}

/** Splits a time; null when the text is not one. A date without a time of day is not one. */
export function writtenTime(text: string): WrittenTime | null {
  if (text.length > 60) return null;
  // NFKC turns the no-break spaces that browsers put before AM and PM into plain ones.
  const plain = text
    .normalize("NFKC")
    .replace(/[\u200e\u200f\u202a-\u202e"]/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .toLowerCase();

  const alone = clockOnly.exec(plain);
  if (alone) {
    const clock = clockOf(alone.slice(1));
    return clock && { date: null, ...clock };
  }
  const numbers = numeric.exec(plain);
  if (numbers) {
    const [, a = "", b = "", c = ""] = numbers;
    const clock = clockOf(numbers.slice(4));
    // Some programs write year 1 for an unknown time.
    if (!clock || a.length === 3 || /^00\d\d$/.test(a) || /^00\d\d$/.test(c)) return null;
    const order = a.length === 4 ? "ymd" : null;
    return { date: { numbers: [Number(a), Number(b), Number(c)], order }, ...clock };
  }
  const named = monthFirst.exec(plain);
  const worded = named ?? dayFirst.exec(plain);
  if (!worded) return null;
  const [, first = "", second = "", year = ""] = worded;
  const month = months.indexOf((named ? first : second).slice(0, 3)) + 1;
  const day = Number(named ? second : first);
  const clock = clockOf(worded.slice(4));
  if (!clock || month === 0) return null;
  const date = named
    ? { numbers: [month, day, Number(year)] as const, order: "mdy" as const }
    : { numbers: [day, month, Number(year)] as const, order: "dmy" as const };
  return { date, ...clock };
}

const dayMilliseconds = 86_400_000;

/** Midnight of the date in UTC; null for a date that does not exist. */
function midnight(numbers: readonly [number, number, number], order: DateOrder): number | null {
  const at = { dmy: [2, 1, 0], mdy: [2, 0, 1], ymd: [0, 1, 2] }[order];
  const [written = 0, month = 0, day = 0] = at.map((place) => numbers[place]!);
  const year = written < 100 ? 2000 + written : written;
  if (year < 1970 || year > 2199) return null;
  const midnight = new Date(Date.UTC(year, month - 1, day));
  return midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === day ? midnight.getTime() : null;
}

/** A zone's clock: maps a local time, given as if it were UTC, to its instant in epoch milliseconds; NaN for an unknown zone. */
type ZoneClock = (wall: number) => number;

const quarter = 900_000;

/** The clock of an IANA zone. Computing it is slow, so it is cached by quarters of an hour, on which all clocks change. */
export function zoneClock(timeZone: string): ZoneClock {
  const quarters = new Map<number, number>();
  return (wall) => {
    const start = wall - (wall % quarter);
    const at = getOrInsert(quarters, start, () => {
      const shown = new Date(start);
      const [year, month, day] = [shown.getUTCFullYear(), shown.getUTCMonth(), shown.getUTCDate()];
      return new TZDate(year, month, day, shown.getUTCHours(), shown.getUTCMinutes(), timeZone).getTime();
    });
    return at + (wall - start);
  };
}

const utc: ZoneClock = (wall) => wall;

/** How written times become instants: the order of dates, the zone of times without one, the day of times of day. */
export type TimeReading = { order: DateOrder; zone: ZoneClock; day?: string | undefined };

/** A day as its numbers; null when it is missing or invalid. */
export function dayNumbers(day: string | undefined): [number, number, number] | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? "") ?? [];
  return year ? [Number(year), Number(month), Number(date)] : null;
}

/** The instant in epoch milliseconds; null for a date that does not exist, or a time of day without a day. */
export function instantOf(time: WrittenTime, { order, zone, day }: TimeReading): number | null {
  const numbers = time.date?.numbers ?? dayNumbers(day);
  if (!numbers) return null;
  const start = midnight(numbers, time.date ? (time.date.order ?? order) : "ymd");
  if (start === null) return null;
  const wall = start + time.clock;
  const at = time.offset === null ? zone(wall) : wall - time.offset * 60_000;
  return Number.isNaN(at) ? null : at;
}

/** A stay, and its duration in seconds as stated by the file. */
export type WrittenStay = { from: WrittenTime; to: WrittenTime; stated_seconds: number | null };

/** Swapping day and month moves a date by at least a day, so an hour of tolerance allows only for rounding and early joins. */
const grace = 3_600_000;

/** How many stays are impossible when dates are read in this order. */
function faults(order: DateOrder, meeting: WrittenStay | null, stays: readonly WrittenStay[]): number {
  // A zone moves all instants alike; without one this is faster.
  const instant = (time: WrittenTime) => instantOf(time, { order, zone: utc });
  const start = meeting && instant(meeting.from);
  const end = meeting && instant(meeting.to);
  const isFaulty = ({ from, to, stated_seconds: statedSeconds }: WrittenStay): boolean => {
    const first = instant(from);
    const last = instant(to);
    if (first === null || last === null) return true;
    const length = last - first;
    if (length < 0 || length > dayMilliseconds) return true;
    if (statedSeconds !== null && Math.abs(length - statedSeconds * 1000) > grace) return true;
    if (start === null || end === null) return false;
    return first < start - grace || last > end + grace;
  };
  return (meeting ? [meeting, ...stays] : stays).filter(isFaulty).length;
}

/**
 * The order of the numbers in a file's dates, decided over all of them: by the notation; by a number that cannot be a month; by the
 * order in which the stays are within the meeting and as long as stated; else as `chosen`; else a guess. Null without dates.
 */
export function decideDateOrder(
  times: readonly WrittenTime[],
  evidence: { meeting: WrittenStay | null; stays: readonly WrittenStay[]; delimiter: Delimiter },
  chosen?: DateOrder | undefined,
): AttendanceReport["date_order"] {
  const dates = times.flatMap(({ date }) => (date ? [date] : []));
  const open = dates.filter(({ order }) => order === null).map(({ numbers }) => numbers);
  if (open.length === 0) {
    const order = dates[0]?.order;
    return order ? { order, certain: true } : null;
  }
  const real = (order: DateOrder) => open.filter((numbers) => midnight(numbers, order) !== null).length;
  const [dmy, mdy, ymd] = [real("dmy"), real("mdy"), real("ymd")];
  const most = Math.max(dmy, mdy, ymd);
  if (chosen === "ymd" && ymd === most) return { order: "ymd", certain: false };
  if (dmy < most && mdy < most) return { order: "ymd", certain: true };
  if (dmy !== mdy) return { order: dmy > mdy ? "dmy" : "mdy", certain: true };

  const halfDay = times.some((time) => time.half_day);
  const guess = halfDay && evidence.delimiter !== ";" ? "mdy" : "dmy";
  const preferred = chosen === "dmy" || chosen === "mdy" ? chosen : guess;
  // 05/05/2026 is the same day both ways.
  if (open.every(([first, second]) => first === second)) return { order: preferred, certain: true };
  const mismatches = {
    dmy: faults("dmy", evidence.meeting, evidence.stays),
    mdy: faults("mdy", evidence.meeting, evidence.stays),
  };
  if (mismatches.dmy === mismatches.mdy) return { order: preferred, certain: false };
  const order = mismatches.dmy < mismatches.mdy ? "dmy" : "mdy";
  return { order, certain: mismatches[order] === 0 };
}
