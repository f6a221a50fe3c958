import { describe, expect, it } from "vitest";
import type { AttendanceReport, ReportOptions } from "@/lib/measure/attendance-report";
import { inWords } from "@/lib/testing/in-words";
import { neverThrows, reportBytes } from "@/lib/testing/reports";
import { readMeet } from "./map";

const read = (lines: string[], options: Partial<ReportOptions> = {}): AttendanceReport | null =>
  readMeet(reportBytes(lines), { time_zone: "Asia/Kathmandu", ...options });
const brief = (report: AttendanceReport | null) =>
  report?.people.map(({ name, email, present_seconds: presentSeconds, spans }) => [
    name,
    email,
    presentSeconds,
    ...spans.flat().map((at) => new Date(at).toISOString().slice(0, 16)),
  ]);

const clocks = [
  "First name,Last name,Email,Duration,Time joined,Time exited",
  "Ana,Silva,Ana@example.org,1 hr 4 min,9:29 AM,10:40 AM",
  "Ben,,,45 min,9:30\u202fAM,10:15\u202fAM",
];

const dated = [
  "Name,Email,Duration,Time joined,Time exited",
  "Ana Silva,ana@example.org,01:04:07,2026-03-05 09:29:00,2026-03-05 10:40:00",
  "Ben Roy,,25,2026-03-05 09:30:00,2026-03-05 10:15:00",
];

describe("Google Meet", () => {
  it("reads times of day on the given day, from first to last", () => {
    const report = read(clocks, { day: "2026-03-05" });
    expect(report).toMatchObject({
      format: "meet",
      title: null,
      started_at: null,
      presence: "first_to_last",
      problems: [],
      zone_assumed: true,
      date_order: null,
    });
    // Kathmandu is 5:45 ahead.
    expect(brief(report)).toEqual([
      ["Ana Silva", "ana@example.org", 3840, "2026-03-05T03:44", "2026-03-05T04:55"],
      ["Ben", null, 2700, "2026-03-05T03:45", "2026-03-05T04:30"],
    ]);
  });

  it("needs the day for times of day only", () => {
    const report = read(clocks);
    expect(inWords(report?.problems)).toEqual([
      {
        line: 1,
        message: "The report has only times of day: the day of the meeting is required",
        level: "error",
      },
    ]);
    expect(brief(report)).toEqual([
      ["Ana Silva", "ana@example.org", 3840],
      ["Ben", null, 2700],
    ]);
  });

  it("reads the header with one name, and times with dates", () => {
    const report = read(dated);
    expect(report).toMatchObject({ problems: [], date_order: { order: "ymd", certain: true } });
    expect(brief(report)).toEqual([
      ["Ana Silva", "ana@example.org", 3847, "2026-03-05T03:44", "2026-03-05T04:55"],
      ["Ben Roy", null, 1500, "2026-03-05T03:45", "2026-03-05T04:30"],
    ]);
  });

  it("names the line that cannot be read", () => {
    const report = read(
      [
        ...clocks,
        "Cleo,May,,some time,9:30 AM,10:00 AM",
        "Dan,Fox,,5 min,early,10:00 AM",
        "Eve,Lee,,5 min,,",
      ],
      { day: "2026-03-05" },
    );
    expect(inWords(report?.problems)).toEqual([
      { line: 4, message: "The duration “some time” is not a duration", level: "warning" },
      { line: 5, message: "The join time “early” is not a time", level: "warning" },
    ]);
    expect(brief(report)?.slice(2)).toEqual([
      ["Cleo May", null, null, "2026-03-05T03:45", "2026-03-05T04:15"],
      ["Eve Lee", null, 300],
    ]);
    expect(inWords(read(clocks.slice(0, 1))?.problems)).toEqual([
      { line: 1, message: "The report lists no people", level: "error" },
    ]);
  });

  it("returns null for a file of another program", () => {
    for (const lines of [
      [""],
      ["Name,Email,Duration"],
      ["Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)"],
    ])
      expect(read(lines)).toBeNull();
  });

  it("never throws", () =>
    neverThrows(
      (file) => readMeet(file, { time_zone: "Asia/Kathmandu", day: "2026-03-05" }),
      [clocks, dated].map(reportBytes),
      { changes: 20 },
    ));
});
