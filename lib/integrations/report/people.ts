import type { MessageKey } from "@/lib/language/language";
import type {
  AttendanceReport,
  PresenceDetail,
  ReportOptions,
  ReportPerson,
  ReportProblem,
} from "@/lib/measure/attendance-report";
import { addressOf, cellOf, type Delimiter, type Row, type Table, tidyName } from "@/lib/platform/read-table";
import { durationSeconds } from "./durations";
import {
  dayNumbers,
  decideDateOrder,
  instantOf,
  type TimeReading,
  type WrittenStay,
  type WrittenTime,
  writtenTime,
  zoneClock,
} from "./times";

/* Turns a report's rows into people: reads times, reports problems by line, joins the rows of one person. */

/** A text of the file and its line. */
export type Cell = { line: number; text: string };

/** One row about one person, as written; a missing cell is empty. */
export type StayRow = {
  line: number;
  name: string;
  email: string;
  external_id: string;
  role: ReportPerson["role"];
  cancelled: boolean;
  registered: string;
  /** False for a registration without attendance. */
  came: boolean;
  join: string;
  leave: string;
  duration: string;
};

/** What the file says about the meeting itself. */
export type MeetingCells = { start: Cell | null; end: Cell | null; duration: Cell | null };

/** What the file says about the meeting, with its title and id. */
export type About = Pick<AttendanceReport, "title" | "external_id"> & { cells: MeetingCells };
export const nothingKnown: About = {
  title: null,
  external_id: null,
  cells: { start: null, end: null, duration: null },
};

type StaysInput = {
  rows: readonly StayRow[];
  meeting: MeetingCells;
  presence: PresenceDetail;
  delimiter: Delimiter;
  /** The line of the header above the people. */
  headLine: number;
};

type ResolvedStays = Pick<
  AttendanceReport,
  "started_at" | "ended_at" | "people" | "problems" | "zone_assumed" | "date_order"
>;

export const emptyRow: Omit<StayRow, "line" | "name"> = {
  email: "",
  external_id: "",
  role: "attendee",
  cancelled: false,
  registered: "",
  came: true,
  join: "",
  leave: "",
  duration: "",
};

const stayCells = ["name", "email", "external_id", "registered", "join", "leave", "duration"] as const;

/** A row whose cells are in these columns; -1 or undefined for a column that the report does not have. */
export function stayRow(row: Row, columns: Partial<Record<(typeof stayCells)[number], number>>): StayRow {
  const cells = stayCells.map((name) => [name, cellOf(row, columns[name] ?? -1)]);
  return { ...emptyRow, name: "", line: row.line, ...Object.fromEntries(cells) };
}

/** A person of whom only the name is known. */
export const newPerson = (line: number, name: string): ReportPerson => ({
  line,
  name,
  email: null,
  external_id: null,
  role: "attendee",
  registered_at: null,
  cancelled: false,
  spans: [],
  present_seconds: null,
  messages: 0,
  reactions: [],
});

const nameKey = (name: string): string => name.normalize("NFKC").toLowerCase();

/** Joins all rows of one person in one step: adding row by row would copy the earlier ones each time. */
function joined(rows: readonly [ReportPerson, ...ReportPerson[]]): ReportPerson {
  const [first] = rows;
  const given = <Value>(value: (row: ReportPerson) => Value | null) =>
    rows.map(value).filter((one) => one !== null);
  const registrations = given((row) => row.registered_at);
  const lengths = given((row) => row.present_seconds);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  return {
    line: rows.reduce((least, { line }) => Math.min(least, line), first.line),
    name: first.name,
    email: given((row) => row.email)[0] ?? null,
    external_id: given((row) => row.external_id)[0] ?? null,
    role: rows.some(({ role }) => role === "host") ? "host" : "attendee",
    registered_at: registrations.length > 0 ? registrations.reduce((a, b) => Math.min(a, b)) : null,
    // A person who cancels and registers again is registered.
    cancelled: rows.every(({ cancelled }) => cancelled),
    spans: rows.flatMap(({ spans }) => spans).sort((a, b) => a[0] - b[0] || a[1] - b[1]),
    present_seconds: lengths.length > 0 ? sum(lengths) : null,
    messages: sum(rows.map(({ messages }) => messages)),
    reactions: rows.flatMap(({ reactions }) => reactions).sort((a, b) => a.at - b.at),
  };
}

