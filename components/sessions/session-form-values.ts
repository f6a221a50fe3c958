import type { SessionFormat, SessionStatus } from "@/lib/domain/sessions/schema";

/** A session as its form begins; days and times are texts of the school's clock, made on the server. */
export type SessionFormValues = {
  title: string;
  format: SessionFormat;
  courseId: string | null;
  instructorId: string | null;
  externalId: string | null;
  day: string;
  start: string;
  end: string;
  recordingId: string | null;
  /** With seconds; empty where it is the session's start. */
  recordingTime: string;
  chatEnabled: boolean;
  anonymousViewers: boolean;
  onTimeMinutes: number | null;
  pageUrl: string | null;
};

/** A session that is there already; `started` and `ended` once it has ended, empty where they are as planned. */
export type EditedSession = { id: string; status: SessionStatus; started: string; ended: string };
