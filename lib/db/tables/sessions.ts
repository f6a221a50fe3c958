import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { createdAt, id, instant, int8multirange, reference, revision } from "./columns";
import { courses, lessons } from "./courses";
import { users } from "./people";
import { schools } from "./schools";
import { videos } from "./videos";

export const sessionStatus = pgEnum("session_status", ["scheduled", "live", "ended", "cancelled"]);
export const sessionFormat = pgEnum("session_format", ["class", "webinar", "coaching"]);

/** A repeating session: the same class every week. */
export const series = pgTable(
  "series",
  {
    id: id(),
    school_id: reference(() => schools.id),
    title: text().notNull(),
    created_at: createdAt(),
  },
  (table) => [index("series_school").on(table.school_id)],
);

export const sessions = pgTable(
  "sessions",
  {
    id: id(),
    school_id: reference(() => schools.id),
    instructor_id: reference(() => users.id),
    course_id: uuid().references(() => courses.id),
    lesson_id: uuid().references(() => lessons.id, { onDelete: "set null" }),
    lesson_position: integer().notNull().default(0),
    series_id: uuid().references(() => series.id),
    /** Its number in the series, from 1. */
    series_number: integer(),
    external_id: text(),
    title: text().notNull(),
    format: sessionFormat().notNull().default("class"),
    status: sessionStatus().notNull().default("scheduled"),
    scheduled_start: instant().notNull(),
    scheduled_end: instant().notNull(),
    started_at: instant(),
    ended_at: instant(),
    /** When it began or will: the actual start, else the scheduled. */
    begun_at: instant().notNull().generatedAlwaysAs(sql`coalesce(started_at, scheduled_start)`),
    recording_video_id: uuid().references(() => videos.id),
    /** The instant of the recording's second 0; the session's start if it is unknown. */
    recording_started_at: instant(),
    chat_enabled: boolean().notNull().default(true),
    /** Whether players may take part without a sign-in or a playback token. */
    anonymous_viewers: boolean().notNull().default(false),
    /** Minutes after the start that still count as on time; the school's if null. */
    on_time_minutes: integer(),
    /** The link that people open to take part. */
    page_url: text(),
    /** A test, or not to be counted: its numbers are on its own page only, in no typical value, trend, average or overview. */
    left_out: boolean().notNull().default(false),
    revision: revision(),
    created_at: createdAt(),
  },
  (table) => [
    uniqueIndex("sessions_external_id").on(table.school_id, table.external_id),
    index("sessions_school").on(table.school_id, table.scheduled_start),
    index("sessions_instructor").on(table.instructor_id, table.scheduled_start),
    index("sessions_series").on(table.series_id),
    index("sessions_course").on(table.course_id, table.scheduled_start),
    index("sessions_lesson").on(table.lesson_id).where(sql`${table.lesson_id} is not null`),
    index("sessions_recording").on(table.recording_video_id),
    // Sessions that may need closing: few at any time, and queried every few seconds (lib/flows/jobs/sessions.ts).
    index("sessions_open").on(table.scheduled_end).where(sql`${table.status} in ('scheduled', 'live')`),
  ],
);

/** One imported report, and the data needed to undo the import. */
export const imports = pgTable(
  "imports",
  {
    id: id(),
    school_id: reference(() => schools.id),
    session_id: uuid().notNull(),
    /** Null once that person was erased. */
    user_id: uuid().references(() => users.id),
    format: text().notNull(),
    file_name: text().notNull(),
    /** SHA-256 of the file: importing the same file again changes nothing. */
    file_hash: text().notNull(),
    /** What the report contains about presence: `spans`, `first_to_last` or `durations`. */
    presence: text().notNull(),
    people: integer().notNull(),
    /** Whether the import created the session. */
    made_session: boolean().notNull(),
    /** The earlier values of the rows that it changed, for undoing it. */
    before: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    created_at: createdAt(),
    undone_at: instant(),
    undone_by: uuid().references(() => users.id),
  },
  (table) => [
    index("imports_school").on(table.school_id, table.created_at),
    index("imports_session").on(table.session_id),
    index("imports_file").on(table.school_id, table.file_hash),
  ],
);

/*
 * The live family, keyed by `session_id`. No foreign key refers to another family. Facts from players are written by
 * lib/domain/sessions/live; registrations, imports and corrections by lib/domain/sessions/mutations; both under the
 * session's advisory lock, and both raise the session's version.
 */

/** Raised by every change to a session's facts or rules, in the same transaction: numbers computed at a version are valid for it. */
export const sessionVersions = pgTable("session_versions", {
  session_id: uuid().primaryKey(),
  version: bigint({ mode: "number" }).notNull().default(0),
  /** The version of the facts of which `attendees.present_ms` is; null while it was not computed. */
  presence_version: bigint({ mode: "number" }),
});

