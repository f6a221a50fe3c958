import { z } from "zod";
import { instant, reference, storableText, uuid } from "@/lib/http/contract";
import { sessionFormats } from "./schema";

/* What the forms and the writing routes take. */

/** A session is at most this long: a day. */
const lengthMaxMs = 24 * 3_600_000;
export const repeatMax = 52;
export const registrationsMax = 2000;

const fields = {
  title: storableText(200).trim().min(1, "is missing"),
  format: z.enum(sessionFormats),
  /** A UUID of ours, or the school's own id for the course. */
  course_id: reference.nullable(),
  external_id: reference.nullable(),
  scheduled_start: instant,
  scheduled_end: instant,
  recording_video_id: reference.nullable(),
  recording_started_at: instant.nullable(),
  chat_enabled: z.boolean(),
  anonymous_viewers: z.boolean(),
  on_time_minutes: z.number().int().min(0).max(600).nullable(),
  // It is opened from our pages: only what a browser fetches, or a page of this installation by its path.
  page_url: z
    .union([z.url({ protocol: /^https?$/ }), z.string().regex(/^\/(?![/\\])\S*$/)], {
      error: "must be a web address that begins with https:// or http://, or a path here that begins with /",
    })
    .refine((address) => address.length <= 2000, "is too long")
    .nullable(),
};

const inOrder = ({
  scheduled_start,
  scheduled_end,
}: {
  scheduled_start?: string | undefined;
  scheduled_end?: string | undefined;
}) =>
  !scheduled_start ||
  !scheduled_end ||
  (Date.parse(scheduled_end) > Date.parse(scheduled_start) &&
    Date.parse(scheduled_end) - Date.parse(scheduled_start) <= lengthMaxMs);
const inOrderError = { path: ["scheduled_end"], message: "must be after the start, by a day at most" };

export const createSessionBody = z
  .object({
    ...fields,
    format: fields.format.default("class"),
    course_id: fields.course_id.default(null),
    external_id: fields.external_id.default(null),
    recording_video_id: fields.recording_video_id.default(null),
    recording_started_at: fields.recording_started_at.default(null),
    chat_enabled: fields.chat_enabled.default(true),
    anonymous_viewers: fields.anonymous_viewers.default(false),
    on_time_minutes: fields.on_time_minutes.default(null),
    page_url: fields.page_url.default(null),
    /** An admin names the instructor; an instructor's are their own. */
    instructor_id: uuid.optional(),
    /** Weekly, so many in all, at the same local time; from 2 on they are a series. */
    repeat_weeks: z.number().int().min(1).max(repeatMax).default(1),
  })
  .refine(inOrder, inOrderError);
export type CreateSession = z.infer<typeof createSessionBody>;

export const changeSessionBody = z
  .object({
    ...(Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, value.optional()])) as {
      [Key in keyof typeof fields]: z.ZodOptional<(typeof fields)[Key]>;
    }),
    instructor_id: uuid.optional(),
    /** `start` and `end` are the buttons; `reopen` takes an end back. */
    action: z.enum(["start", "end", "reopen"]).optional(),
    started_at: instant.nullish(),
    ended_at: instant.nullish(),
  })
  .refine(inOrder, inOrderError);
export type ChangeSession = z.infer<typeof changeSessionBody>;

export const registration = z.object({
  name: storableText(200).trim().min(1).optional(),
  email: z.email().max(320).toLowerCase().optional(),
  /** A user's id or the school's own id for them. */
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
        "needs a name, an email or a user_id",
      ),
    )
    .min(1)
    .max(registrationsMax),
});
export type RegisterBody = z.infer<typeof registerBody>;
export type Registration = RegisterBody["people"][number];

/** Whether the later sessions of the series, as far as they have not begun, are cancelled too. */
export const cancelQuery = z.object({ scope: z.enum(["this", "following"]).default("this") });
export type CancelQuery = z.infer<typeof cancelQuery>;

export const attendeeParams = z.object({ sessionId: reference, attendeeId: uuid });
/** A correction of who somebody was; exactly one of them. */
export const changeAttendeeBody = z
  .object({
    /** A user's id or the school's own id for them; null: nobody that is known. */
    user_id: reference.nullish(),
    /** Another attendee of the session, who gets everything and stays. */
    merge_into: uuid.optional(),
    name: registration.shape.name,
  })
  .refine((body) => Object.values(body).filter((value) => value !== undefined).length === 1, {
    path: ["user_id"],
    message: "exactly one of user_id, merge_into and name must be given",
  });
export type ChangeAttendee = z.infer<typeof changeAttendeeBody>;
export const changedAttendeeAnswer = z.object({
  success: z.literal(true),
  /** The attendee who holds everything now: another one after a merge. */
  attendee_id: z.string(),
});
