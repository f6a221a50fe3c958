import type { Decisions, ImportQuery } from "@/lib/domain/sessions/imports/schema";
import { importReport } from "@/lib/flows/imports/import-report";
import { languageIn } from "@/lib/platform/catalogues";
import { enroll, makeCourse, makeSchool, makeUser, scopeOf, testDatabase } from "./database";

/* A school for the tests of imports, and reports about its people in the platforms' formats. */

export const now = new Date("2026-11-20T10:00:00Z");
export const context = { request: { id: "request-1", address: "192.0.2.7" }, now };

const { sql } = testDatabase();

/** An instructor with a course and its two learners. */
export async function makeWorld() {
  const school = await makeSchool();
  const person = (role: "admin" | "instructor" | "student", name: string) =>
    makeUser({
      school_id: school.id,
      role,
      name,
      email: `${name.split(" ")[0]!.toLowerCase()}@${school.id}.test`,
    });
  const [ines, ana, bo] = [
    await person("instructor", "Ines Carvalho"),
    await person("student", "Ana Costa"),
    await person("student", "Bo Ek"),
  ];
  const course = await makeCourse({ school_id: school.id, instructorIds: [ines.id] });
  await enroll(course.id, ana.id);
  await enroll(course.id, bo.id);
  return { school, ines, ana, bo, course, person, domain: `${school.id}.test`, scope: scopeOf(ines) };
}
export type World = Awaited<ReturnType<typeof makeWorld>>;

/** Imports a file; with `commit: false` it is only previewed. */
export const run = (
  { scope }: Pick<World, "scope">,
  file: Uint8Array,
  query: Partial<ImportQuery> = {},
  decisions: Decisions = {},
) =>
  importReport(
    { scope, ...context },
    { bytes: file, name: "report.csv" },
    { commit: true, ...query },
    decisions,
    languageIn("en"),
  );

/** How many rows exist in the tables that an import writes, to check whether anything was written. */
export const counts = async () =>
  (
    await sql`select (select count(*) from sessions) as sessions, (select count(*) from attendees) as attendees,
    (select count(*) from imports) as imports, (select count(*) from audit_log) as audits`
  )[0];

export const bytes = (text: string) => new TextEncoder().encode(text);

/**
 * A classic report of Zoom, 18:00 to 19:00 on 18 November (Lisbon is on UTC then). Ana 60 minutes; Ben, who is not in the school,
 * 20 and 20; Bo Ek, without an address, 30; the instructor all the time. Average of three: 130 ÷ 3 = 43.3; three at once from 18:15.
 */
export const zoom = (domain: string, more: string[] = []) =>
  bytes(
    [
      "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants,",
      `812 3456 7890,"Residuals, live",11/18/2026 06:00:00 PM,11/18/2026 07:00:00 PM,ines@${domain},60,5,`,
      "",
      "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent",
      `Ines C,ines@${domain},11/18/2026 06:00:00 PM,11/18/2026 07:00:00 PM,60,No,`,
      `Ana's iPad,ana@${domain},11/18/2026 06:00:00 PM,11/18/2026 07:00:00 PM,60,No,`,
      "Ben,ben@home.test,11/18/2026 06:10:00 PM,11/18/2026 06:30:00 PM,20,Yes,",
      "Ben,ben@home.test,11/18/2026 06:40:00 PM,11/18/2026 07:00:00 PM,20,Yes,",
      '"Ek, Bo",,11/18/2026 06:15:00 PM,11/18/2026 06:45:00 PM,30,Yes,',
      ...more,
    ].join("\r\n"),
  );

/** In Teams's encoding: UTF-16LE after a byte order mark, tabs, CRLF; the German version, with times in the account's zone. */
export function teams(domain: string): Uint8Array {
  const at = (time: string) => `18.11.2026, ${time}`;
  const lines = [
    "1. Zusammenfassung",
    "Besprechungstitel\tBruchrechnen",
    "Teilnehmer\t2",
    `Startzeit\t${at("18:00:00")}`,
    `Endzeit\t${at("18:40:00")}`,
    "Besprechungsdauer\t40 Min. 0 Sek.",
    "Durchschnittliche Teilnahmedauer\t25 Min. 0 Sek.",
    "",
    "2. Teilnehmer",
    "Name\tErster Beitritt\tLetztes Verlassen\tDauer der Teilnahme\tE-Mail\tTeilnehmer-ID (UPN)\tRolle",
    `Ana Costa\t${at("18:00:00")}\t${at("18:40:00")}\t30 Min. 0 Sek.\tANA@${domain}\tana@${domain}\tReferent`,
    `Jörg\t${at("18:10:00")}\t${at("18:30:00")}\t20 Min. 0 Sek.\t\t\tReferent`,
    "",
    "3. Aktivitäten in der Besprechung",
    "Name\tBeitrittszeit\tUhrzeit des Verlassens\tDauer\tE-Mail\tRolle",
    `Ana Costa\t${at("18:00:00")}\t${at("18:20:00")}\t20 Min. 0 Sek.\tana@${domain}\tReferent`,
    `Ana Costa\t${at("18:30:00")}\t${at("18:40:00")}\t10 Min. 0 Sek.\tana@${domain}\tReferent`,
    `Jörg\t${at("18:10:00")}\t${at("18:30:00")}\t20 Min. 0 Sek.\t\tReferent`,
  ];
  return Buffer.from(`\ufeff${lines.join("\r\n")}\r\n`, "utf16le");
}

/** Who is in a session, by name. */
export const people = (sessionId: string) =>
  sql<{ name: string; user_id: string | null; host: boolean; registered: boolean }[]>`
    select display_name as name, user_id, host, registered_at is not null as registered from attendees
    where session_id = ${sessionId} order by lower(display_name)`;
