import { z } from "zod";
import {
  day,
  instant,
  numberOrNull,
  paging,
  reference,
  storableText,
  timeZone,
  uuid,
  whole,
} from "@/lib/http/contract";

/* What importing a report takes and answers. */

/** A report of 20,000 people with three stays each is about 5 MB. */
export const reportBytesMax = 5 * 1024 * 1024;
export const reportPeopleMax = 20_000;
/** Every person decided about, as JSON, beside the file. */
export const importBytesMax = reportBytesMax + 2 * 1024 * 1024;

export const importQuery = z.object({
  /** False: only say what was understood. */
  commit: z.stringbool({ truthy: ["true"], falsy: ["false"], error: "must be true or false" }).default(false),
  /** How to read times that bear no zone; default: the school's. */
  zone: timeZone.optional(),
  date_order: z.enum(["dmy", "mdy", "ymd"]).optional(),
  /** The day of the meeting, for reports that hold clock times only. */
  day: day.optional(),
  /** The session it belongs to, by its id or the school's own; a new one when it is not given. */
  session_id: reference.optional(),
  /** Of a new session: who taught (an admin says so), its course, its title. */
  instructor_id: uuid.optional(),
  course_id: reference.optional(),
  title: storableText(200).trim().min(1).optional(),
  file_name: storableText(200).optional(),
});
export type ImportQuery = z.infer<typeof importQuery>;

const decision = z.union([z.object({ user_id: uuid }), z.enum(["guest", "host", "skip"])], {
  error: 'must be {"user_id": …}, "guest", "host" or "skip"',
});
/** By the person's place in the report, from 0: as `doubtful[].index` gives it. */
export const decisionsForm = z.record(z.string().regex(/^\d{1,5}$/, "must be a place from 0"), decision);
export type Decisions = z.infer<typeof decisionsForm>;

/** A file as a route takes it: bare, or as a form's field `file` beside others. */
export const importBody = z.object({
  file: z.instanceof(Uint8Array).refine((bytes) => bytes.length > 0, "is empty"),
  file_name: storableText(300).nullable(),
  fields: z.object({
    decisions: z
      .string()
      .transform((text, context) => {
        try {
          return JSON.parse(text) as unknown;
        } catch {
          context.addIssue({ code: "custom", message: "is not valid JSON" });
          return z.NEVER;
        }
      })
      .pipe(decisionsForm)
      .optional(),
  }),
});

const candidate = z.object({
  user_id: z.string(),
  name: z.string(),
  email: z.string(),
  /** Learns in the session's course. */
  enrolled: z.boolean(),
});
const reportPerson = z.object({
  index: whole,
  line: whole,
  name: z.string(),
  email: z.string().nullable(),
  /** Minutes there by the report; null where it says none. */
  minutes: numberOrNull,
});

export const importAnswer = z.object({
  success: z.literal(true),
  format: z.string(),
  /** How much the report says of when people were there. */
  presence: z.enum(["spans", "first_to_last", "durations"]),
  session: z.object({
    /** Null until it is made. */
    id: z.string().nullable(),
    title: z.string(),
    started_at: instant.nullable(),
    ended_at: instant.nullable(),
  }),
  attendees: whole,
  spans: whole,
  /** People who are somebody of the school by their address. */
  matched: whole,
  /** People whose name somebody of the school bears: guests, until it is decided. */
  doubtful: z.array(reportPerson.extend({ candidates: z.array(candidate) })),
  unknown: whole,
  problems: z.array(z.object({ line: whole, message: z.string() })),
  /** What the report alone gives, within the session's time. */
  total_attended: whole,
  average_duration_minutes: numberOrNull,
  peak_count: whole.nullable(),
  /** The zone in which times without one were read; null where the file's bear theirs. */
  zone: z.string().nullable(),
  date_order: z.object({ order: z.enum(["dmy", "mdy", "ymd"]), certain: z.boolean() }).nullable(),
  /** Sessions that begin within two hours of the report's start, the nearest first: it may be of one of them. */
  nearby: z.array(z.object({ session_id: z.string(), title: z.string(), starts_at: instant })),
  /** The import that is kept; null when nothing was. */
  import_id: z.string().nullable(),
  /** This very file was imported before: nothing changed, and `session` is where it went. */
  already: z.boolean(),
});
export type ImportAnswer = z.infer<typeof importAnswer>;

export const importRow = z.object({
  id: z.string(),
  file_name: z.string(),
  format: z.string(),
  presence: z.string(),
  people: whole,
  session_id: z.string(),
  /** Null when the session went with the import that was taken back. */
  session_title: z.string().nullable(),
  made_session: z.boolean(),
  imported_by: z.string(),
  imported_at: instant,
  undone_at: instant.nullable(),
  undone_by: z.string().nullable(),
});
export type ImportRow = z.infer<typeof importRow>;

export const importsQuery = z.object(paging(25));
export type ImportsQuery = z.infer<typeof importsQuery>;
export const importsAnswer = z.object({ success: z.literal(true), items: z.array(importRow), total: whole });

export const importParams = z.object({ importId: uuid });
export const undoneAnswer = z.object({
  success: z.literal(true),
  import_id: z.string(),
  session_id: z.string(),
  /** The import had made the session, and nothing else was in it. */
  session_removed: z.boolean(),
});
