import "server-only";
import { AppError, fieldError } from "@/lib/platform/errors";
import { begunAt, closesAt, type SessionTimes } from "../session";

/* A session's states: scheduled → live → ended, or cancelled. The buttons' effects, and the valid times. */

/** A session lasts a day at most. */
const lengthMaxMs = 24 * 3_600_000;

export type LifeAction = "start" | "end" | "reopen";

/**
 * The times after a button was pressed at `now`. Pressing it again changes nothing. Throws `conflict` where the session's status does not
 * allow it.
 */
export function lifeAfter(times: SessionTimes, action: LifeAction, now: Date): SessionTimes {
  const closes = closesAt(times);
  if (times.status === "cancelled") throw new AppError("conflict", "errors.session.cancelled");
  if (action === "start") {
    if (times.status === "live") return times;
    if (times.status === "ended") throw new AppError("conflict", "errors.session.already_ended");
    // The job would close it at once.
    if (now >= closes) throw new AppError("conflict", "errors.session.time_passed");
    return { ...times, status: "live", started_at: now };
  }
  if (action === "end") {
    if (times.status === "ended") return times;
    if (times.status === "scheduled") throw new AppError("conflict", "errors.session.not_started");
    const endedAt = now < closes ? now : closes;
    const startedAt = begunAt(times);
    return { ...times, status: "ended", ended_at: endedAt > startedAt ? endedAt : startedAt };
  }
  if (times.status === "live") return times;
  if (times.status === "scheduled") throw new AppError("conflict", "errors.session.not_started");
  if (now >= closes) throw new AppError("conflict", "errors.session.reopen_late");
  return { ...times, status: "live", ended_at: null };
}

/** Throws `invalid`, naming the field, unless these times are in order, at most a day long, and actual times are in the past. */
export function assertTimes(times: SessionTimes, now: Date): void {
  const apart = (from: Date, to: Date) => to.getTime() - from.getTime();
  const planned = apart(times.scheduled_start, times.scheduled_end);
  if (planned <= 0 || planned > lengthMaxMs) throw fieldError("scheduled_end", "errors.field.within_a_day");
  if (times.started_at && times.started_at > now) throw fieldError("started_at", "errors.field.in_future");
  if (times.ended_at && times.ended_at > now) throw fieldError("ended_at", "errors.field.in_future");
  if (times.status !== "ended" || (!times.started_at && !times.ended_at)) return;
  const actual = apart(begunAt(times), times.ended_at ?? times.scheduled_end);
  if (actual < 0 || actual > lengthMaxMs)
    throw fieldError(times.ended_at ? "ended_at" : "started_at", "errors.field.within_a_day");
}
