import { describe, expect, it } from "vitest";
import { type LanguageCode, languageCodes } from "@/lib/language/languages";
import type { PresenceDetail, ReportOptions } from "@/lib/measure/attendance-report";
import { inWords } from "@/lib/testing/in-words";
import { emptyRow, gatherPeople, type MeetingCells, newPerson, resolveStays, type StayRow } from "./people";

const row = (line: number, name: string, more: Partial<StayRow> = {}): StayRow => ({
  ...emptyRow,
  line,
  name,
  ...more,
});
const none: MeetingCells = { start: null, end: null, duration: null };
const settle = (
  rows: StayRow[],
  presence: PresenceDetail = "spans",
  options: Partial<ReportOptions> = {},
  meeting = none,
) => resolveStays({ rows, meeting, presence, delimiter: ",", headLine: 1 }, { time_zone: "UTC", ...options });
const iso = (at: number) => new Date(at).toISOString().slice(0, 16);
const stays = (settled: ReturnType<typeof settle>) =>
  settled.people.map(({ name, spans }) => [name, ...spans.flat().map(iso)]);

describe("gatherPeople", () => {
  it("joins rows by address, else by id, else by name", () => {
    const person = (line: number, name: string, email: string | null, externalId: string | null = null) => ({
      ...newPerson(line, name),
      email,
      external_id: externalId,
      messages: 1,
    });
    const people = gatherPeople([
      person(1, "Ana", "ana@x.org", "u1"),
      person(2, "Ana S.", "ana@x.org"),
      person(3, "Ana on a phone", null, "u1"),
      person(4, "Ana", null),
      person(5, "ANA", null),
      person(6, "Ana", "other@x.org", "u1"),
    ]);
    expect(people.map(({ line, name, email, messages }) => [line, name, email, messages])).toEqual([
      [1, "Ana", "ana@x.org", 3],
      [4, "Ana", null, 2],
      [6, "Ana", "other@x.org", 1],
    ]);
  });

  it("keeps the first registration, and ignores a cancellation when there is another registration", () => {
    const [person] = gatherPeople([
      { ...newPerson(1, "Ana"), registered_at: 50, cancelled: true, spans: [[8, 9]] },
      { ...newPerson(2, "Ana"), registered_at: 20, cancelled: false, spans: [[1, 2]] },
    ]);
    expect(person).toMatchObject({
      registered_at: 20,
      cancelled: false,
      spans: [
        [1, 2],
        [8, 9],
      ],
    });
  });
});