/** A person in one session. */
export const attendees = pgTable(
  "attendees",
  {
    session_id: uuid().notNull(),
    id: uuid().notNull(),
    display_name: text().notNull(),
    /** In lower case. */
    email: text(),
    /** The person's account, if they are matched to one. */
    user_id: uuid(),
    /** The host is not counted as attending. */
    host: boolean().notNull().default(false),
    registered_at: instant(),
    /** The person's answer to the invitation: `yes`, `no` or `maybe`. */
    rsvp: text(),
    /** When the registration was cancelled. */
    cancelled_at: instant(),
    /** Presence that a report gives only as a duration, or as a shorter duration than its stays. */
    reported_ms: bigint({ mode: "number" }),
    /** Presence by their visits to the ended session, as of `session_versions.presence_version`. */
    present_ms: bigint({ mode: "number" }),
    /** Messages that a report counted without their texts. */
    reported_messages: integer().notNull().default(0),
    /** What they wrote, asked and sent as reactions that was deleted by its age. */
    deleted_messages: integer().notNull().default(0),
    deleted_questions: integer().notNull().default(0),
    deleted_reactions: integer().notNull().default(0),
    /** The import that created the row. */
    import_id: uuid(),
    created_at: instant().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.session_id, table.id] }),
    index("attendees_user").on(table.user_id, table.session_id),
  ],
);

/**
 * How a session's players and reports name an attendee: `u:` user, `s:` token subject, `v:` visitor, `c:` anonymous client,
 * `e:` address, `n:` a person of whom an import has only the name. Several identities can belong to one attendee.
 */
export const attendeeIdentities = pgTable(
  "attendee_identities",
  {
    session_id: uuid().notNull(),
    identity: text().notNull(),
    attendee_id: uuid().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.session_id, table.identity] }),
    index("attendee_identities_attendee").on(table.session_id, table.attendee_id),
  ],
);

/**
 * One client's presence (a tab, a device, a row of a report). A heartbeat at `t` adds `[t, t + grace)` to `heartbeats`, so that
 * order and repetition do not matter and beats at most `grace` apart form one range; a stay is `[lower, upper − grace)`.
 * Times are epoch milliseconds; `grace_ms` is 0 for reports, whose stays are exact.
 */
export const presence = pgTable(
  "presence",
  {
    session_id: uuid().notNull(),
    client_id: text().notNull(),
    attendee_id: uuid().notNull(),
    heartbeats: int8multirange().notNull().default("{}"),
    grace_ms: integer().notNull(),
    /** The latest leave; while it equals the last beat, the client is absent. */
    left_ms: bigint({ mode: "number" }),
    import_id: uuid(),
  },
  (table) => [
    primaryKey({ columns: [table.session_id, table.client_id] }),
    index("presence_attendee").on(table.session_id, table.attendee_id),
  ],
);

export const messages = pgTable(
  "messages",
  {
    session_id: uuid().notNull(),
    id: uuid().notNull(),
    attendee_id: uuid().notNull(),
    text: text().notNull(),
    question: boolean().notNull(),
    sent_at: instant().notNull(),
    import_id: uuid(),
    /** When staff marked the question as answered, and who; null: it is not answered. */
    answered_at: instant(),
    answered_by: uuid(),
    /** The message that answers it; null if it was answered aloud. */
    answer_id: uuid(),
  },
  (table) => [
    primaryKey({ columns: [table.session_id, table.id] }),
    index("messages_attendee").on(table.session_id, table.attendee_id),
    index("messages_sent").on(table.session_id, table.sent_at),
  ],
);

export const reactions = pgTable(
  "reactions",
  {
    session_id: uuid().notNull(),
    id: uuid().notNull(),
    attendee_id: uuid().notNull(),
    /** Any emoji or name. */
    type: text().notNull(),
    sent_at: instant().notNull(),
    import_id: uuid(),
  },
  (table) => [
    primaryKey({ columns: [table.session_id, table.id] }),
    index("reactions_attendee").on(table.session_id, table.attendee_id),
    index("reactions_sent").on(table.session_id, table.sent_at),
  ],
);

/** One rating per attendee: the latest. */
export const feedback = pgTable(
  "feedback",
  {
    session_id: uuid().notNull(),
    attendee_id: uuid().notNull(),
    rating: integer().notNull(),
    comment: text(),
    sent_at: instant().notNull(),
    import_id: uuid(),
    /** By which version the comment was analysed (lib/domain/sessions/comments.ts); 0: not yet, and nothing below says anything. */
    analysis_version: integer().notNull().default(0),
    /** The comment's language by its ISO 639-3 code, its sentiment, and what it names: each by its key and as it is written. */
    language: text(),
    sentiment: text().$type<"negative" | "neutral" | "positive">(),
    names: jsonb().$type<[key: string, text: string][]>(),
  },
  (table) => [
    primaryKey({ columns: [table.session_id, table.attendee_id] }),
    index("feedback_analysis").on(table.analysis_version).where(sql`${table.comment} <> ''`),
  ],
);

/** A finished session's numbers, computed at a version: the roll-up for lists, typical values and trends. */
export const sessionNumbers = pgTable("session_numbers", {
  session_id: uuid().primaryKey(),
  version: bigint({ mode: "number" }).notNull(),
  /** The version of the formulas that computed them (lib/domain/sessions/numbers.ts). */
  formula_version: integer().notNull().default(0),
  total_registered: integer().notNull(),
  total_attended: integer().notNull(),
  registered_attended: integer().notNull(),
  attendance_rate: doublePrecision(),
  average_duration_minutes: doublePrecision(),
  average_presence_percentage: doublePrecision(),
  peak_count: integer(),
  engagement_rate: doublePrecision(),
  engaged: integer(),
  chat_message_count: integer(),
  questions_asked: integer(),
  reaction_count: integer(),
  average_rating: doublePrecision(),
  total_responses: integer().notNull(),
  engagement_score: doublePrecision(),
  largest_drop_off_percent: doublePrecision(),
  /** Data for charts: the timeline, the retention curve, the drop-offs, the score's parts. */
  detail: jsonb().$type<unknown>().notNull(),
});
