import { z } from "zod";
import { inOurTime, outsideOurTime } from "@/lib/http/contract";
import { message } from "@/lib/language/language";
import { instantAt, localOf, plusDays } from "@/lib/platform/time";
import {
  answerBody,
  type ChangeSession,
  type CreateSession,
  cancelQuery,
  changeAttendeeBody,
  changeSessionBody,
  registerBody,
  repeats,
  sessionSettings,
  someOf,
} from "./forms";
import type { Session } from "./session";

/* The dashboard's own forms, with the school's local days and times instead of instants. For the server: the browser should not load a date library. */

export type SessionSettings = z.output<z.ZodObject<typeof sessionSettings>>;

/** The settings of a session that is not planned yet. */
export const newSettings: SessionSettings = {
  title: "",
  ...z.object(sessionSettings).omit({ title: true }).parse({}),
};

/** What a session's form has; days and times are texts of the school's clock. */
export type SessionFormValues = SessionSettings & {
  day: string;
  start: string;
  end: string;
  /** With seconds; empty where they are as planned. */
  started: string;
  ended: string;
  /** With seconds; empty where it is the session's start. */
  recording_time: string;
  /** Of an existing session. */
  revision?: number;
};

type FormRow = SessionSettings &
  Pick<Session, "scheduled_start" | "scheduled_end" | "started_at" | "ended_at" | "recording_started_at"> & {
    revision: number;
  };

/** An existing session as its form has it. */
export function formValuesOf(row: FormRow, timeZone: string): SessionFormValues {
  const settings = Object.fromEntries(
    Object.keys(sessionSettings).map((key) => [key, row[key as keyof SessionSettings]]),
  ) as SessionSettings;
  const start = localOf(row.scheduled_start, timeZone);
  const clock = (at: Date | null) => (at ? localOf(at, timeZone).clock : "");
  return {
    ...settings,
    day: start.day,
    start: start.time,
    end: localOf(row.scheduled_end, timeZone).time,
    started: clock(row.started_at),
    ended: clock(row.ended_at),
    recording_time: clock(row.recording_started_at),
    revision: row.revision,
  };
}

const day = z.iso.date(message("errors.field.missing")).refine(inOurTime, outsideOurTime);
const time = z.iso.time(message("errors.field.missing"));
const sessionId = z.uuid();

export const newSessionForm = z.object({
  ...sessionSettings,
  day,
  start: time,
  end: time,
  ...repeats,
});
export type NewSessionForm = z.input<typeof newSessionForm>;

/** Of the settings and times those that were changed. The form shows no seconds of planned times, and must not cut them. */
export const changeSessionForm = z.object({
  ...someOf(sessionSettings),
  session_id: sessionId,
  when: z.object({ day, start: time, end: time }).optional(),
  /** The actual start and end; null: as planned. */
  started: time.nullable().optional(),
  ended: time.nullable().optional(),
  /** When the recording starts; null: with the session. */
  recording_time: time.nullable().optional(),
  scope: cancelQuery.shape.scope,
  revision: changeSessionBody.shape.revision,
});
export type ChangeSessionForm = z.input<typeof changeSessionForm>;

export const statusForm = z.object({ session_id: sessionId, action: z.enum(["start", "end", "reopen"]) });
export const cancelForm = z.object({ session_id: sessionId, scope: z.enum(["this", "following"]) });
export const deleteForm = z.object({ session_id: sessionId });
export const registerForm = z.object({ session_id: sessionId, people: registerBody.shape.people });
export const attendeeForm = z.object({ session_id: sessionId, attendee_id: z.uuid() });
export const answerForm = z.object({ session_id: sessionId, message_id: z.uuid(), answer: answerBody });
export const changeAttendeeForm = attendeeForm.extend({ change: changeAttendeeBody });

/** Start and end as instants; an end that is not after the start is the next day's. */
function planned(when: { day: string; start: string; end: string }, timeZone: string) {
  const start = instantAt(when.day, when.start, timeZone);
  const sameDay = instantAt(when.day, when.end, timeZone);
  const end = sameDay > start ? sameDay : instantAt(plusDays(when.day, 1), when.end, timeZone);
  return { scheduled_start: start.toISOString(), scheduled_end: end.toISOString() };
}

/** A new session as the route takes it. */
export function newSessionOf(form: z.output<typeof newSessionForm>, timeZone: string): CreateSession {
  const { day, start, end, ...rest } = form;
  return { ...rest, recording_started_at: null, ...planned({ day, start, end }, timeZone) };
}

/** A change as the route takes it; clock times are on the days of the session as it is. */
export function changeOf(form: z.output<typeof changeSessionForm>, session: Session): ChangeSession {
  const { session_id: _, when, started, ended, recording_time, ...rest } = form;
  const zone = session.time_zone;
  const moved = when && planned(when, zone);
  const scheduledStart = moved ? new Date(moved.scheduled_start) : session.scheduled_start;
  const startDay = localOf(session.started_at ?? scheduledStart, zone).day;
  const on = (clock: string) => instantAt(startDay, clock, zone);
  const startedAt = started === undefined ? session.started_at : started === null ? null : on(started);
  const from = startedAt ?? scheduledStart;
  const after = (clock: string) =>
    on(clock) >= from ? on(clock) : instantAt(plusDays(startDay, 1), clock, zone);
  return changeSessionBody.parse({
    ...rest,
    ...moved,
    ...(started === undefined ? {} : { started_at: startedAt?.toISOString() ?? null }),
    ...(ended === undefined ? {} : { ended_at: ended === null ? null : after(ended).toISOString() }),
    ...(recording_time === undefined
      ? {}
      : { recording_started_at: recording_time === null ? null : on(recording_time).toISOString() }),
  });
}
