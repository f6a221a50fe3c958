/*
 * An attendance report of any platform, in one shape: lib/integrations/<platform>/map.ts makes it, and an import is previewed and
 * written from it. Instants are epoch milliseconds.
 */

/** What a report says about when people were present. */
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

/** The order of a date's numbers where the file itself leaves it open (`03/04/2026`). */
export type DateOrder = "dmy" | "mdy" | "ymd";

/** One person of a report, their rows put together (same address, else same id of the platform's, else same name). */
export type ReportPerson = {
  /** The first line of the file that names them, from 1; for JSON their place in it. */
  line: number;
  name: string;
  /** In lower case. */
  email: string | null;
  /** What the platform calls them. */
  external_id: string | null;
  /** Whom the platform sets apart as running it, not attending: a webinar's host and panelists. Organisers of a meeting attend. */
  role: "attendee" | "host";
  registered_at: number | null;
  /** A registration that was taken back or refused. */
  cancelled: boolean;
  /** Stays `[from, to]`, in order of arrival, not merged. Empty for somebody who registered and did not come. */
  spans: [from: number, to: number][];
  /** How long the report says they were there in all, where it says so and the stays do not. */
  present_seconds: number | null;
  /** Messages that the report counts without their texts. */
  messages: number;
  reactions: { type: string; at: number }[];
};

/** What a line of the file could not be understood for. An `error` stops the import; a `warning` leaves that line out. */
export type ReportProblem = { line: number; message: string; level: "error" | "warning" };

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
  /** True where the file's times bear no zone: they were read in the zone that was given. */
  zone_assumed: boolean;
  /** How the file's dates were read; `certain` when the file itself leaves no other reading. Null where it has none to read. */
  date_order: { order: DateOrder; certain: boolean } | null;
};

export type ReportOptions = {
  /** IANA zone for times without one. */
  time_zone: string;
  /** How to read dates that the file leaves open; guessed from the file when it is not given. */
  date_order?: DateOrder | undefined;
  /** The day of the meeting, `YYYY-MM-DD`, for reports that hold clock times only. */
  day?: string | undefined;
};

/** One platform's reader: null when the file is of another platform. */
export type ReportReader = (bytes: Uint8Array, options: ReportOptions) => AttendanceReport | null;

/** A platform whose reports can be imported, with the names of the formats that its reader tells apart. */
export type ReportPlatform = { name: string; formats: Record<string, string>; read: ReportReader };
