import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { oneDecimal } from "@/lib/measure/rounding";
import { fieldError } from "@/lib/platform/errors";
import { type CompareAnswer, type ComparedSession, compareSessions, withRanks } from "../compare";
import { asShares, duringSession } from "../departures";
import { comparedMetrics, eachMetric, metricOf } from "../metrics";
import type { StoredNumbers } from "../schema";
import { type Session, type SessionWindow, windowOf } from "../session";
import { storedNumbersOfAll } from "./numbers";
import { reachSession } from "./session";

/** Sessions side by side, in time order. Throws as `reachSession` does, and `invalid` for a session that has not taken place. */
export async function comparison(scope: Scope, ids: readonly string[], now: Date): Promise<CompareAnswer> {
  const sessions = await Promise.all(ids.map((id) => reachSession(scope, id)));
  const held = sessions.map((session, index) => {
    const window = windowOf(session, now);
    if (!window) throw fieldError(`session_ids[${index}]`, "this session has not taken place");
    return { session, window };
  });
  if (new Set(sessions.map(({ id }) => id)).size < sessions.length)
    throw fieldError("session_ids", "names a session twice");
  const stored = await storedNumbersOfAll(sessions, now);
  const rows = withRanks(
    held
      .map(({ session, window }) => ({
        ...compared(session, window, stored.get(session.id)!),
        left_out: session.left_out,
      }))
      .sort((a, b) => a.started_at.localeCompare(b.started_at)),
  );
  return { success: true, sessions: rows, ...compareSessions(rows) };
}

function compared(
  session: Session,
  window: SessionWindow,
  { numbers, by_percent: byPercent }: StoredNumbers,
): Omit<ComparedSession, "ranked"> {
  const length = window.to.getTime() - window.from.getTime();
  const base = numbers.attendance.total_attended;
  const drops =
    session.status === "ended" ? duringSession(numbers.drop_off_points, window) : numbers.drop_off_points;
  return {
    session_id: session.id,
    title: session.title,
    started_at: window.from.toISOString(),
    duration_minutes: oneDecimal(length / 60_000),
    format: session.format,
    total_registered: numbers.attendance.total_registered,
    registered_attended: numbers.attendance.registered_attended,
    engaged: numbers.engagement.engaged,
    rating_distribution: numbers.rating_distribution,
    course_title: session.course_title,
    series_number: session.series_number,
    series_length: session.series_length,
    metrics: eachMetric(comparedMetrics, (key) =>
      metricOf(key, numbers, { drops, hours: length / 3_600_000 }),
    ),
    retention:
      numbers.presence === "durations" || base === 0
        ? []
        : byPercent.map((viewers) => oneDecimal((viewers / base) * 100)),
    drop_offs: asShares(drops, window),
  };
}
