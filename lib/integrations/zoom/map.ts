import { emptyRow, type MeetingCells, type StayRow, settleStays } from "@/lib/integrations/report/people";
import type {
  AttendanceReport,
  ReportOptions,
  ReportPlatform,
  ReportReader,
} from "@/lib/measure/attendance-report";
import {
  cellOf,
  columnsOf,
  decodeText,
  headKey,
  isEmptyRow,
  type Row,
  readTable,
  type Table,
} from "@/lib/platform/read-table";
import {
  classicEmail,
  meetingHead,
  participantHead,
  webinarHead,
  webinarPersonHead,
  webinarSections,
  withdrawn,
} from "./wire";

/** `Ana Silva (Ana S.)` is Ana Silva, who joined as Ana S. */
function shownName(text: string): string {
  const bracket = text.endsWith(")") ? text.lastIndexOf("(") : -1;
  return (bracket > 0 && text.slice(0, bracket).trim()) || text;
}

/** The columns of a participants header; null for any other row. */
function participantColumns(row: Row): Record<keyof typeof participantHead, number> | null {
  const columns = columnsOf(row, participantHead);
  const hasStays = columns.join >= 0 && columns.leave >= 0 && columns.duration >= 0;
  return columns.name >= 0 && (hasStays || columns.total >= 0) ? columns : null;
}

function meetingColumns(row: Row): Record<keyof typeof meetingHead, number> | null {
  const columns = columnsOf(row, meetingHead);
  return columns.topic >= 0 && columns.id >= 0 ? columns : null;
}

function webinarColumns(row: Row): Record<keyof typeof webinarHead, number> | null {
  const columns = columnsOf(row, webinarHead);
  return columns.topic >= 0 && columns.id >= 0 ? columns : null;
}

function webinarPersonColumns(row: Row): Record<keyof typeof webinarPersonHead, number> | null {
  const columns = columnsOf(row, webinarPersonHead);
  return columns.name >= 0 && columns.duration >= 0 ? columns : null;
}

const isWebinar = (rows: readonly Row[]): boolean =>
  rows.some((row) => webinarColumns(row) ?? webinarPersonColumns(row));

type About = Pick<AttendanceReport, "title" | "external_id"> & { cells: MeetingCells };
const nothingKnown: About = {
  title: null,
  external_id: null,
  cells: { start: null, end: null, duration: null },
};

/** The meeting, from the row below its header. */
function aboutOf(
  row: Row,
  columns: { topic: number; id: number; start: number; end?: number; duration: number },
): About {
  const cell = (column = -1) => {
    const text = cellOf(row, column);
    return text ? { line: row.line, text } : null;
  };
  return {
    title: cell(columns.topic)?.text ?? null,
    // Some reports write the id in groups of digits.
    external_id: cell(columns.id)?.text.replace(/\s+/g, "") ?? null,
    cells: { start: cell(columns.start), end: cell(columns.end), duration: cell(columns.duration) },
  };
}

function readMeeting({ rows, delimiter, problems }: Table, options: ReportOptions): AttendanceReport {
  let about = nothingKnown;
  let columns: ReturnType<typeof participantColumns> = null;
  let classic = false;
  let headLine = 1;
  const stays: StayRow[] = [];
  rows.forEach((row, at) => {
    const participants = participantColumns(row);
    const meeting = meetingColumns(row);
    if (participants) {
      columns = participants;
      headLine = row.line;
      classic ||= headKey(cellOf(row, participants.email)) === classicEmail;
    } else if (meeting && !columns) {
      classic ||= headKey(cellOf(row, meeting.id)) === "meetingid";
      const below = rows[at + 1];
      if (below && !isEmptyRow(below)) about = aboutOf(below, meeting);
    } else if (columns && !isEmptyRow(row)) {
      // A row of the waiting room is not attendance; being admitted starts another row.
      if (/^(yes|true)$/i.test(cellOf(row, columns.waiting))) return;
      stays.push({
        ...emptyRow,
        line: row.line,
        name: shownName(cellOf(row, columns.name)),
        email: cellOf(row, columns.email),
        join: cellOf(row, columns.join),
        leave: cellOf(row, columns.leave),
        duration: cellOf(row, columns.total >= 0 ? columns.total : columns.duration),
      });
    }
  });
  const header = columns as ReturnType<typeof participantColumns>;
  const presence = header && header.join >= 0 && header.leave >= 0 ? "spans" : "durations";
  const settled = settleStays({ rows: stays, meeting: about.cells, presence, delimiter, headLine }, options);
  return {
    format: classic ? "zoom_meeting_classic" : "zoom_meeting",
    title: about.title,
    external_id: about.external_id,
    presence,
    ...settled,
    problems: [...problems, ...settled.problems],
  };
}

function readWebinar({ rows, delimiter, problems }: Table, options: ReportOptions): AttendanceReport {
  let about = nothingKnown;
  let columns: ReturnType<typeof webinarPersonColumns> = null;
  let role: StayRow["role"] | null = "attendee";
  let headLine = 1;
  const stays: StayRow[] = [];
  rows.forEach((row, at) => {
    const title = headKey(row.cells[0] ?? "");
    const isTitle = row.cells.slice(1).every((cell) => cell === "") && Object.hasOwn(webinarSections, title);
    const webinar = webinarColumns(row);
    const persons = webinarPersonColumns(row);
    if (isTitle) {
      role = webinarSections[title] ?? null;
      columns = null;
    } else if (webinar) {
      const below = rows[at + 1];
      if (below && !isEmptyRow(below)) about = aboutOf(below, webinar);
    } else if (persons) {
      columns = persons;
      headLine = row.line;
    } else if (columns && role && !isEmptyRow(row)) {
      const cell = (name: keyof typeof webinarPersonHead) => cellOf(row, columns?.[name] ?? -1);
      stays.push({
        line: row.line,
        name: shownName(cell("name")) || `${cell("first")} ${cell("last")}`.trim(),
        email: cell("email"),
        external_id: "",
        role,
        cancelled: withdrawn.test(cell("approval")),
        registered: cell("registered"),
        came: !/^no$/i.test(cell("attended")),
        join: cell("join"),
        leave: cell("leave"),
        duration: cell("duration"),
      });
    }
  });
  const settled = settleStays(
    { rows: stays, meeting: about.cells, presence: "spans", delimiter, headLine },
    options,
  );
  return {
    format: "zoom_webinar",
    title: about.title,
    external_id: about.external_id,
    presence: "spans",
    ...settled,
    problems: [...problems, ...settled.problems],
  };
}

/** Reads Zoom's reports of a meeting (both generations, with stays or as unique users) and of a webinar. */
export const readZoom: ReportReader = (bytes, options) => {
  const table = readTable(
    decodeText(bytes),
    (head) => isWebinar(head) || head.some((row) => participantColumns(row) ?? meetingColumns(row)),
  );
  if (!table) return null;
  return isWebinar(table.rows) ? readWebinar(table, options) : readMeeting(table, options);
};

export const zoom: ReportPlatform = {
  name: "Zoom",
  formats: {
    zoom_meeting_classic: "Zoom meeting",
    zoom_meeting: "Zoom meeting",
    zoom_webinar: "Zoom webinar",
  },
  read: readZoom,
};
