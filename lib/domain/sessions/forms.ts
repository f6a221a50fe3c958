import { z } from "zod";
import { day, instant, reference, storableText, uuid, webAddress } from "@/lib/http/contract";
import { message } from "@/lib/language/language";
import { sessionFormats } from "./session";

/* The input of the routes and forms that write sessions. */

/** A session is at most this long: a day. */
const lengthMaxMs = 24 * 3_600_000;
/** A series has at most this many sessions. */
export const repeatMax = 52;
export const repeatKinds = ["day", "weekday", "week", "two_weeks", "four_weeks", "month"] as const;
export type RepeatKind = (typeof repeatKinds)[number];

/** How a session is repeated, at the same local time: so many sessions in all, or until a day of the school's zone, included. */
export const repeats = {
  repeat: z.enum(repeatKinds).default("week"),
  repeat_count: z.number().int().min(1).max(repeatMax).default(1),
  repeat_until: day.nullable().default(null),
};
export type Repeats = z.output<z.ZodObject<typeof repeats>>;
const oneEnd = ({ repeat_count, repeat_until }: Repeats) => repeat_until === null || repeat_count === 1;
const oneEndError = { path: ["repeat_until"], ...message("errors.field.one_end") };
export const registrationsMax = 2000;

/** A session's settings with their defaults. The dashboard's form and the mutations derive from it. */
export const sessionSettings = {
  title: storableText(200).trim().min(1, message("errors.field.missing")),
  format: z.enum(sessionFormats).default("class"),
  /** The course's id or external id. */
  course_id: reference.nullable().default(null),
  external_id: reference.nullable().default(null),
  recording_video_id: reference.nullable().default(null),
  chat_enabled: z.boolean().default(true),
  anonymous_viewers: z.boolean().default(false),
  /** A test, or not to be counted anywhere but on its own page. */
  left_out: z.boolean().default(false),
  on_time_minutes: z.number().int().min(0).max(600).nullable().default(null),
  page_url: webAddress.nullable().default(null),
  /** An administrator names the instructor; an instructor teaches their own sessions. */
  instructor_id: uuid.optional(),
};

const times = {
  scheduled_start: instant,
  scheduled_end: instant,
  recording_started_at: instant.nullable().default(null),
};

const inOrder = (given: { [Key in "scheduled_start" | "scheduled_end"]?: string | undefined }) => {
  if (!given.scheduled_start || !given.scheduled_end) return true;
  const length = Date.parse(given.scheduled_end) - Date.parse(given.scheduled_start);
  return length > 0 && length <= lengthMaxMs;
};
const inOrderError = { path: ["scheduled_end"], ...message("errors.field.within_a_day") };

export const createSessionBody = z
  .object({
    ...sessionSettings,
    ...times,
    /** Several are a series. */
    ...repeats,
  })
  .refine(inOrder, inOrderError)
  .refine(oneEnd, oneEndError);
export type CreateSession = z.infer<typeof createSessionBody>;

type WithoutDefault<Field> = Field extends z.ZodDefault<infer Inner> ? Inner : Field;

/** The optional fields of a change: no defaults are filled in. */
export const someOf = <Fields extends Record<string, z.ZodType>>(fields: Fields) =>
  Object.fromEntries(
    Object.entries(fields).map(([key, field]) => [
      key,
      (field instanceof z.ZodDefault ? (field.unwrap() as z.ZodType) : field).optional(),
    ]),
  ) as { [Key in keyof Fields]: z.ZodOptional<WithoutDefault<Fields[Key]>> };

const changeScope = z.enum(["this", "following"]);

export const changeSessionBody = z
  .object({
    ...someOf(sessionSettings),
    ...someOf(times),
    /** `start` and `end` are the buttons; `reopen` undoes an end. */
    action: z.enum(["start", "end", "reopen"]).optional(),
    started_at: instant.nullish(),
    ended_at: instant.nullish(),
    /** What changes, and a new time, holds for the later sessions of the series too that have not begun; not an id, a recording or actual times. */
    scope: changeScope.optional(),
    /** The revision that the edit's author saw: of two edits of one revision the second is refused. */
    revision: z.number().int().positive().optional(),
  })
  .refine(inOrder, inOrderError);
export type ChangeSession = z.infer<typeof changeSessionBody>;

export const registration = z.object({
  name: storableText(200).trim().min(1).optional(),
  email: z.email().max(320).toLowerCase().optional(),
  /** A user's id or external id. */
  user_id: reference.optional(),
  registered_at: instant.optional(),
  rsvp: z.enum(["yes", "no", "maybe"]).optional(),
  cancelled: z.boolean().default(false),
});
export const registerBody = z.object({
  people: z
    .array(
      registration.refine(
        (one) => one.name || one.email || one.user_id,
        message("errors.field.registration_empty"),
      ),
    )
    .min(1)
    .max(registrationsMax),
});
export type RegisterBody = z.infer<typeof registerBody>;
export type Registration = RegisterBody["people"][number];

/** Whether the later sessions of the series that have not begun are cancelled too. */
export const cancelQuery = z.object({
  scope: changeScope.default("this"),
  /** Deletes this session, whatever its status, with everything recorded in it. */
  permanently: z.enum(["true", "false"]).default("false"),
});
export type CancelQuery = z.infer<typeof cancelQuery>;

export const messageParams = z.object({ sessionId: reference, messageId: uuid });
export const answerBody = z
  .object({
    answered: z.boolean(),
    /** The message of the session that answers it; without one it was answered aloud. */
    answer_id: uuid.nullable().default(null),
  })
  .refine(({ answered, answer_id }) => answered || answer_id === null, {
    path: ["answer_id"],
    ...message("errors.field.answer_of_unanswered"),
  });
export type Answer = z.infer<typeof answerBody>;

export const attendeeParams = z.object({ sessionId: reference, attendeeId: uuid });
/** A correction of who an attendee was; exactly one of them. */
export const changeAttendeeBody = z
  .object({
    /** A user's id or external id; null for nobody. */
    user_id: reference.nullish(),
    /** Another attendee of the session, who is kept and gets all data. */
    merge_into: uuid.optional(),
    name: registration.shape.name,
  })
  .refine((body) => Object.values(body).filter((value) => value !== undefined).length === 1, {
    path: ["user_id"],
    ...message("errors.field.one_correction"),
  });
export type ChangeAttendee = z.infer<typeof changeAttendeeBody>;
export const changedAttendeeAnswer = z.object({
  success: z.literal(true),
  /** The attendee with all data; after a merge, the other one. */
  attendee_id: z.string(),
});
