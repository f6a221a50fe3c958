import { type Interval, wilson } from "@/lib/measure/evidence";
import { type Day, dayOf, daysInclusive, plusDays } from "@/lib/platform/time";
import { named, type Practice } from "./practice";

/* Areas to improve: how often sessions name them, whether that changes, and which to begin with. */

/** Sessions on each side of a comparison. */
export const areaSessions = 12;

/** `more`, `less`, `none`: named more often, less often, or no longer, beyond chance; `same`: no clear change; `too_few`: not enough sessions yet. */
export type AreaDirection = "more" | "less" | "none" | "same" | "too_few";

export type Area = {
  key: string;
  /** As the latest session spells it. */
  area: string;
  /** Whether each of the last 24 sessions named it, the oldest first; null before it was first named. */
  cells: (boolean | null)[];
  /** In how many of the 12 sessions before the last 12; null where it was first named later. */
  before: number | null;
  /** In how many of the last 12, or of those since it was first named. */
  last: number;
  last_of: number;
  direction: AreaDirection;
  last_named_at: Date;
};

/**
 * The areas that a learner's sessions name, the oldest session first. An area counts from the session that first named it: the app may not have
 * looked for it before. Its last 12 sessions differ from the 12 before only if their Wilson intervals are apart.
 */
export function areasOf(sessions: readonly Practice[]): Area[] {
  const namedIn = sessions.map(({ areas_to_improve }) => named(areas_to_improve));
  const keys = new Set(namedIn.flatMap((names) => [...names.keys()]));
  const first = sessions.length - 2 * areaSessions;
  return [...keys].map((key): Area => {
    const names = (index: number) => namedIn[index]!.has(key);
    const indexes = sessions.map((_, index) => index).filter(names);
    const [since, latest] = [indexes[0]!, indexes.at(-1)!];
    const of = sessions.length - since;
    const count = (from: number, to: number) => indexes.filter((index) => index >= from && index < to).length;
    const compared = of >= 2 * areaSessions;
    const last_of = Math.min(areaSessions, of);
    const last = count(sessions.length - last_of, sessions.length);
    const before = compared ? count(first, first + areaSessions) : null;
    return {
      ...{ key, area: namedIn[latest]!.get(key)!, before, last, last_of },
      cells: Array.from({ length: 2 * areaSessions }, (_, cell) =>
        first + cell < since ? null : names(first + cell),
      ),
      direction: before === null ? "too_few" : directionOf(before, last),
      last_named_at: sessions[latest]!.created_at,
    };
  });
}

/** Whether two intervals have nothing in common. */
const areApart = (a: Interval, b: Interval): boolean => a.low > b.high || b.low > a.high;

function directionOf(before: number, last: number): AreaDirection {
  const [a, b] = [before, last].map((part) => wilson({ part, of: areaSessions })) as [Interval, Interval];
  if (!areApart(a, b)) return "same";
  if (last > before) return "more";
  return last === 0 ? "none" : "less";
}

/** The days of a warm-up, with today. */
export const warmUpDays = 7;
const focusMax = 5;

export type FocusArea = {
  key: string;
  area: string;
  weight: number;
  /** How many of the sessions of these days name it, of how many. */
  sessions: number;
  of: number;
  last_named_on: Day;
};

/**
 * What a session's age in days counts in a warm-up: 1 today, 6/7 yesterday, 1/7 six days ago. It reaches 0 where the week ends, so that no area
 * disappears from one day to the next while it is still important; the sum over sessions weighs how recent and how often at once.
 */
export const recencyWeight = (age: number): number => Math.max(0, 1 - age / warmUpDays);

/** The areas to begin with: those of the last seven days, the largest sum of the sessions' weights first. */
export function focusAreas(sessions: readonly Practice[], now: Date, timeZone: string): FocusArea[] {
  const today = dayOf(now, timeZone);
  const from = plusDays(today, 1 - warmUpDays);
  const recent = sessions
    .map((session) => ({ ...session, day: dayOf(session.created_at, timeZone) }))
    .filter(({ day }) => day >= from && day <= today);
  const areas = new Map<string, FocusArea>();
  for (const { day, areas_to_improve } of recent)
    for (const [key, area] of named(areas_to_improve)) {
      const before = areas.get(key) ?? { weight: 0, sessions: 0, last_named_on: day };
      areas.set(key, {
        ...{ key, area, of: recent.length },
        weight: before.weight + recencyWeight(daysInclusive(day, today) - 1),
        sessions: before.sessions + 1,
        last_named_on: day > before.last_named_on ? day : before.last_named_on,
      });
    }
  return [...areas.values()]
    .sort((a, b) => b.weight - a.weight || b.sessions - a.sessions || (a.key < b.key ? -1 : 1))
    .slice(0, focusMax);
}
