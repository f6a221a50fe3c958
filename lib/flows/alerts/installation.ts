import "server-only";
import type { Held } from "@/lib/domain/alerts/alerts";
import { failedRunsIn, minutesWithoutDatabase, requestsIn } from "@/lib/domain/system/queries/latest";
import { minuteMs } from "@/lib/http/measurements";
import { readiness } from "@/lib/http/readiness";
import { areFailing, areSlow } from "@/lib/measure/request-limits";
import { oneDecimal, share } from "@/lib/measure/rounding";
import type { JobName } from "@/lib/platform/work";
import type { Rule } from "./rules";

/** Of so many whole minutes each alert speaks. */
const minutes = 5;
/** A process stores a minute within so much time after it is over. */
const storedMs = 15_000;
/** Minutes without the database are stored when it answers again; those of the last hour are counted. */
const hourMs = 60 * minuteMs;

/** The jobs that count what players, programs and people send. */
const processing: readonly JobName[] = [
  "sessions",
  "addresses",
  "progress",
  "gamification",
  "work",
  "bus_outbox",
];

/** Whether the event bus answers. */
export const busAnswers = async (): Promise<boolean> =>
  (await readiness()).checks.every(({ name, state }) => name !== "bus" || state === "ok");

/** What holds of the installation. */
export async function ofInstallation(
  rules: readonly Rule[],
  now: Date,
  isBusThere: () => Promise<boolean>,
): Promise<Held[]> {
  const to = new Date(Math.floor((now.getTime() - storedMs) / minuteMs) * minuteMs);
  const last = { from: new Date(to.getTime() - minutes * minuteMs), to };
  const [requests, failed, away, bus] = await Promise.all([
    requestsIn(last),
    failedRunsIn(last, processing),
    minutesWithoutDatabase({ from: new Date(now.getTime() - hourMs), to: now }),
    isBusThere(),
  ]);
  const times = { from: last.from.toISOString(), to: to.toISOString() };
  const counts = { ...times, requests: requests.requests, errors: requests.errors };
  const measured = (rule: Rule): Pick<Held, "value" | "detail" | "happened_at"> | null => {
    const limit = rule.threshold ?? 0;
    switch (rule.kind) {
      case "error_rate":
        return areFailing(requests, limit)
          ? { value: share(requests.errors, requests.requests), detail: counts, happened_at: to }
          : null;
      case "slow_requests":
        return areSlow(requests, limit)
          ? { value: oneDecimal(requests.p95_ms), detail: counts, happened_at: to }
          : null;
      case "failed_processing":
        return failed >= limit ? { value: failed, detail: times, happened_at: to } : null;
      case "bus_lost":
        return bus ? null : { value: null, detail: {}, happened_at: now };
      case "database_lost":
        return away && away.to > last.from
          ? {
              value: away.minutes,
              detail: { from: away.from.toISOString(), to: away.to.toISOString() },
              happened_at: away.to,
            }
          : null;
      default:
        return null;
    }
  };
  return rules.flatMap((rule) => {
    const one = measured(rule);
    const { kind, since, threshold } = rule;
    // Minutes before the rule was switched on say nothing.
    if (!one || (kind !== "bus_lost" && kind !== "database_lost" && last.from < since)) return [];
    return { ...nothing, kind, since, threshold, ...one };
  });
}

const nothing = { school_id: null, session_id: null, course_id: null, class_id: null, user_id: null };
