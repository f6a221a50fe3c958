import { AppError, fieldError } from "@/lib/platform/errors";
import { begunAt, closesAfterMs, type SessionTimes } from "./session";

/* A session's life: scheduled → live → ended, or cancelled. What the buttons do, and which times may stand. */

/** A session lasts a day at most. */
const lengthMaxMs = 24 * 3_600_000;

export type LifeAction = "start" | "end" | "reopen";

/**
 * The times after a button was pressed at `now`. Pressing one that has been pressed changes nothing. Throws `conflict` where
 * the session's life does not go that way.
 */
export function lifeAfter(times: SessionTimes, action: LifeAction, now: Date): SessionTimes {
  const closes = new Date(times.scheduled_end.getTime() + closesAfterMs);
  if (times.status === "cancelled") throw new AppError("conflict", "This session was cancelled.");
  if (action === "start") {
    if (times.status === "live") return times;
    if (times.status === "ended") throw new AppError("conflict", "This session has ended already.");
    // It would be closed as soon as it was opened.
    if (now >= closes)
      throw new AppError("conflict", "The time of this session is over: give it another schedule first.");
    return { ...times, status: "live", started_at: now };
  }
  if (action === "end") {
    if (times.status === "ended") return times;
    if (times.status === "scheduled") throw new AppError("conflict", "This session has not started.");
    const endedAt = now < closes ? now : closes;
    const startedAt = begunAt(times);
    return { ...times, status: "ended", ended_at: endedAt > startedAt ? endedAt : startedAt };
  }
  if (times.status === "live") return times;
  if (times.status === "scheduled") throw new AppError("conflict", "This session has not started.");
  if (now >= closes)
    throw new AppError("conflict", "It ended too long ago: an hour after the schedule it stays ended.");
  return { ...times, status: "live", ended_at: null };
}

/** Throws `invalid`, naming the field, unless these times are in order, a day long at most, and what has been is past. */
export function assertTimes(times: SessionTimes, now: Date): void {
  const apart = (from: Date, to: Date) => to.getTime() - from.getTime();
  const planned = apart(times.scheduled_start, times.scheduled_end);
  if (planned <= 0 || planned > lengthMaxMs)
    throw fieldError("scheduled_end", "must be after the start, by a day at most");
  if (times.started_at && times.started_at > now) throw fieldError("started_at", "must not lie ahead");
  if (times.ended_at && times.ended_at > now) throw fieldError("ended_at", "must not lie ahead");
  if (times.status !== "ended" || (!times.started_at && !times.ended_at)) return;
  const actual = apart(begunAt(times), times.ended_at ?? times.scheduled_end);
  if (actual < 0 || actual > lengthMaxMs)
    throw fieldError(times.ended_at ? "ended_at" : "started_at", "must be after the start, by a day at most");
}
