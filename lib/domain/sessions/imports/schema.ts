import { z } from "zod";
import {
  day,
  instant,
  jsonText,
  numberOrNull,
  paging,
  reference,
  storableText,
  timeZone,
  uuid,
  whole,
} from "@/lib/http/contract";
import { message } from "@/lib/language/language";
import { reportBytesMax } from "@/lib/measure/attendance-report";

/* The input and answer of importing a report: the same for a preview and the import. */

/** The file, and a decision about each person, as JSON. */
export const importBytesMax = reportBytesMax + 2 * 1024 * 1024;

export const importQuery = z.object({
  /** False: a preview, which writes nothing. */
  commit: z
    .stringbool({ truthy: ["true"], falsy: ["false"], ...message("errors.field.true_or_false") })
    .default(false),
  /** The time zone of times without one; default: the school's. */
  zone: timeZone.optional(),
  date_order: z.enum(["dmy", "mdy", "ymd"]).optional(),
  /** The day of the meeting, for reports that give only times of day. */
  day: day.optional(),
  /** The session to import into, by id or external id; a new one without it. */
  session_id: reference.optional(),
  /** For a new session: its instructor (required of an administrator), its course, its title. */
  instructor_id: uuid.optional(),
  course_id: reference.optional(),
  title: storableText(200).trim().min(1).optional(),
  file_name: storableText(200).optional(),
});
export type ImportQuery = z.infer<typeof importQuery>;

/** A decision about a person in the report: a user, a guest, a host who is not counted, or left out. */
const decision = z.union([z.object({ user_id: uuid }), z.enum(["guest", "host", "skip"])], {
  error: 'must be {"user_id": …}, "guest", "host" or "skip"',
});
export type Decision = z.infer<typeof decision>;
/** No reader decides more people in one go. */
export const doubtfulPeopleMax = 200;

/** By the person's index in the report, from 0: `doubtful_people[].index`. */
const decisionsForm = z.record(z.string().regex(/^\d{1,5}$/, message("errors.field.index")), decision);
export type Decisions = z.infer<typeof decisionsForm>;

/** A file as the body, or as the field `file` of a form. */
export const importBody = z.object({
  file: z.instanceof(Uint8Array).refine((bytes) => bytes.length > 0, message("errors.field.empty_file")),
  file_name: storableText(300).nullable(),
  fields: z.object({
    decisions: jsonText(decisionsForm).optional(),
  }),
});

const candidate = z.object({
  user_id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  /** Learns in the session's course. */
  enrolled: z.boolean(),
});
const reportPerson = z.object({
  index: whole,
  line: whole,
  name: z.string(),
  email: z.string().nullable(),
  /** Minutes present by the report; null if it has none. */
  minutes: numberOrNull,
});

export const importAnswer = z.object({
  success: z.literal(true),
  format: z.string(),
  /** What the report says about when people were present. */
  presence: z.enum(["spans", "first_to_last", "durations"]),
  /** The meeting, as the report describes it. */
  meeting: z.object({
    title: z.string().nullable(),
    started_at: instant.nullable(),
    ended_at: instant.nullable(),
  }),
  session: z.object({
    /** Null until it is created. */
    id: z.string().nullable(),
    title: z.string(),
    started_at: instant.nullable(),
    ended_at: instant.nullable(),
  }),
  attendees: whole,
  /** People whom the platform lists as hosts: they are not counted. */
  hosts: whole,
  spans: whole,
  /** The minutes of all people together; null if the report has none. */
  minutes: numberOrNull,
  /** People matched to the school's by their address. */
  matched: whole,
  /** People who match a user of the school by name only: guests, unless the reader chooses a user. */
  doubtful: whole,
  /** The first of them, with the users that they may be; the others can be matched on the session's page. */
  doubtful_people: z.array(reportPerson.extend({ candidates: z.array(candidate) })).max(doubtfulPeopleMax),
  unknown: whole,
  /** Lines that need attention; they do not stop the import. */
  problems: z.array(z.object({ line: whole, message: z.string() })),
  /** What must be chosen before the report can be imported, by the field of the query. */
  errors: z.array(z.object({ path: z.string(), message: z.string() })),
  /** The numbers of the report alone, within the session's time. */
  total_attended: whole,
  average_duration_minutes: numberOrNull,
  peak_count: whole.nullable(),
  /** The zone in which times without one were read; null if the file names it. */
  zone: z.string().nullable(),
  /** The file gives only times of day: `day` is needed. */
  clock_only: z.boolean(),
  date_order: z.object({ order: z.enum(["dmy", "mdy", "ymd"]), certain: z.boolean() }).nullable(),
  /** Sessions that begin within two hours of the meeting, the nearest first. */
  nearby: z.array(z.object({ session_id: z.string(), title: z.string(), starts_at: instant })),
  /** The import; null for a preview. */
  import_id: z.string().nullable(),
  /** The same file was imported before: nothing changed, and `session` is its session. */
  already: z.boolean(),
});
export type ImportAnswer = z.infer<typeof importAnswer>;

const importRow = z.object({
  id: z.string(),
  file_name: z.string(),
  format: z.string(),
  presence: z.string(),
  people: whole,
  session_id: z.string(),
  /** Null when undoing the import removed the session. */
  session_title: z.string().nullable(),
  made_session: z.boolean(),
  /** Who imported it; null once they were erased. */
  user_id: z.string().nullable(),
  imported_by: z.string().nullable(),
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
  /** The import created the session, and nothing else was recorded in it. */
  session_removed: z.boolean(),
});
