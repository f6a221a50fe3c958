import { nothingKnown, reportOf, type StayRow, stayRow } from "@/lib/integrations/report/people";
import type { ReportPlatform, ReportReader } from "@/lib/measure/attendance-report";
import { cellOf, columnsOf, decodeText, isEmptyRow, type Row, readTable } from "@/lib/platform/read-table";

/** The headers of Google Meet's report, as `headKey`s. One row a person, from the first join to the last leave. */
const meetHead = {
  name: ["name", "fullname", "participantname"],
  first: ["firstname"],
  last: ["lastname"],
  email: ["email", "emailaddress"],
  duration: ["duration"],
  join: ["timejoined"],
  leave: ["timeexited", "timeleft"],
};

function headColumns(row: Row): Record<keyof typeof meetHead, number> | null {
  const columns = columnsOf(row, meetHead);
  const named = columns.name >= 0 || columns.first >= 0;
  return named && columns.join >= 0 && columns.leave >= 0 ? columns : null;
}

/** Reads Google Meet's report. It often gives only times of day: then `options.day` is the day. */
export const readMeet: ReportReader = (bytes, options) => {
  const table = readTable(decodeText(bytes), (head) => head.some(headColumns));
  if (!table) return null;
  let columns: ReturnType<typeof headColumns> = null;
  let headLine = 1;
  const stays: StayRow[] = [];
  for (const row of table.rows) {
    if (isEmptyRow(row)) continue;
    const head = headColumns(row);
    if (head) {
      columns = head;
      headLine = row.line;
    } else if (columns) {
      const fullName = `${cellOf(row, columns.first)} ${cellOf(row, columns.last)}`.trim();
      const stay = stayRow(row, columns);
      stays.push(columns.name >= 0 ? stay : { ...stay, name: fullName });
    }
  }
  return reportOf(
    table,
    { format: "meet", about: nothingKnown, presence: "first_to_last", rows: stays, headLine },
    options,
  );
};

export const meet: ReportPlatform = {
  name: "Google Meet",
  formats: { meet: "imports.formats.meet" },
  read: readMeet,
};
