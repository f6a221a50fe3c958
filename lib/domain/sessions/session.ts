import type { SessionFormat, SessionInfo, SessionStatus } from "./schema";

/** A session's own row, with where it belongs and its school's settings. */
export type Session = SessionTimes & {
  id: string;
  school_id: string;
  external_id: string | null;
  title: string;
  /** When it began or will: the actual start, else the scheduled. */
  begun_at: Date;
  format: SessionFormat;
  instructor_id: string;
  instructor_name: string;
  course_id: string | null;
  course_title: string | null;
  series_id: string | null;
  series_title: string | null;
  series_number: number | null;
  series_length: number | null;
  recording_video_id: string | null;
  recording_started_at: Date | null;
  chat_enabled: boolean;
  anonymous_viewers: boolean;
  /** The session's own, else the school's. */
  on_time_minutes: number;
  page_url: string | null;
  time_zone: string;
  /** Seconds of presence that make an attendee: the school's. */
  attendance_minimum_seconds: number;
  /** False where it came in as a report that says nothing of what people wrote: then silence is not known, unless players speak. */
  talk_known: boolean;
  /** Raised by every change to the session's facts or rules. */
  version: number;
};

export type SessionTimes = {
  status: SessionStatus;
  scheduled_start: Date;
  scheduled_end: Date;
  started_at: Date | null;
  ended_at: Date | null;
};

/** A session that nobody ended closes this long after its scheduled end, at its last heartbeat. */
export const closesAfterMs = 60 * 60_000;

/** Whether a session that is still marked live must be closed. */
export function isOverdue(times: SessionTimes, now: Date): boolean {
  return times.status === "live" && now.getTime() >= times.scheduled_end.getTime() + closesAfterMs;
}

/** When a session began or will: `begun_at` of its row, for times that are not stored. */
export const begunAt = (times: { started_at?: Date | null; scheduled_start: Date }): Date =>
  times.started_at ?? times.scheduled_start;

export type SessionWindow = { from: Date; to: Date };

/**
 * What everything is counted in: actual start to actual end, scheduled where the actual is missing, up to `now` while it
 * goes on. Null for a cancelled session and for one that has not begun.
 */
export function windowOf(times: SessionTimes, now: Date): SessionWindow | null {
  const from = begunAt(times);
  if (times.status === "cancelled" || (times.status !== "ended" && now <= from)) return null;
  const planned = times.ended_at ?? times.scheduled_end;
  const to = times.status === "live" || (times.status === "scheduled" && now < planned) ? now : planned;
  return { from, to: to > from ? to : from };
}

/** From when lateness counts: the later of the scheduled and the actual start. */
export function onTimeFrom(times: SessionTimes): Date {
  return times.started_at && times.started_at > times.scheduled_start
    ? times.started_at
    : times.scheduled_start;
}

/** A session as every answer shows it. */
export function sessionInfoOf(session: Session, now: Date): SessionInfo {
  const window = windowOf(session, now);
  return {
    session_id: session.id,
    external_id: session.external_id,
    title: session.title,
    format: session.format,
    session_status: session.status,
    instructor_id: session.instructor_id,
    instructor_name: session.instructor_name,
    course_id: session.course_id,
    course_title: session.course_title,
    series_id: session.series_id,
    series_title: session.series_title,
    series_number: session.series_number,
    series_length: session.series_length,
    scheduled_start: session.scheduled_start.toISOString(),
    scheduled_end: session.scheduled_end.toISOString(),
    started_at: session.started_at?.toISOString() ?? null,
    ended_at: session.ended_at?.toISOString() ?? null,
    begun_at: session.begun_at.toISOString(),
    window: window && { from: window.from.toISOString(), to: window.to.toISOString() },
    duration_minutes: window && Math.round((window.to.getTime() - window.from.getTime()) / 6000) / 10,
    recording_video_id: session.recording_video_id,
    recording_started_at: session.recording_started_at?.toISOString() ?? null,
    chat_enabled: session.chat_enabled,
    anonymous_viewers: session.anonymous_viewers,
    on_time_minutes: session.on_time_minutes,
    page_url: session.page_url,
  };
}
