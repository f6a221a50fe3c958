import { begunAt, closesAfterMs, type SessionTimes } from "./session";

/**
 * The times of a session that nobody ended. One that was live ends at its last heartbeat, neither before it began nor after
 * the hour in which it stays open, and at its schedule where nobody was ever heard. One that nobody started either has taken
 * place as planned: its actual times stay unknown. `last_heard` in epoch milliseconds.
 */
export function closed(times: SessionTimes, lastHeard: number | null): SessionTimes {
  if (times.status === "scheduled") return { ...times, status: "ended" };
  const began = begunAt(times).getTime();
  const planned = times.scheduled_end.getTime();
  const last = Math.min(lastHeard ?? planned, planned + closesAfterMs);
  return { ...times, status: "ended", ended_at: new Date(Math.max(began, last)) };
}
