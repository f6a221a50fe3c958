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
import { createdAt, id, instant, int8multirange } from "./columns";
import { courses } from "./courses";
import { users } from "./people";
import { schools } from "./schools";
import { videos } from "./videos";

export const sessionStatus = pgEnum("session_status", ["scheduled", "live", "ended", "cancelled"]);
export const sessionFormat = pgEnum("session_format", ["class", "webinar", "coaching"]);

/** Sessions that repeat: the same class week after week. */
export const series = pgTable(
  "series",
  {
    id: id(),
    schoolId: uuid("school_id")
      .notNull()
      .references(() => schools.id),
    title: text("title").notNull(),
    createdAt: createdAt(),
  },
  (table) => [index("series_school").on(table.schoolId)],
);

export const sessions = pgTable(
  "sessions",
  {
    id: id(),
    schoolId: uuid("school_id")
      .notNull()
      .references(() => schools.id),
    instructorId: uuid("instructor_id")
      .notNull()
      .references(() => users.id),
    courseId: uuid("course_id").references(() => courses.id),
    seriesId: uuid("series_id").references(() => series.id),
    /** Its place in the series, from 1: "week 7". */
    seriesNumber: integer("series_number"),
    externalId: text("external_id"),
    title: text("title").notNull(),
    format: sessionFormat("format").notNull().default("class"),
    status: sessionStatus("status").notNull().default("scheduled"),
    scheduledStart: instant("scheduled_start").notNull(),
    scheduledEnd: instant("scheduled_end").notNull(),
    startedAt: instant("started_at"),
    endedAt: instant("ended_at"),
    recordingVideoId: uuid("recording_video_id").references(() => videos.id),
    /** The instant that second 0 of the recording shows; the session's start when it is not known. */
    recordingStartedAt: instant("recording_started_at"),
    chatEnabled: boolean("chat_enabled").notNull().default(true),
    /** Whether players may take part without a sign-in or a playback token. */
    anonymousViewers: boolean("anonymous_viewers").notNull().default(false),
    /** Minutes after the start that still count as on time; the school's when not set. */
    onTimeMinutes: integer("on_time_minutes"),
    /** Where it takes place, for people to open. */
    pageUrl: text("page_url"),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex("sessions_external_id").on(table.schoolId, table.externalId),
    index("sessions_school").on(table.schoolId, table.scheduledStart),
    index("sessions_instructor").on(table.instructorId, table.scheduledStart),
    index("sessions_series").on(table.seriesId),
    index("sessions_recording").on(table.recordingVideoId),
    // Those that may have to be closed: few at any time, and asked for with every read.
    index("sessions_open").on(table.scheduledEnd).where(sql`${table.status} in ('scheduled', 'live')`),
  ],
);

/** One report that was read in, and what is needed to take it back. */
export const imports = pgTable(
  "imports",
  {
    id: id(),
    schoolId: uuid("school_id")
      .notNull()
      .references(() => schools.id),
    sessionId: uuid("session_id").notNull(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    format: text("format").notNull(),
    fileName: text("file_name").notNull(),
    /** SHA-256 of the file: the same file again changes nothing. */
    fileHash: text("file_hash").notNull(),
    /** How much the report says of presence: `spans`, `first_to_last` or `durations`. */
    presence: text("presence").notNull(),
    people: integer("people").notNull(),
    /** Whether the import made the session. */
    madeSession: boolean("made_session").notNull(),
    /** What stood in the rows it changed, for taking it back. */
    before: jsonb("before").$type<Record<string, unknown>>().notNull().default({}),
    createdAt: createdAt(),
    undoneAt: instant("undone_at"),
    undoneBy: uuid("undone_by").references(() => users.id),
  },
  (table) => [
    index("imports_school").on(table.schoolId, table.createdAt),
    index("imports_session").on(table.sessionId),
    index("imports_file").on(table.schoolId, table.fileHash),
  ],
);

/*
 * The live family, keyed by `session_id`. No foreign key leaves it. Facts from players are written by
 * lib/domain/sessions/ingest; registrations, imports and corrections by lib/domain/sessions/mutations; both under the
 * session's advisory lock, and both raise the session's version.
 */

/** Raised by every change to a session's facts or rules, in the same transaction: numbers computed at a version hold for it. */
export const sessionVersions = pgTable("session_versions", {
  sessionId: uuid("session_id").primaryKey(),
  version: bigint("version", { mode: "number" }).notNull().default(0),
});

/** A person as one session knew them. */
export const attendees = pgTable(
  "attendees",
  {
    sessionId: uuid("session_id").notNull(),
    id: uuid("id").notNull(),
    displayName: text("display_name").notNull(),
    /** In lower case. */
    email: text("email"),
    /** Who they are here, where that is known. */
    userId: uuid("user_id"),
    /** Who runs the session is not counted as attending it. */
    host: boolean("host").notNull().default(false),
    registeredAt: instant("registered_at"),
    /** Their own answer to the invitation: `yes`, `no` or `maybe`. */
    rsvp: text("rsvp"),
    /** When the registration was taken back. */
    cancelledAt: instant("cancelled_at"),
    /** Presence that a report gives as a length only, or as less than its stays. */
    reportedMs: bigint("reported_ms", { mode: "number" }),
    /** Messages that a report counted without their texts. */
    reportedMessages: integer("reported_messages").notNull().default(0),
    /** The import that made the row. */
    importId: uuid("import_id"),
    createdAt: instant("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.id] }),
    index("attendees_user").on(table.userId, table.sessionId),
  ],
);

/**
 * How a session's players and reports name an attendee: `u:` user, `s:` token subject, `v:` visitor, `c:` anonymous client,
 * `e:` address, `n:` an import's nameless-elsewhere person. Several may lead to one attendee.
 */
export const attendeeIdentities = pgTable(
  "attendee_identities",
  {
    sessionId: uuid("session_id").notNull(),
    identity: text("identity").notNull(),
    attendeeId: uuid("attendee_id").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.identity] }),
    index("attendee_identities_attendee").on(table.sessionId, table.attendeeId),
  ],
);

