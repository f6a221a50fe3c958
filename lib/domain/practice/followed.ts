import { type Interval, meanInterval } from "@/lib/measure/evidence";
import { mean } from "@/lib/measure/quantiles";

/*
 * What followed after people had watched the stretch that treats an area: how often their next sessions name it, compared with those before. It is no
 * proof that watching caused it: who watches may also do other things.
 */

/** So many sessions of each person before and after are compared. */
export const followedSessions = 5;
/** Fewer people say nothing, and could be known. */
export const followedPeopleMin = 5;

/** When somebody had watched half of the stretch, and whether their sessions, the oldest first, name the area. */
export type Watcher = { watched_at: Date; sessions: readonly { at: Date; named: boolean }[] };

export type Followed =
  | { kind: "too_few"; people: number }
  | {
      kind: "less" | "more" | "same";
      people: number;
      /** The share of the sessions that name the area, 0–100. */
      before: number;
      after: number;
      /** After minus before, in percentage points, with its 95 % interval by a bootstrap over people. */
      change: number;
      interval: Interval;
    };

/** Compares each person's last five sessions before with the next five; who has fewer on either side is not counted. */
export function followedBy(watchers: readonly Watcher[]): Followed {
  const share = (sessions: Watcher["sessions"]) =>
    (sessions.filter(({ named }) => named).length / followedSessions) * 100;
  const people = watchers.flatMap(({ watched_at, sessions }) => {
    const before = sessions.filter(({ at }) => at < watched_at).slice(-followedSessions);
    const after = sessions.filter(({ at }) => at >= watched_at).slice(0, followedSessions);
    return Math.min(before.length, after.length) < followedSessions
      ? []
      : [{ before: share(before), after: share(after) }];
  });
  if (people.length < followedPeopleMin) return { kind: "too_few", people: people.length };
  const changes = people.map(({ before, after }) => after - before);
  const interval = meanInterval(changes);
  return {
    kind: interval.high < 0 ? "less" : interval.low > 0 ? "more" : "same",
    people: people.length,
    before: mean(people.map(({ before }) => before))!,
    after: mean(people.map(({ after }) => after))!,
    ...{ change: mean(changes)!, interval },
  };
}
