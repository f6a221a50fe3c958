import type { SessionFormat, SessionInfo, SessionStatus } from "./schema";

/** A session's own row, with where it belongs and its school's settings. */
export type Session = SessionTimes & {
  id: string;
  schoolId: string;
  externalId: string | null;
  title: string;
  format: SessionFormat;
  instructorId: string;
  instructorName: string;
  courseId: string | null;
  courseTitle: string | null;
  seriesId: string | null;
  seriesTitle: string | null;
  seriesNumber: number | null;
  seriesLength: number | null;
  recordingVideoId: string | null;
  recordingStartedAt: Date | null;
  chatEnabled: boolean;
  anonymousViewers: boolean;
  /** The session's own, else the school's. */
  onTimeMinutes: number;
  pageUrl: string | null;
  timeZone: string;
  /** Seconds of presence that make an attendee: the school's. */
  attendanceMinimumSeconds: number;
  /** False where it came in as a report that says nothing of what people wrote: then silence is not known, unless players speak. */
  talkKnown: boolean;
  /** Raised by every change to the session's facts or rules. */
  version: number;
};

export type SessionTimes = {
  status: SessionStatus;
  scheduledStart: Date;
  scheduledEnd: Date;
  startedAt: Date | null;
  endedAt: Date | null;
};

/** A session that nobody ended closes this long after its scheduled end, at its last heartbeat. */
export const closesAfterMs = 60 * 60_000;

/** Whether a session that is still marked live must be closed. */
export function isOverdue(times: SessionTimes, now: Date): boolean {
  return times.status === "live" && now.getTime() >= times.scheduledEnd.getTime() + closesAfterMs;
}

export type SessionWindow = { from: Date; to: Date };

/**
 * What everything is counted in: actual start to actual end, scheduled where the actual is missing, up to `now` while it
 * goes on. Null for a cancelled session and for one that has not begun.
 */
export function windowOf(times: SessionTimes, now: Date): SessionWindow | null {
  const from = times.startedAt ?? times.scheduledStart;
  if (times.status === "cancelled" || (times.status !== "ended" && now <= from)) return null;
  const planned = times.endedAt ?? times.scheduledEnd;
  const to = times.status === "live" || (times.status === "scheduled" && now < planned) ? now : planned;
  return { from, to: to > from ? to : from };
}

/** From when lateness counts: the later of the scheduled and the actual start. */
export function onTimeFrom(times: SessionTimes): Date {
  return times.startedAt && times.startedAt > times.scheduledStart ? times.startedAt : times.scheduledStart;
}

/** A session as every answer shows it. */
export function sessionInfoOf(session: Session, now: Date): SessionInfo {
  const window = windowOf(session, now);
  return {
    session_id: session.id,
    external_id: session.externalId,
    title: session.title,
    format: session.format,
    session_status: session.status,
    instructor_id: session.instructorId,
    instructor_name: session.instructorName,
    course_id: session.courseId,
    course_title: session.courseTitle,
    series_id: session.seriesId,
    series_title: session.seriesTitle,
    series_number: session.seriesNumber,
    series_length: session.seriesLength,
    scheduled_start: session.scheduledStart.toISOString(),
    scheduled_end: session.scheduledEnd.toISOString(),
    started_at: session.startedAt?.toISOString() ?? null,
    ended_at: session.endedAt?.toISOString() ?? null,
    window: window && { from: window.from.toISOString(), to: window.to.toISOString() },
    duration_minutes: window && Math.round((window.to.getTime() - window.from.getTime()) / 6000) / 10,
    recording_video_id: session.recordingVideoId,
    recording_started_at: session.recordingStartedAt?.toISOString() ?? null,
    chat_enabled: session.chatEnabled,
    anonymous_viewers: session.anonymousViewers,
    on_time_minutes: session.onTimeMinutes,
    page_url: session.pageUrl,
  };
}
