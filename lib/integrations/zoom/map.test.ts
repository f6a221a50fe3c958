import { describe, expect, it } from "vitest";
import type { AttendanceReport, ReportOptions } from "@/lib/measure/attendance-report";
import { inWords } from "@/lib/testing/in-words";
import { neverThrows, reportBytes, stayMinutes } from "@/lib/testing/reports";
import { readZoom } from "./map";

const read = (lines: string[], options: Partial<ReportOptions> = {}): AttendanceReport | null =>
  readZoom(reportBytes(lines), { time_zone: "UTC", ...options });

const classic = [
  "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants,",
  '946 1234 5678,"Fractions, again",11/14/2022 09:00:00 AM,11/14/2022 10:00:00 AM,teacher@example.org,60,3,',
  "",
  "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent",
  "Teacher,teacher@example.org,11/14/2022 08:58:00 AM,11/14/2022 10:00:00 AM,62,No,",
  "Ana Silva (Ana S.),Ana@Example.org,11/14/2022 09:05:00 AM,11/14/2022 09:25:30 AM,21,Yes,",
  "Ben (Room 2),,11/14/2022 09:00:00 AM,11/14/2022 09:50:00 AM,50,Yes,",
  "Ana on a phone (Ana S.),ana@example.org,11/14/2022 09:30:00 AM,11/14/2022 10:00:00 AM,30,Yes,",
];

const newer = [
  "\ufeffTopic,ID,Duration (minutes),Start time,End time,Participants",
  "Fractions,94612345678,60,2022-11-14 09:00:00,2022-11-14 10:00:00,2",
  "",
  "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,Recording disclaimer response,In waiting room",
  "Ana,ana@example.org,2022-11-14 08:50:00,2022-11-14 09:00:00,10,Yes,,Yes",
  "Ana,ana@example.org,2022-11-14 09:00:00,2022-11-14 09:45:00,45,Yes,OK,No",
  "Ben,,2022-11-14 09:10:00,2022-11-14 09:20:00,10,Yes,OK,No",
];

const webinar = [
  "Attendee Report,",
  'Report Generated:,"11/15/2022 08:00:00 AM"',
  "Topic,Webinar ID,Actual Start Time,Actual Duration (minutes),# Registered,# Cancelled,Unique Viewers,Total Users,Max Concurrent Views,Enable Registration",
  '"Open day",812 3456 7890,"Nov 14, 2022 06:00:00 PM",90,4,1,2,4,2,Yes',
  "Host Details,",
  "Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest,Country/Region Name",
  'Yes,Teacher,teacher@example.org,"Nov 14, 2022 05:50:00 PM","Nov 14, 2022 07:30:00 PM",100,No,Nepal',
  "Panelist Details,",
  "Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest,Country/Region Name",
  'Yes,Pema,pema@example.org,"Nov 14, 2022 06:00:00 PM","Nov 14, 2022 06:30:00 PM",30,No,Nepal',
  "Attendee Details,",
  "Attended,User Name (Original Name),First Name,Last Name,Email,Phone,Registration Time,Approval Status,Join Time,Leave Time,Time in Session (minutes),Is Guest,Which school?,Country/Region Name",
  'Yes,Ana Silva (Ana),Ana,Silva,ana@example.org,,"Nov 10, 2022 01:00:00 PM",approved,"Nov 14, 2022 06:05:00 PM","Nov 14, 2022 06:25:00 PM",20,Yes,North,Nepal',
  'Yes,Ana Silva (Ana),Ana,Silva,ana@example.org,,"Nov 10, 2022 01:00:00 PM",approved,"Nov 14, 2022 06:40:00 PM","Nov 14, 2022 07:30:00 PM",50,Yes,North,Nepal',
  'No,Ben,Ben,Roy,ben@example.org,,"Nov 11, 2022 01:00:00 PM",approved,--,--,--,--,South,',
  'No,Cleo,Cleo,May,cleo@example.org,,"Nov 12, 2022 01:00:00 PM",cancelled,--,--,--,--,,',
  'Yes,,Dan,Fox,dan@example.org,,"Nov 12, 2022 02:00:00 PM",approved,"Nov 14, 2022 06:00:00 PM","Nov 14, 2022 06:10:00 PM",10,Yes,,',
];

