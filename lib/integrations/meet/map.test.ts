import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AttendanceReport, ReportOptions } from "@/lib/measure/attendance-report";
import { readMeet } from "./map";

const bytes = (lines: string[]) => new TextEncoder().encode(lines.join("\n"));
const read = (lines: string[], options: Partial<ReportOptions> = {}): AttendanceReport | null =>
  readMeet(bytes(lines), { time_zone: "Asia/Kathmandu", ...options });
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
  it("reads clock times on the day that is given, from first to last", () => {
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

  it("asks for the day when it is needed", () => {
    const report = read(clocks);
    expect(report?.problems).toEqual([
      {
        line: 1,
        message: "The report holds clock times only: the day of the meeting is needed",
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

  it("names the line of what is broken", () => {
    const report = read(
      [
        ...clocks,
        "Cleo,May,,some time,9:30 AM,10:00 AM",
        "Dan,Fox,,5 min,early,10:00 AM",
        "Eve,Lee,,5 min,,",
      ],
      { day: "2026-03-05" },
    );
    expect(report?.problems).toEqual([
      { line: 4, message: "The duration “some time” is not a duration", level: "warning" },
      { line: 5, message: "The join time “early” is not a time", level: "warning" },
    ]);
    expect(brief(report)?.slice(2)).toEqual([
      ["Cleo May", null, null, "2026-03-05T03:45", "2026-03-05T04:15"],
      ["Eve Lee", null, 300],
    ]);
    expect(read(clocks.slice(0, 1))?.problems).toEqual([
      { line: 1, message: "The report lists nobody", level: "error" },
    ]);
  });

  it("is refused when it is not Meet's", () => {
    for (const lines of [
      [""],
      ["Name,Email,Duration"],
      ["Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)"],
    ])
      expect(read(lines)).toBeNull();
  });

  it("never throws", () => {
    const files = [clocks, dated].map(bytes);
    const mutated = fc
      .tuple(
        fc.constantFrom(...files),
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 20 }),
        fc.nat(),
      )
      .map(([file, changes, cut]) => {
        const copy = file.slice(0, cut % 3 === 0 ? cut % file.length : file.length);
        for (const [at, byte] of changes) copy[at % file.length] = byte;
        return copy;
      });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 400 }), mutated), (file) => {
        const report = readMeet(file, { time_zone: "Asia/Kathmandu", day: "2026-03-05" });
        for (const { spans } of report?.people ?? [])
          for (const [from, to] of spans) expect(to).toBeGreaterThanOrEqual(from);
      }),
      { numRuns: 300 },
    );
  });
});
