import type { Message, MessageKey } from "@/lib/language/language";

/*
 * An attendance report of any platform, in one shape: lib/integrations/<platform>/map.ts creates it, and an import is previewed and
 * written from it. Instants are epoch milliseconds.
 */

/** What a report contains about when people were present. */
export type PresenceDetail =
  /** Every join and leave time: everything can be computed. */
  | "spans"
  /** First join and last leave of each person: the peak is an upper bound. */
  | "first_to_last"
  /** Only how long each person was present: the peak is unknown. */
  | "durations";

/** A report of 20,000 people with three stays each is about 5 MB. */
export const reportBytesMax = 5 * 1024 * 1024;
export const reportPeopleMax = 20_000;

/** The order of a date's numbers where the file is ambiguous (`03/04/2026`). */
export type DateOrder = "dmy" | "mdy" | "ymd";

/** One person of a report, their rows put together (same address, else same id of the platform's, else same name). */
export type ReportPerson = {
  /** The first line of the file that names them, from 1; for JSON their place in it. */
  line: number;
  name: string;
  /** In lower case. */
  email: string | null;
  /** The platform's id for them. */
  external_id: string | null;
  /** Whether the platform lists them as running the event: a webinar's host and panelists. Organisers of a meeting attend it. */
  role: "attendee" | "host";
  registered_at: number | null;
  /** A registration that was cancelled or refused. */
  cancelled: boolean;
  /** Stays `[from, to]`, in order of arrival, not merged. Empty for a person who registered and did not attend. */
  spans: [from: number, to: number][];
  /** The total presence stated by the report, if the stays do not give it. */
  present_seconds: number | null;
  /** Messages that the report counts without their texts. */
  messages: number;
  reactions: { type: string; at: number }[];
};

/** Why a line of the file could not be read. An `error` stops the import; a `warning` skips the line. */
export type ReportProblem = { line: number; message: Message; level: "error" | "warning" };

export type AttendanceReport = {
  /** One of the formats of its platform. */
  format: string;
  title: string | null;
  /** The platform's id of the meeting. */
  external_id: string | null;
  started_at: number | null;
  ended_at: number | null;
  presence: PresenceDetail;
  people: ReportPerson[];
  problems: ReportProblem[];
  /** True if the file's times have no zone: they were read in the given zone. */
  zone_assumed: boolean;
  /** How the file's dates were read; `certain` when no other reading is possible. Null if it has no dates. */
  date_order: { order: DateOrder; certain: boolean } | null;
};

export type ReportOptions = {
  /** IANA zone for times without one. */
  time_zone: string;
  /** How to read ambiguous dates; default: guessed from the file. */
  date_order?: DateOrder | undefined;
  /** The day of the meeting, `YYYY-MM-DD`, for reports with times of day only. */
  day?: string | undefined;
};

/** One platform's reader: null when the file is of another platform. */
export type ReportReader = (bytes: Uint8Array, options: ReportOptions) => AttendanceReport | null;

/** A platform whose reports can be imported, with the names of the formats that its reader tells apart. */
export type ReportPlatform = { name: string; formats: Record<string, MessageKey>; read: ReportReader };