/**
 * One client's presence (a tab, a device, a row of a report). A heartbeat at `t` adds `[t, t + grace)` to `heard`, so that
 * order and repetition do not matter and beats at most `grace` apart grow together; a stay is `[lower, upper − grace)`.
 * Times are epoch milliseconds; `grace_ms` is 0 for reports, whose stays are exact.
 */
export const presence = pgTable(
  "presence",
  {
    sessionId: uuid("session_id").notNull(),
    clientId: text("client_id").notNull(),
    attendeeId: uuid("attendee_id").notNull(),
    heard: int8multirange("heard").notNull().default("{}"),
    graceMs: integer("grace_ms").notNull(),
    /** The latest leave; while it is the last beat too, nobody is there. */
    leftMs: bigint("left_ms", { mode: "number" }),
    importId: uuid("import_id"),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.clientId] }),
    index("presence_attendee").on(table.sessionId, table.attendeeId),
  ],
);

export const messages = pgTable(
  "messages",
  {
    sessionId: uuid("session_id").notNull(),
    id: uuid("id").notNull(),
    attendeeId: uuid("attendee_id").notNull(),
    text: text("text").notNull(),
    question: boolean("question").notNull(),
    sentAt: instant("sent_at").notNull(),
    importId: uuid("import_id"),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.id] }),
    index("messages_attendee").on(table.sessionId, table.attendeeId),
    index("messages_sent").on(table.sessionId, table.sentAt),
  ],
);

export const reactions = pgTable(
  "reactions",
  {
    sessionId: uuid("session_id").notNull(),
    id: uuid("id").notNull(),
    attendeeId: uuid("attendee_id").notNull(),
    /** Any emoji or name. */
    type: text("type").notNull(),
    sentAt: instant("sent_at").notNull(),
    importId: uuid("import_id"),
  },
  (table) => [
    primaryKey({ columns: [table.sessionId, table.id] }),
    index("reactions_attendee").on(table.sessionId, table.attendeeId),
    index("reactions_sent").on(table.sessionId, table.sentAt),
  ],
);

/** One answer an attendee: the latest stands. */
export const feedback = pgTable(
  "feedback",
  {
    sessionId: uuid("session_id").notNull(),
    attendeeId: uuid("attendee_id").notNull(),
    rating: integer("rating").notNull(),
    comment: text("comment"),
    sentAt: instant("sent_at").notNull(),
    importId: uuid("import_id"),
  },
  (table) => [primaryKey({ columns: [table.sessionId, table.attendeeId] })],
);

/** A finished session's numbers, as computed at a version: the roll-up that lists, typical values and trends read. */
export const sessionNumbers = pgTable("session_numbers", {
  sessionId: uuid("session_id").primaryKey(),
  version: bigint("version", { mode: "number" }).notNull(),
  totalRegistered: integer("total_registered").notNull(),
  totalAttended: integer("total_attended").notNull(),
  registeredAttended: integer("registered_attended").notNull(),
  attendanceRate: doublePrecision("attendance_rate"),
  averageDurationMinutes: doublePrecision("average_duration_minutes"),
  peakCount: integer("peak_count"),
  engagementRate: doublePrecision("engagement_rate"),
  engaged: integer("engaged"),
  chatMessageCount: integer("chat_message_count"),
  questionsAsked: integer("questions_asked"),
  reactionCount: integer("reaction_count"),
  averageRating: doublePrecision("average_rating"),
  totalResponses: integer("total_responses").notNull(),
  engagementScore: doublePrecision("engagement_score"),
  /** What only a picture needs: the timeline, the retention curve, the drop-offs, the score's parts. */
  detail: jsonb("detail").$type<unknown>().notNull(),
});
