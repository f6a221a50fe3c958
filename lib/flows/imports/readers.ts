import { readBigBlueButton } from "@/lib/integrations/bigbluebutton/map";
import { readMeet } from "@/lib/integrations/meet/map";
import { readTeams } from "@/lib/integrations/teams/map";
import { readZoom } from "@/lib/integrations/zoom/map";
import type { AttendanceReport, ReportOptions, ReportReader } from "@/lib/measure/attendance-report";
import { readReport } from "@/lib/measure/attendance-report";

/** Every platform whose reports are understood. The surest to recognise go first. */
export const readers: readonly ReportReader[] = [readBigBlueButton, readTeams, readZoom, readMeet];

/** A report as the platform that it is from is read; null when it is of none. */
export function readAttendance(bytes: Uint8Array, options: ReportOptions): AttendanceReport | null {
  return readReport(readers, bytes, options);
}
