import { describe, expect, it } from "vitest";
import type { AttendanceReport, ReportOptions } from "@/lib/measure/attendance-report";
import { inWords } from "@/lib/testing/in-words";
import { neverThrows, stayMinutes } from "@/lib/testing/reports";
import { readTeams } from "./map";

/** In Teams's encoding: UTF-16LE after a byte order mark, lines that end in CRLF. */
function utf16(lines: string[]): Uint8Array {
  const text = `\ufeff${lines.map((line) => `${line}\r\n`).join("")}`;
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), true);
  return new Uint8Array(view.buffer);
}
const read = (lines: string[], options: Partial<ReportOptions> = {}): AttendanceReport | null =>
  readTeams(utf16(lines), { time_zone: "UTC", ...options });
const iso = (at: number | null) => at && new Date(at).toISOString();

const english = [
  "1. Summary",
  "Meeting title\tScrum, weekly",
  "Attended participants\t2",
  "Start time\t14/11/22, 09:29:00",
  "End time\t14/11/22, 09:59:00",
  "Meeting duration\t30m 0s",
  "Average attendance time\t20m 0s",
  "",
  "2. Participants",
  "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole",
  "Ana\t14/11/22, 09:30:00\t14/11/22, 09:58:00\t20m 0s\tAna@example.org\tana@school.example\tOrganizer",
  "Ben (Guest)\t14/11/22, 09:35:00\t14/11/22, 09:55:00\t20m 0s\t\t\tPresenter",
  "",
  "3. In-Meeting Activities",
  "Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole",
  "Ana\t14/11/22, 09:30:00\t14/11/22, 09:40:00\t10m 0s\tana@example.org\tOrganizer",
  "Ana\t14/11/22, 09:48:00\t14/11/22, 09:58:00\t10m 0s\tana@example.org\tOrganizer",
  "Ben (Guest)\t14/11/22, 09:35:00\t14/11/22, 09:55:00\t20m 0s\t\tPresenter",
];

const german = [
  "1. Zusammenfassung",
  "Besprechungstitel\tBruchrechnen",
  "Teilnehmer\t1",
  "Startzeit\t3.4.2026, 09:00:00",
  "Endzeit\t3.4.2026, 10:04:07",
  "Besprechungsdauer\t1 Std. 4 Min. 7 Sek.",
  "Durchschnittliche Teilnahmedauer\t50 Min. 30 Sek.",
  "",
  "2. Teilnehmer",
  "Name\tErster Beitritt\tLetztes Verlassen\tDauer der Teilnahme\tE-Mail\tTeilnehmer-ID (UPN)\tRolle",
  "Jörg Müßig\t3.4.2026, 09:05:00\t3.4.2026, 09:55:30\t50 Min. 30 Sek.\tjoerg@example.org\tjoerg@example.org\tReferent",
  "",
  "3. Aktivitäten in der Besprechung",
  "Name\tBeitrittszeit\tUhrzeit des Verlassens\tDauer\tE-Mail\tRolle",
  "Jörg Müßig\t3.4.2026, 09:05:00\t3.4.2026, 09:55:30\t50 Min. 30 Sek.\tjoerg@example.org\tReferent",
];

const of2021 = [
  "Meeting Summary",
  "Total Number of Participants\t2",
  "Meeting Title\tScrum",
  "Meeting Start Time\t11/14/2021, 9:00:00 AM",
  "Meeting End Time\t11/14/2021, 10:00:00 AM",
  "Meeting Id\t4a1b-77",
  "",
  "Full Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\tParticipant ID (UPN)",
  "Ana\t11/14/2021, 9:00:00 AM\t11/14/2021, 9:30:00 AM\t30m\tana@example.org\tOrganizer\tana@school.example",
  "Ana\t11/14/2021, 9:40:00 AM\t11/14/2021, 10:00:00 AM\t20m\tana@example.org\tOrganizer\tana@school.example",
  "Ben\t11/14/2021, 9:10:00 AM\t11/14/2021, 9:15:00 AM\t5m\t\tAttendee\t",
];

