import type { SessionFormat, SessionStatus } from "@/lib/domain/sessions/schema";

/** A session as its form begins; days and times are texts of the school's clock, made on the server. */
export type SessionFormValues = {
  title: string;
  format: SessionFormat;
  course_id: string | null;
  instructor_id: string | null;
  external_id: string | null;
  day: string;
  start: string;
  end: string;
  recording_id: string | null;
  /** With seconds; empty where it is the session's start. */
  recordingTime: string;
  chat_enabled: boolean;
  anonymous_viewers: boolean;
  on_time_minutes: number | null;
  page_url: string | null;
};

/** A session that is there already; `started` and `ended` once it has ended, empty where they are as planned. */
export type EditedSession = { id: string; status: SessionStatus; started: string; ended: string };
