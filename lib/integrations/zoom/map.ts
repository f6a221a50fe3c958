import { type About, nothingKnown, reportOf, type StayRow, stayRow } from "@/lib/integrations/report/people";
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

/** The columns of a header with all the required ones; null for any other row. */
function headColumns<Name extends string>(
  row: Row,
  head: Record<Name, readonly string[]>,
  required: readonly NoInfer<Name>[],
): Record<Name, number> | null {
  const columns = columnsOf(row, head);
  return required.every((name) => columns[name] >= 0) ? columns : null;
}

const participantColumns = (row: Row) => {
  const columns = headColumns(row, participantHead, ["name"]);
  const hasStays = columns && columns.join >= 0 && columns.leave >= 0 && columns.duration >= 0;
  return hasStays || (columns && columns.total >= 0) ? columns : null;
};
const meetingColumns = (row: Row) => headColumns(row, meetingHead, ["topic", "id"]);
const webinarColumns = (row: Row) => headColumns(row, webinarHead, ["topic", "id"]);
const webinarPersonColumns = (row: Row) => headColumns(row, webinarPersonHead, ["name", "duration"]);

const isWebinar = (rows: readonly Row[]): boolean =>
  rows.some((row) => !isEmptyRow(row) && (webinarColumns(row) ?? webinarPersonColumns(row)));

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

function readMeeting(table: Table, options: ReportOptions): AttendanceReport {
  const { rows } = table;
  let about = nothingKnown;
  let columns: ReturnType<typeof participantColumns> = null;
  let classic = false;
  let headLine = 1;
  const stays: StayRow[] = [];
  rows.forEach((row, at) => {
    if (isEmptyRow(row)) return;
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
    } else if (columns) {
      // A row of the waiting room is not attendance; being admitted starts another row.
      if (/^(yes|true)$/i.test(cellOf(row, columns.waiting))) return;
      const duration = columns.total >= 0 ? columns.total : columns.duration;
      const stay = stayRow(row, { ...columns, duration });
      stays.push({ ...stay, name: shownName(stay.name) });
    }
  });
  const header = columns as ReturnType<typeof participantColumns>;
  const presence = header && header.join >= 0 && header.leave >= 0 ? "spans" : "durations";
  const format = classic ? "zoom_meeting_classic" : "zoom_meeting";
  return reportOf(table, { format, about, presence, rows: stays, headLine }, options);
}

function readWebinar(table: Table, options: ReportOptions): AttendanceReport {
  const { rows } = table;
  let about = nothingKnown;
  let columns: ReturnType<typeof webinarPersonColumns> = null;
  let role: StayRow["role"] | null = "attendee";
  let headLine = 1;
  const stays: StayRow[] = [];
  rows.forEach((row, at) => {
    if (isEmptyRow(row)) return;
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
    } else if (columns && role) {
      const cell = (name: keyof typeof webinarPersonHead) => cellOf(row, columns?.[name] ?? -1);
      const stay = stayRow(row, columns);
      stays.push({
        ...stay,
        name: shownName(stay.name) || `${cell("first")} ${cell("last")}`.trim(),
        role,
        cancelled: withdrawn.test(cell("approval")),
        came: !/^no$/i.test(cell("attended")),
      });
    }
  });
  return reportOf(
    table,
    { format: "zoom_webinar", about, presence: "spans", rows: stays, headLine },
    options,
  );
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
    zoom_meeting_classic: "imports.formats.zoom_meeting",
    zoom_meeting: "imports.formats.zoom_meeting",
    zoom_webinar: "imports.formats.zoom_webinar",
  },
  read: readZoom,
};
