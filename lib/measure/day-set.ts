import { type Day, plusDays } from "@/lib/platform/time";
import { pairs, type Ranges, range, union } from "./ranges";

/* Sets of calendar days, as days since 1970: a calendar day has the same number in every zone. */

const dayMs = 86_400_000;
const epoch: Day = "1970-01-01";

const numberOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / dayMs;

/** The days from … to, both included. */
export const daySet = (from: Day, to: Day): Ranges => range(numberOf(from), numberOf(to) + 1);

/** The set with this day. */
export const withDay = (days: Ranges, day: Day): Ranges => union(days, daySet(day, day));

/** The runs of consecutive days of a set, the first one first. */
export const runsOf = (days: Ranges): { from: Day; to: Day; days: number }[] =>
  pairs(days).map(([from, before]) => ({
    from: plusDays(epoch, from),
    to: plusDays(epoch, before - 1),
    days: before - from,
  }));
