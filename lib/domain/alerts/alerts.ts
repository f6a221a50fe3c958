import type { AlertDetail, alerts } from "@/lib/db/tables/alerts";
import { limits } from "@/lib/measure/request-limits";
import type { AlertKind } from "@/lib/platform/alert-kinds";
import { instantAt, localOf, plusDays } from "@/lib/platform/time";

/* What raises an alert and what resolves it. Pure. */

type Kind = {
  /** The threshold where nobody chose one; null where the kind has none. */
  threshold: number | null;
  /** Its unit and bounds. */
  unit: "percent" | "milliseconds" | "times" | "days" | "people" | null;
  least: number;
  most: number;
  /** Something to be glad of, with nothing to do. */
  milestone?: true;
};
const none = { threshold: null, unit: null, least: 0, most: 0 } as const;

/**
 * `error_rate`, `slow_requests`: of the last 5 whole minutes, as the page System judges them. `failed_processing`: so many runs of the jobs that process
 * events failed in them. `bus_lost`: Redis does not answer. `database_lost`: the database did not answer for a minute; stored once it does again.
 * `low_attendance`: fewer of the registered attended an ended session. `quiet_learner`: a learner at risk, after so many days. Milestones: the first
 * session of its instructor that so many attended; the best score of an instructor's sessions of a format; a class of which all have completed the course.
 */
export const kinds: Record<AlertKind, Kind> = {
  error_rate: { threshold: limits.error_rate, unit: "percent", least: 0.1, most: 100 },
  slow_requests: { threshold: limits.p95_ms, unit: "milliseconds", least: 50, most: 60_000 },
  failed_processing: { threshold: 3, unit: "times", least: 1, most: 1000 },
  bus_lost: none,
  database_lost: none,
  low_attendance: { threshold: 50, unit: "percent", least: 1, most: 100 },
  quiet_learner: { threshold: 7, unit: "days", least: 1, most: 90 },
  many_attended: { threshold: 100, unit: "people", least: 10, most: 100_000, milestone: true },
  best_session: { ...none, milestone: true },
  class_completed: { ...none, milestone: true },
};

/** What an alert is about. */
export type Subject = Pick<
  typeof alerts.$inferSelect,
  "kind" | "school_id" | "session_id" | "course_id" | "class_id" | "user_id"
>;

/** What holds now, since when it is as it is, and what was measured. */
export type Held = Subject & {
  value: number | null;
  threshold: number | null;
  detail: AlertDetail;
  happened_at: Date;
  /** Since when its rule is as it is. */
  since: Date;
};

const dayMs = 86_400_000;
/** What happened longer ago is no news: nothing is raised for it, as when an old report is imported, and what is open of a session or class ends. */
export const newsMs = 7 * dayMs;
/** What ends and begins again within this time is the same alert. */
export const flapMs = 5 * 60_000;

/** Whether it happened since its rule is as it is, and not long ago. */
export const isNews = ({ happened_at, since }: Pick<Held, "happened_at" | "since">, now: Date): boolean =>
  happened_at >= since && now.getTime() - happened_at.getTime() <= newsMs;

/** What is about the same is equal. */
export const subjectKey = ({ kind, session_id, course_id, class_id, user_id }: Subject): string =>
  [kind, session_id, course_id, class_id, user_id].map((part) => part ?? "-").join(" ");

type Stored = Subject & { id: string; resolved_at: Date | null };

/**
 * What an evaluation changes. `stored`: the open alerts, and those that were resolved in the last minutes; `held`: all that holds, whether it is
 * open or not.
 */
export function changesOf(stored: readonly Stored[], held: readonly Held[], now: Date) {
  const heldKeys = new Set(held.map(subjectKey));
  const open = stored.filter(({ resolved_at }) => resolved_at === null);
  const openKeys = new Set(open.map(subjectKey));
  const recent = new Map(
    stored
      .filter(({ resolved_at }) => resolved_at && now.getTime() - resolved_at.getTime() <= flapMs)
      .map((one) => [subjectKey(one), one.id]),
  );
  const begun = held.filter((one) => !openKeys.has(subjectKey(one)));
  return {
    resolve: open.filter((one) => !heldKeys.has(subjectKey(one))).map(({ id }) => id),
    reopen: begun.flatMap((one) => recent.get(subjectKey(one)) ?? []),
    raise: begun.filter((one) => !recent.has(subjectKey(one)) && isNews(one, now)),
  };
}

/** From when to when of the day nothing is sent, as `22:00` and `07:00`; both or none. */
export type QuietHours = { quiet_from: string | null; quiet_to: string | null };

/**
 * When the quiet hours in which an instant lies are over; null outside of them. They begin and end by the clock of the zone, so that a night in which
 * it changes is an hour shorter or longer.
 */
export function quietUntil(now: Date, { quiet_from, quiet_to }: QuietHours, timeZone: string): Date | null {
  if (quiet_from === null || quiet_to === null || quiet_from === quiet_to) return null;
  const { day, time } = localOf(now, timeZone);
  const isOvernight = quiet_from > quiet_to;
  const isQuiet = isOvernight ? time >= quiet_from || time < quiet_to : time >= quiet_from && time < quiet_to;
  if (!isQuiet) return null;
  const endsOn = isOvernight && time >= quiet_from ? plusDays(day, 1) : day;
  return instantAt(endsOn, quiet_to, timeZone);
}
