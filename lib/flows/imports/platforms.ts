import { bigBlueButton } from "@/lib/integrations/bigbluebutton/map";
import { meet } from "@/lib/integrations/meet/map";
import { teams } from "@/lib/integrations/teams/map";
import { zoom } from "@/lib/integrations/zoom/map";
import type { MessageKey } from "@/lib/language/language";
import type { AttendanceReport, ReportOptions, ReportPlatform } from "@/lib/measure/attendance-report";

/** Every platform whose reports can be imported, in the order in which their readers are tried: the surest to recognise first. */
const platforms: readonly ReportPlatform[] = [bigBlueButton, teams, zoom, meet];

/** The platforms by name, in the order of the alphabet. */
export const platformNames = platforms.map(({ name }) => name).sort();

/** What each format is called. */
export const formatNames: Readonly<Record<string, MessageKey>> = Object.assign(
  {},
  ...platforms.map(({ formats }) => formats),
);

/** Reads a report with the first reader that recognises it; null when none does. */
export function readReport(bytes: Uint8Array, options: ReportOptions): AttendanceReport | null {
  for (const { read } of platforms) {
    const report = read(bytes, options);
    if (report) return report;
  }
  return null;
}