const of2020 = [
  "Full Name\tUser Action\tTimestamp",
  "Ana\tJoined\t11/14/2020, 9:00:00 AM",
  "Ana\tLeft\t11/14/2020, 9:30:00 AM",
  "Ana\tJoined\t11/14/2020, 9:40:00 AM",
  "Ben\tJoined before\t11/14/2020, 9:05:00 AM",
  "Ben\tLeft\t11/14/2020, 9:50:00 AM",
  "Cleo\tJoined\t11/14/2020, 9:10:00 AM",
  "Cleo\tJoined\t11/14/2020, 9:12:00 AM",
  "Cleo\tLeft\t11/14/2020, 9:20:00 AM",
  "Cleo\tLeft\t11/14/2020, 9:25:00 AM",
];

describe("Teams with numbered sections", () => {
  it("reads stays from section 3 only", () => {
    const report = read(english, { time_zone: "Europe/Brussels" });
    expect(report).toMatchObject({
      format: "teams",
      title: "Scrum, weekly",
      external_id: null,
      presence: "spans",
      problems: [],
      zone_assumed: true,
      date_order: { order: "dmy", certain: true },
    });
    // Brussels is an hour ahead in November.
    expect([iso(report!.started_at), iso(report!.ended_at)]).toEqual([
      "2022-11-14T08:29:00.000Z",
      "2022-11-14T08:59:00.000Z",
    ]);
    expect(stayMinutes(report)).toEqual([
      ["Ana", 10, 10],
      ["Ben (Guest)", 20],
    ]);
    expect(
      report?.people.map(({ line, email, external_id: externalId, present_seconds: presentSeconds }) => [
        line,
        email,
        externalId,
        presentSeconds,
      ]),
    ).toEqual([
      [11, "ana@example.org", "ana@school.example", null],
      [12, null, null, null],
    ]);
  });

  it("reads any language by numbers and positions, and leaves ambiguous dates open", () => {
    const report = read(german);
    expect(report).toMatchObject({
      format: "teams",
      title: "Bruchrechnen",
      presence: "spans",
      problems: [],
      date_order: { order: "dmy", certain: false },
    });
    expect(stayMinutes(report)).toEqual([["Jörg Müßig", 50.5]]);
    expect(iso(report!.ended_at)).toBe("2026-04-03T10:04:07.000Z");
    expect(iso(read(german, { date_order: "mdy" })!.started_at)).toBe("2026-03-04T09:00:00.000Z");
  });

  it("reads a file saved again as UTF-8 with commas", () => {
    const lines = english.map((line) =>
      line
        .split("\t")
        .map((cell) => `"${cell}"`)
        .join(","),
    );
    const report = readTeams(new TextEncoder().encode(lines.join("\n")), { time_zone: "UTC" });
    expect(report).toMatchObject({ format: "teams", title: "Scrum, weekly", problems: [] });
    expect(stayMinutes(report)).toEqual([
      ["Ana", 10, 10],
      ["Ben (Guest)", 20],
    ]);
  });

  it("falls back to section 2 when section 3 is empty", () => {
    for (const lines of [english.slice(0, 15), english.slice(0, 12)]) {
      const report = read(lines);
      expect(report).toMatchObject({ presence: "first_to_last", problems: [] });
      expect(stayMinutes(report)).toEqual([
        ["Ana", 28],
        ["Ben (Guest)", 20],
      ]);
      expect(report?.people.map(({ present_seconds: presentSeconds }) => presentSeconds)).toEqual([
        1200, 1200,
      ]);
    }
  });

  it("names the line that cannot be read", () => {
    const report = read([
      ...english,
      "Eve\tgestern\t14/11/22, 09:55:00\t20m 0s\t\tPresenter",
      "\t14/11/22, 09:55:00\t14/11/22, 09:50:00\t-5m\t\t",
    ]);
    expect(inWords(report?.problems)).toEqual([
      { line: 19, message: "The join time “gestern” is not a time", level: "warning" },
      { line: 20, message: "The visit ends before it starts", level: "warning" },
    ]);
    expect(inWords(read(english.slice(0, 9))?.problems)).toEqual([
      { line: 9, message: "The report lists no people", level: "error" },
    ]);
  });
});