describe("resolveStays", () => {
  it("leaves out unreadable lines, and reports them", () => {
    const settled = settle([
      row(5, "Ana", { join: "14/11/2022 9:00", leave: "14/11/2022 9:30" }),
      row(6, "Ben", { join: "xx", leave: "14/11/2022 9:30" }),
      row(7, "Cleo", { join: "14/11/2022 9:00", leave: "yy" }),
      row(8, "Dan", { join: "14/11/2022 9:30", leave: "14/11/2022 9:00" }),
      row(9, "", { join: "14/11/2022 9:00", leave: "14/11/2022 9:10", email: "eve@x.org" }),
      row(10, " ", { join: "14/11/2022 9:00", leave: "14/11/2022 9:20" }),
      row(11, "Fay", { join: "14/11/2022 9:00", leave: "14/11/2022 9:20", registered: "zz" }),
    ]);
    expect(stays(settled)).toEqual([
      ["Ana", "2022-11-14T09:00", "2022-11-14T09:30"],
      ["eve@x.org", "2022-11-14T09:00", "2022-11-14T09:10"],
      ["#10", "2022-11-14T09:00", "2022-11-14T09:20"],
      ["Fay", "2022-11-14T09:00", "2022-11-14T09:20"],
    ]);
    expect(inWords(settled.problems)?.map(({ line, message }) => [line, message])).toEqual([
      [6, "The join time “xx” is not a time"],
      [7, "The leave time “yy” is not a time"],
      [8, "The visit ends before it starts"],
      [9, "There is no name; “eve@x.org” is used instead"],
      [10, "There is no name; “#10” is used instead"],
      [11, "The registration time “zz” is not a time"],
    ]);
    expect(settled.problems.every(({ level }) => level === "warning")).toBe(true);
  });

  it("reports an error when nothing can be read", () => {
    expect(inWords(settle([]).problems)).toEqual([
      { line: 1, message: "The report lists no people", level: "error" },
    ]);
    const broken = settle([row(4, "Ana", { join: "xx", leave: "yy" })]);
    expect(broken.problems.map(({ line, level }) => [line, level])).toEqual([
      [1, "error"],
      [4, "warning"],
    ]);
  });

  it("ends a stay without a leave time by its duration, else with the meeting", () => {
    const meeting = {
      start: { line: 2, text: "14/11/2022 9:00" },
      end: { line: 2, text: "14/11/2022 10:00" },
      duration: null,
    };
    const rows = [
      row(5, "Ana", { join: "14/11/2022 9:05", duration: "10m 0s" }),
      row(6, "Ben", { join: "14/11/2022 9:05" }),
    ];
    expect(stays(settle(rows, "spans", {}, meeting))).toEqual([
      ["Ana", "2022-11-14T09:05", "2022-11-14T09:15"],
      ["Ben", "2022-11-14T09:05", "2022-11-14T10:00"],
    ]);
    expect(settle(rows).problems.map(({ line }) => line)).toEqual([6]);
  });

  it("computes the meeting's end from its duration, and warns of an invalid start", () => {
    const start = { line: 2, text: "2022-11-14 9:00" };
    const timed = settle(
      [row(5, "Ana", { came: false })],
      "spans",
      {},
      {
        ...none,
        start,
        duration: { line: 2, text: "90" },
      },
    );
    expect([timed.started_at, timed.ended_at].map((at) => iso(at!))).toEqual([
      "2022-11-14T09:00",
      "2022-11-14T10:30",
    ]);
    const odd = settle(
      [row(5, "Ana", { came: false })],
      "spans",
      {},
      {
        ...none,
        start: { line: 2, text: "soon" },
      },
    );
    expect(inWords(odd.problems)).toEqual([
      { line: 2, message: "The meeting’s start “soon” is not a time", level: "warning" },
    ]);
  });

  it("sums durations, and refuses a negative or invalid one", () => {
    const settled = settle(
      [
        row(2, "Ana", { duration: "10" }),
        row(3, "ana", { duration: "5" }),
        row(4, "Ben", { duration: "-5" }),
        row(5, "Cleo", { duration: "long" }),
      ],
      "durations",
    );
    expect(
      settled.people.map(({ name, present_seconds: presentSeconds, spans }) => [name, presentSeconds, spans]),
    ).toEqual([["Ana", 900, []]]);
    expect(inWords(settled.problems)?.map(({ message }) => message)).toEqual([
      "The duration “-5” is negative",
      "The duration “long” is not a duration",
    ]);
    expect(settled).toMatchObject({ zone_assumed: false, date_order: null });
  });

  it("says what is wrong in the reader's language", () => {
    const rows = [
      row(2, "", { join: "2022-11-14 09:00", leave: "2022-11-14 09:20" }),
      row(3, "Ana", { join: "", leave: "2022-11-14 09:20" }),
      row(4, "Ben", { join: "soon", leave: "2022-11-14 09:20" }),
      row(5, "Cleo", { join: "2022-11-14 09:20", leave: "2022-11-14 09:00" }),
    ];
    const said = (code: LanguageCode) => inWords(settle(rows).problems, code)?.map(({ message }) => message);
    expect(said("de")).toEqual([
      "Der Name fehlt; stattdessen wird „#2“ verwendet",
      "Die Beitrittszeit fehlt",
      "Die Beitrittszeit „soon“ ist keine Zeitangabe",
      "Der Besuch endet, bevor er beginnt",
    ]);
    expect(said("fr")).toEqual([
      "Le nom manque ; « #2 » est utilisé à la place",
      "L’heure d’arrivée manque",
      "L’heure d’arrivée « soon » n’est pas une heure",
      "La visite se termine avant de commencer",
    ]);
    for (const code of languageCodes) expect(said(code)?.join()).not.toMatch(/[{}]|imports\./);
  });

  it("needs the day for times of day, and continues past midnight", () => {
    const rows = [
      row(2, "Ana", { join: "11:00 PM", leave: "12:20 AM", duration: "80 min" }),
      row(3, "Ben", { join: "12:05 AM", leave: "12:10 AM", duration: "5 min" }),
      row(4, "Cleo", { join: "10:50 PM", leave: "11:50 PM", duration: "60 min" }),
    ];
    const without = settle(rows, "first_to_last");
    expect(inWords(without.problems)).toEqual([
      {
        line: 1,
        message: "The report has only times of day: the day of the meeting is required",
        level: "error",
      },
    ]);
    expect(without.people.map(({ present_seconds: presentSeconds }) => presentSeconds)).toEqual([
      4800, 300, 3600,
    ]);
    expect(stays(settle(rows, "first_to_last", { day: "2026-03-05" }))).toEqual([
      ["Ana", "2026-03-05T23:00", "2026-03-06T00:20"],
      ["Ben", "2026-03-06T00:05", "2026-03-06T00:10"],
      ["Cleo", "2026-03-05T22:50", "2026-03-05T23:50"],
    ]);
  });

  it("states whether the time zone was assumed", () => {
    expect(settle([row(2, "Ana", { join: "2022-11-14 9:00", leave: "2022-11-14 9:30" })]).zone_assumed).toBe(
      true,
    );
    const fixed = settle([row(2, "Ana", { join: "2022-11-14T09:00:00Z", leave: "2022-11-14T09:30:00Z" })]);
    expect(fixed).toMatchObject({ zone_assumed: false, date_order: { order: "ymd", certain: true } });
  });
});