/** Joins the rows of one person: with the same address, else platform id, else name; stays in the order of time, people in that of the file. */
export function gatherPeople(rows: readonly ReportPerson[]): ReportPerson[] {
  const people: { email: string | null; rows: [ReportPerson, ...ReportPerson[]] }[] = [];
  const places = new Map<string, number>();
  for (const row of rows) {
    const email = row.email && `address ${row.email}`;
    const id = row.external_id && `id ${row.external_id}`;
    const byId = id ? places.get(id) : undefined;
    // Two addresses are two people, even with the same platform id.
    const sameId = byId !== undefined && (!row.email || !people[byId]!.email) ? byId : undefined;
    const key = email ?? id ?? `name ${nameKey(row.name)}`;
    const at = places.get(key) ?? sameId ?? people.length;
    const person = people[at];
    if (person) {
      person.rows.push(row);
      person.email ??= row.email;
    } else people[at] = { email: row.email, rows: [row] };
    for (const place of [key, id]) if (place && !places.has(place)) places.set(place, at);
  }
  return people.map(({ rows }) => joined(rows));
}

/** The name of a row; without one the address, else the line, with a warning. */
export function namedOr(
  line: number,
  name: string,
  email: string | null,
): { name: string; problem: ReportProblem | null } {
  const tidy = tidyName(name);
  if (tidy) return { name: tidy, problem: null };
  const placeholder = email ?? `#${line}`;
  return {
    name: placeholder,
    problem: {
      line,
      message: { key: "imports.problems.no_name", values: { name: placeholder } },
      level: "warning",
    },
  };
}

const shown = (text: string): string => (text.length > 40 ? `${text.slice(0, 40).toWellFormed()}…` : text);

/** Noon, in milliseconds since midnight. */
const noon = 12 * 3_600_000;
const nextDay = 24 * 3_600_000;