describe("Zoom meetings", () => {
  it("reads the classic report: reconnects are one person, the name is before the brackets", () => {
    const report = read(classic, { time_zone: "Asia/Kathmandu" });
    expect(report).toMatchObject({
      format: "zoom_meeting_classic",
      title: "Fractions, again",
      external_id: "94612345678",
      presence: "spans",
      problems: [],
      zone_assumed: true,
      date_order: { order: "mdy", certain: true },
    });
    // 09:00 in Kathmandu is 03:15 UTC.
    expect(new Date(report!.started_at!).toISOString()).toBe("2022-11-14T03:15:00.000Z");
    expect(new Date(report!.ended_at!).toISOString()).toBe("2022-11-14T04:15:00.000Z");
    expect(stayMinutes(report)).toEqual([
      ["Teacher", 62],
      ["Ana Silva", 20.5, 30],
      ["Ben", 50],
    ]);
    expect(report?.people.map(({ line, email, role }) => [line, email, role])).toEqual([
      [5, "teacher@example.org", "attendee"],
      [6, "ana@example.org", "attendee"],
      [7, null, "attendee"],
    ]);
  });

  it("reads it without its first block, with semicolons and other dates", () => {
    const report = read([
      "Name (Original Name);User Email;Join Time;Leave Time;Duration (Minutes);Guest",
      "Ana;ana@example.org;14.11.2022 09:05:00;14.11.2022 09:25:00;20;Yes",
    ]);
    expect(report).toMatchObject({
      format: "zoom_meeting_classic",
      title: null,
      started_at: null,
      ended_at: null,
      problems: [],
    });
    expect(stayMinutes(report)).toEqual([["Ana", 20]]);
    expect(new Date(report!.people[0]!.spans[0]![0]).toISOString()).toBe("2022-11-14T09:05:00.000Z");
  });

  it("reads unique users as durations", () => {
    const report = read([
      ...classic.slice(0, 3),
      "Name (Original Name),User Email,Total Duration (Minutes),Guest",
      "Ana Silva (Ana S.),ana@example.org,51,Yes",
      "Ben,,50,Yes",
      "Cleo,,many,Yes",
    ]);
    expect(report).toMatchObject({ format: "zoom_meeting_classic", presence: "durations" });
    expect(
      report?.people.map(({ name, present_seconds: presentSeconds, spans }) => [name, presentSeconds, spans]),
    ).toEqual([
      ["Ana Silva", 3060, []],
      ["Ben", 3000, []],
    ]);
    expect(inWords(report?.problems)).toEqual([
      { line: 7, message: "The duration “many” is not a duration", level: "warning" },
    ]);
  });

  it("reads the new report, and does not count the waiting room", () => {
    const report = read(newer);
    expect(report).toMatchObject({
      format: "zoom_meeting",
      title: "Fractions",
      external_id: "94612345678",
      problems: [],
      date_order: { order: "ymd", certain: true },
    });
    expect(stayMinutes(report)).toEqual([
      ["Ana", 45],
      ["Ben", 10],
    ]);
  });

  it("decides ambiguous dates by the meeting", () => {
    // 5 to 6 April across midnight; as month first the meeting would last from May to June.
    const report = read([
      classic[0]!,
      "1,Night class,05/04/2026 11:00:00 PM,06/04/2026 01:00:00 AM,t@example.org,120,1,",
      "",
      classic[3]!,
      "Ana,,05/04/2026 11:00:00 PM,06/04/2026 12:30:00 AM,90,Yes,",
    ]);
    expect(report?.date_order).toEqual({ order: "dmy", certain: true });
    expect(stayMinutes(report)).toEqual([["Ana", 90]]);
    expect(new Date(report!.started_at!).toISOString()).toBe("2026-04-05T23:00:00.000Z");
  });
});

describe("Zoom webinars", () => {
  it("reads sections, registrations, no-shows and reconnects", () => {
    const report = read(webinar);
    expect(report).toMatchObject({
      format: "zoom_webinar",
      title: "Open day",
      external_id: "81234567890",
      presence: "spans",
      problems: [],
    });
    expect(new Date(report!.started_at!).toISOString()).toBe("2022-11-14T18:00:00.000Z");
    expect(new Date(report!.ended_at!).toISOString()).toBe("2022-11-14T19:30:00.000Z");
    expect(stayMinutes(report)).toEqual([
      ["Teacher", 100],
      ["Pema", 30],
      ["Ana Silva", 20, 50],
      ["Ben"],
      ["Cleo"],
      ["Dan Fox", 10],
    ]);
    const of = (name: string) => report!.people.find((person) => person.name === name)!;
    expect(report?.people.map(({ role }) => role)).toEqual([
      "host",
      "host",
      "attendee",
      "attendee",
      "attendee",
      "attendee",
    ]);
    expect(of("Ana Silva")).toMatchObject({
      line: 13,
      cancelled: false,
      registered_at: Date.UTC(2022, 10, 10, 13),
    });
    expect(of("Ben")).toMatchObject({ cancelled: false, registered_at: Date.UTC(2022, 10, 11, 13) });
    expect(of("Cleo").cancelled).toBe(true);
    expect(of("Teacher").registered_at).toBeNull();
  });
});

describe("files of other programs, and lines that cannot be read", () => {
  it("returns null for a file of another program", () => {
    for (const lines of [
      [""],
      ["hello"],
      ["Name,Email"],
      [
        "First name,Last name,Email,Duration,Time joined,Time exited",
        "Ana,Silva,a@b.c,5 min,9:00 AM,9:05 AM",
      ],
      ["Full Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\tParticipant ID (UPN)"],
      ['{"intId":"1","users":{}}'],
    ])
      expect(read(lines)).toBeNull();
  });

  it("names the line that cannot be read", () => {
    const report = read([...classic, "Eve,,xx,11/14/2022 09:50:00 AM,50,Yes,", "Fay"]);
    expect(report?.people).toHaveLength(3);
    expect(inWords(report?.problems)).toEqual([
      { line: 9, message: "The join time “xx” is not a time", level: "warning" },
      { line: 10, message: "There is no join time", level: "warning" },
    ]);
    expect(inWords(read(classic.slice(0, 4))?.problems)).toEqual([
      { line: 4, message: "The report lists no people", level: "error" },
    ]);
    expect(read(webinar.slice(0, 4))?.problems.map(({ level }) => level)).toEqual(["error"]);
    expect(inWords(read([...classic, '"Gus,,1'])?.problems)).toContainEqual({
      line: 9,
      message: "The quotes of this line do not match",
      level: "error",
    });
  });

  it("never throws", () =>
    neverThrows(
      (file) => readZoom(file, { time_zone: "Asia/Kathmandu" }),
      [classic, newer, webinar].map(reportBytes),
    ));
});