describe("Teams in 2021", () => {
  const expected = [
    ["Ana", 30, 20],
    ["Ben", 5],
  ];

  it("reads the table below the summary", () => {
    const report = read(of2021);
    expect(report).toMatchObject({
      format: "teams_2021",
      title: "Scrum",
      external_id: "4a1b-77",
      presence: "spans",
      problems: [],
      date_order: { order: "mdy", certain: true },
    });
    expect([iso(report!.started_at), iso(report!.ended_at)]).toEqual([
      "2021-11-14T09:00:00.000Z",
      "2021-11-14T10:00:00.000Z",
    ]);
    expect(stayMinutes(report)).toEqual(expected);
    expect(report?.people.map(({ line, external_id: externalId }) => [line, externalId])).toEqual([
      [9, "ana@school.example"],
      [11, null],
    ]);
  });

  it("reads it in Portuguese", () => {
    const words = ["Resumo", "Total de participantes", "Título", "Início", "Fim", "Identificação"];
    const lines = of2021.map((line, at) =>
      words[at] ? [words[at], ...line.split("\t").slice(1)].join("\t") : line,
    );
    lines[7] =
      "Nome completo\tHora de entrada\tHora de saída\tDuração\tE-mail\tFunção\tID do participante (UPN)";
    const report = read(lines);
    expect(report).toMatchObject({ format: "teams_2021", title: "Scrum", external_id: "4a1b-77" });
    expect(stayMinutes(report)).toEqual(expected);
  });
});

describe("Teams in 2020", () => {
  it("pairs joins with leaves; without a leave the stay ends at the report's last time", () => {
    const report = read(of2020);
    expect(report).toMatchObject({ format: "teams_2020", title: null, started_at: null, presence: "spans" });
    // The last time of the file is Ben's 9:50.
    expect(stayMinutes(report)).toEqual([
      ["Ana", 30, 10],
      ["Ben", 45],
      ["Cleo", 15],
    ]);
    expect(inWords(report?.problems)).toEqual([
      {
        line: 4,
        message: "“Ana” joined and never left: the report’s last time is used as the leave time",
        level: "warning",
      },
    ]);
  });

  it("learns the words for joining in any language from the first lines", () => {
    const lines = of2020.map((line) =>
      line
        .replace("Joined before", "Vorher beigetreten")
        .replace("Joined", "Beigetreten")
        .replace("Left", "Verlassen"),
    );
    lines[0] = "Vollständiger Name\tBenutzeraktion\tZeitstempel";
    expect(stayMinutes(read(lines))).toEqual([
      ["Ana", 30, 10],
      ["Ben", 45],
      ["Cleo", 15],
    ]);
  });

  it("learns a word that is never first or last by its position", () => {
    const lines = [0, 4, 5].map((at) => of2020[at]!);
    lines.push("Ben\tJoined\t11/14/2020, 9:55:00 AM", "Ben\tLeft\t11/14/2020, 9:57:00 AM");
    expect(stayMinutes(read(lines))).toEqual([["Ben", 45, 2]]);
  });

  it("counts everybody as present while nobody left, and warns of a leave without a join", () => {
    const nobodyLeft = read(of2020.filter((line) => !line.includes("Left")));
    expect(stayMinutes(nobodyLeft)).toEqual([
      ["Ana", 40],
      ["Ben", 35],
      ["Cleo", 30],
    ]);
    const lines = [...of2020, "Dan\tLeft\t11/14/2020, 9:30:00 AM", "Eve\tJoined\tsoon"];
    expect(inWords(read(lines)?.problems)?.map(({ line, message }) => [line, message])).toEqual([
      [4, "“Ana” joined and never left: the report’s last time is used as the leave time"],
      [11, "“Dan” left without a join"],
      [12, "The time “soon” is not a time"],
    ]);
  });
});

describe("a file of another program", () => {
  it("is not read", () => {
    for (const lines of [
      [],
      ["1. Summary"],
      ["1. Introduction", "Some, prose", "2. Method", "More, prose"],
      ["Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest"],
      ["a\tb\tc", "1\t2\t3"],
      ['{"intId":"1","users":{}}'],
    ])
      expect(read(lines)).toBeNull();
  });

  it("never throws", () =>
    neverThrows(
      (file) => readTeams(file, { time_zone: "Asia/Kathmandu" }),
      [english, german, of2021, of2020].map(utf16),
    ));
});