/** Reads rows of stays, or of durations, into people. Never throws; a line that cannot be read is a problem. */
export function resolveStays(input: StaysInput, options: ReportOptions): ResolvedStays {
  const { rows, meeting, presence } = input;
  const problems: ReportProblem[] = [];
  const warn = (line: number, key: MessageKey, text = "") =>
    problems.push({ line, message: { key, values: { text: shown(text) } }, level: "warning" });

  const written = rows.map((row) => ({
    join: writtenTime(row.join),
    leave: writtenTime(row.leave),
    registered: writtenTime(row.registered),
  }));
  const start = meeting.start && writtenTime(meeting.start.text);
  const end = meeting.end && writtenTime(meeting.end.text);
  const stated = meeting.duration && durationSeconds(meeting.duration.text);
  const times = [
    start,
    end,
    ...written.flatMap(({ join, leave, registered }) => [join, leave, registered]),
  ].filter((time): time is WrittenTime => time !== null);

  const stays = written.flatMap(({ join, leave }, at): WrittenStay[] => {
    if (!join || !leave) return [];
    // A span from first join to last leave is longer than the presence: only single stays can be compared.
    const stated_seconds = presence === "spans" ? durationSeconds(rows[at]!.duration) : null;
    return [{ from: join, to: leave, stated_seconds }];
  });
  const whole = start && end ? { from: start, to: end, stated_seconds: stated } : null;
  const evidence = { meeting: whole, stays, delimiter: input.delimiter };
  const dateOrder = decideDateOrder(times, evidence, options.date_order);
  const reading: TimeReading = {
    order: dateOrder?.order ?? "ymd",
    zone: zoneClock(options.time_zone),
    day: options.day,
  };
  const dayMissing = times.some(({ date }) => date === null) && !dayNumbers(options.day);
  if (dayMissing)
    problems.push({ line: 1, message: { key: "imports.problems.day_missing" }, level: "error" });

  // A leave before the join means that the meeting ran past midnight; the early hours then belong to the next day.
  const pastMidnight = stays.some(
    ({ from, to }) => !from.date && !to.date && from.clock >= noon && to.clock < from.clock,
  );
  const instant = (time: WrittenTime): number | null => {
    const at = instantOf(time, reading);
    if (at === null || time.date || !pastMidnight || time.clock >= noon) return at;
    return instantOf({ ...time, clock: time.clock + nextDay }, reading);
  };

  const meetingAt = (cell: Cell | null, time: WrittenTime | null, unread: MessageKey): number | null => {
    const at = time && instant(time);
    const awaitsDay = dayMissing && time?.date === null;
    if (cell?.text && at === null && !awaitsDay) warn(cell.line, unread, cell.text);
    return at;
  };
  const startedAt = meetingAt(meeting.start, start, "imports.problems.meeting_start");
  const statedEnd = meetingAt(meeting.end, end, "imports.problems.meeting_end");
  const endedAt = statedEnd ?? (startedAt !== null && stated !== null ? startedAt + stated * 1000 : null);

  const people: ReportPerson[] = [];
  rows.forEach((row, at) => {
    const email = addressOf(row.email);
    const { join, leave, registered } = written[at]!;
    const { name, problem } = namedOr(row.line, row.name, email);
    const refuse = (key: MessageKey, text?: string): null => {
      warn(row.line, key, text);
      return null;
    };

    let seconds = row.duration ? durationSeconds(row.duration) : null;
    if (presence !== "spans" && row.duration && (seconds === null || seconds < 0)) {
      refuse(
        seconds === null ? "imports.problems.duration_unread" : "imports.problems.duration_negative",
        row.duration,
      );
      seconds = null;
      if (presence === "durations") return;
    }
    const stayOf = (): ReportPerson["spans"] | null => {
      if (presence === "durations" || !row.came) return [];
      if (presence === "first_to_last" && seconds !== null && !row.join && !row.leave) return [];
      if (dayMissing && (join?.date === null || leave?.date === null)) return [];
      if (!row.join) return refuse("imports.problems.no_join");
      const from = join && instant(join);
      if (from === null) return refuse("imports.problems.join_unread", row.join);
      // A report that was made during the meeting gives no leave time for those still present.
      const open = seconds !== null && seconds >= 0 ? from + seconds * 1000 : endedAt;
      const to = row.leave ? leave && instant(leave) : open;
      if (to === null && !row.leave) return refuse("imports.problems.no_leave");
      if (to === null) return refuse("imports.problems.leave_unread", row.leave);
      return to < from ? refuse("imports.problems.ends_before_start") : [[from, to]];
    };
    const spans = stayOf();
    if (!spans) return;

    const registeredAt = registered && instant(registered);
    if (row.registered && registeredAt === null)
      refuse("imports.problems.registration_unread", row.registered);
    if (problem) problems.push(problem);
    people.push({
      ...newPerson(row.line, name),
      email,
      external_id: row.external_id || null,
      role: row.role,
      registered_at: registeredAt,
      cancelled: row.cancelled,
      spans,
      present_seconds: presence === "spans" ? null : seconds,
    });
  });

  const key = rows.length === 0 ? "imports.problems.nobody" : "imports.problems.nothing_read";
  if (people.length === 0) problems.push({ line: input.headLine, message: { key }, level: "error" });
  return {
    started_at: startedAt,
    ended_at: endedAt,
    people: gatherPeople(people),
    problems: problems.toSorted((a, b) => a.line - b.line),
    zone_assumed: times.some(({ offset }) => offset === null),
    date_order: dateOrder,
  };
}

/** The report made of a table's rows about people. */
export function reportOf(
  { delimiter, problems }: Table,
  {
    format,
    about,
    ...input
  }: Pick<StaysInput, "rows" | "presence" | "headLine"> & { format: string; about: About },
  options: ReportOptions,
): AttendanceReport {
  const settled = resolveStays({ ...input, meeting: about.cells, delimiter }, options);
  return {
    format,
    title: about.title,
    external_id: about.external_id,
    presence: input.presence,
    ...settled,
    problems: [...problems, ...settled.problems],
  };
}
