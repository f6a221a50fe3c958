import "server-only";
import { erasedAmong } from "@/lib/auth/erased-identities";
import { addressesOf } from "@/lib/domain/sessions/imports/match";
import type { Language } from "@/lib/language/language";
import type { AttendanceReport, ReportPerson } from "@/lib/measure/attendance-report";

const namesOf = (person: ReportPerson): string[] => [
  ...addressesOf(person).map((address) => `e:${address}`),
  ...(person.external_id ? [`x:${person.external_id}`] : []),
];

/**
 * The report as it is imported: a person who was erased in the school has attended, and is somebody without a name or an address. So a report does
 * not bring a person back, and the session's numbers are the same as before they were erased.
 */
export async function withoutErased<Report extends AttendanceReport | null>(
  schoolId: string,
  report: Report,
  { t }: Language,
): Promise<Report> {
  if (report === null) return report;
  const erased = await erasedAmong(schoolId, report.people.flatMap(namesOf));
  if (erased.size === 0) return report;
  const people = report.people.map((person) =>
    namesOf(person).some((name) => erased.has(name))
      ? // With its line, because people of one name are one person.
        { ...person, name: `${t("people.erase.nobody")} ${person.line}`, email: null, external_id: null }
      : person,
  );
  return { ...report, people };
}
