import type { DigestKind } from "@/lib/platform/alert-kinds";
import { type Day, dayOf, instantAt, plusDays } from "@/lib/platform/time";

/* The week or month of which a digest tells. Pure. */

/** Its first and last day, and those of the one before. */
export type DigestPeriod = { kind: DigestKind; from: Day; to: Day; before: { from: Day; to: Day } };

/** When a digest is sent: at this hour of the day after its period, by the school's clock. */
const sentAt = "07:00";

const weekday = (day: Day) => new Date(`${day}T00:00:00Z`).getUTCDay();
const firstOfMonth = (day: Day): Day => `${day.slice(0, 7)}-01`;
const monthBefore = (first: Day): Day => firstOfMonth(plusDays(first, -1));

/** The week that begins on a Monday, or the month that begins on its first. */
function beginningOn(kind: DigestKind, from: Day): DigestPeriod {
  if (kind === "week")
    return {
      ...{ kind, from, to: plusDays(from, 6) },
      before: { from: plusDays(from, -7), to: plusDays(from, -1) },
    };
  const next = firstOfMonth(plusDays(from, 31));
  return {
    ...{ kind, from, to: plusDays(next, -1) },
    before: { from: monthBefore(from), to: plusDays(from, -1) },
  };
}

/** The last week or month that is over on a day. */
export function lastPeriod(kind: DigestKind, today: Day): DigestPeriod {
  if (kind === "month") return beginningOn(kind, monthBefore(firstOfMonth(today)));
  return beginningOn(kind, plusDays(today, -((weekday(today) + 6) % 7) - 7));
}

/** When its digest is sent. */
export const dueAt = ({ to }: Pick<DigestPeriod, "to">, timeZone: string): Date =>
  instantAt(plusDays(to, 1), sentAt, timeZone);

/** The last week or month whose digest is due by now. */
export function lastDue(kind: DigestKind, now: Date, timeZone: string): DigestPeriod {
  const today = dayOf(now, timeZone);
  const last = lastPeriod(kind, today);
  return dueAt(last, timeZone) <= now ? last : lastPeriod(kind, last.to);
}

/** How its page's address names it: `2026-11-23` the week that begins on this Monday, `2026-11` the month. */
export const periodName = ({ kind, from }: Pick<DigestPeriod, "kind" | "from">): string =>
  kind === "week" ? from : from.slice(0, 7);

/** The period of such a name; null for none, and for one that is not over yet. */
export function namedPeriod(name: string, today: Day): DigestPeriod | null {
  const kind = /^\d{4}-\d{2}-\d{2}$/.test(name) ? "week" : /^\d{4}-\d{2}$/.test(name) ? "month" : null;
  if (!kind || name < "2000" || name > today) return null;
  const from = kind === "week" ? name : `${name}-01`;
  if (Number.isNaN(Date.parse(`${from}T00:00:00Z`))) return null;
  const period = beginningOn(kind, from);
  // A day that does not exist is written as another one.
  if (plusDays(from, 0) !== from || (kind === "week" && weekday(from) !== 1)) return null;
  return period.to < today ? period : null;
}
