import { z } from "zod";
import type { sessions } from "@/lib/db/tables/sessions";
import { instant, isoInstants, numberOrNull, whole } from "@/lib/http/contract";
import { oneDecimal } from "@/lib/measure/rounding";

export const sessionStatuses = ["scheduled", "live", "ended", "cancelled"] as const;
export type SessionStatus = (typeof sessionStatuses)[number];
export const sessionFormats = ["class", "webinar", "coaching"] as const;
export type SessionFormat = (typeof sessionFormats)[number];

export const sessionInfo = z.object({
  session_id: z.string(),
  external_id: z.string().nullable(),
  title: z.string(),
  format: z.enum(sessionFormats),
  session_status: z.enum(sessionStatuses),
  instructor_id: z.string(),
  instructor_name: z.string(),
  course_id: z.string().nullable(),
  course_title: z.string().nullable(),
  /** The lesson that it belongs to, and its place among the lesson's items. */
  lesson_id: z.string().nullable(),
  lesson_position: whole,
  series_id: z.string().nullable(),
  series_title: z.string().nullable(),
  /** Its number in the series from 1, and the series' length. */
  series_number: whole.nullable(),
  series_length: whole.nullable(),
  scheduled_start: instant,
  scheduled_end: instant,
  started_at: instant.nullable(),
  ended_at: instant.nullable(),
  /** The actual start, else the scheduled one. */
  begun_at: instant,
  /** The window that everything is counted in: actual times, else the scheduled; up to now while live. Null before it begins. */
  window: z.object({ from: instant, to: instant }).nullable(),
  duration_minutes: numberOrNull,
  recording_video_id: z.string().nullable(),
  recording_started_at: instant.nullable(),
  chat_enabled: z.boolean(),
  anonymous_viewers: z.boolean(),
  on_time_minutes: whole,
  page_url: z.string().nullable(),
  /** Marked as a test, or not to be counted: in no typical value, trend, average or overview. */
  left_out: z.boolean(),
  /** Raised by each edit of its settings. */
  revision: whole,
});
export type SessionInfo = z.infer<typeof sessionInfo>;

/** What the imported reports of a session contain at most. */
export type ReportKind = "none" | "attendance" | "talk";

/** A session: its own row, with its course's and series' titles and its school's settings. */
export type Session = Omit<typeof sessions.$inferSelect, "created_at" | "on_time_minutes"> & {
  instructor_name: string;
  course_title: string | null;
  series_title: string | null;
  series_length: number | null;
  /** The session's own, else the school's. */
  on_time_minutes: number;
  time_zone: string;
  /** Seconds of presence that make an attendee: the school's. */
  attendance_minimum_seconds: number;
  /** The same as per cent of its length. */
  attendance_minimum_percent: number | null;
  /** What its imported reports contain at most. */
  reports: ReportKind;
  /** Incremented by every change to the session's facts or settings. */
  version: number;
};

export type SessionTimes = Pick<
  Session,
  "status" | "scheduled_start" | "scheduled_end" | "started_at" | "ended_at"
>;

/** A session that nobody ended closes this long after its scheduled end, at its last heartbeat. */
export const closesAfterMs = 60 * 60_000;

/** After this a session can no longer be started, ended or reopened. */
export const closesAt = ({ scheduled_end }: Pick<SessionTimes, "scheduled_end">): Date =>
  new Date(scheduled_end.getTime() + closesAfterMs);

/** Whether a session that is still marked live must be closed. */
export const isOverdue = (times: SessionTimes, now: Date): boolean =>
  times.status === "live" && now >= closesAt(times);

const earlier = (one: Date, other: Date): Date => (one < other ? one : other);

/** When a session began or will: `begun_at` of its row, for times that are not stored. */
export const begunAt = (times: { started_at?: Date | null; scheduled_start: Date }): Date =>
  times.started_at ?? times.scheduled_start;

export type SessionWindow = { from: Date; to: Date };

/**
 * The window of all counts: actual start to actual end, scheduled if the actual is missing, up to `now` while it
 * is live; a live session that nobody ended stops when it is due to be closed. Null for a cancelled session and for one that has not begun.
 */
export function windowOf(times: SessionTimes, now: Date): SessionWindow | null {
  const from = begunAt(times);
  if (times.status === "cancelled" || (times.status !== "ended" && now <= from)) return null;
  const planned = times.ended_at ?? times.scheduled_end;
  const to =
    times.status === "live"
      ? earlier(now, closesAt(times))
      : times.status === "scheduled"
        ? earlier(now, planned)
        : planned;
  return { from, to: to > from ? to : from };
}

/** The start for lateness: the later of the scheduled and the actual start. */
export function onTimeFrom(times: SessionTimes): Date {
  return times.started_at && times.started_at > times.scheduled_start
    ? times.started_at
    : times.scheduled_start;
}

/** A session in every answer: its row without the internal columns, and its window. */
export function sessionInfoOf(session: Session, now: Date): SessionInfo {
  const { id, status, school_id, time_zone, reports, version, ...rest } = session;
  const { attendance_minimum_seconds, attendance_minimum_percent, ...shown } = rest;
  const window = windowOf(session, now);
  return {
    ...isoInstants(shown),
    session_id: id,
    session_status: status,
    window: window && isoInstants(window),
    duration_minutes: window && oneDecimal((window.to.getTime() - window.from.getTime()) / 60_000),
  };
}

/**
 * The times of a session that nobody ended. One that was live ends at its last heartbeat, neither before it began nor after
 * the hour in which it stays open; without heartbeats, at its scheduled end. One that nobody started has taken place as planned: its
 * actual times stay unknown. `lastHeartbeat` in epoch milliseconds.
 */
export function closedTimes(times: SessionTimes, lastHeartbeat: number | null): SessionTimes {
  if (times.status === "scheduled") return { ...times, status: "ended" };
  const began = begunAt(times).getTime();
  const planned = times.scheduled_end.getTime();
  const last = Math.min(lastHeartbeat ?? planned, planned + closesAfterMs);
  return { ...times, status: "ended", ended_at: new Date(Math.max(began, last)) };
}
