import { describe, expect, it } from "vitest";
import { readMeet } from "@/lib/integrations/meet/map";
import { readZoom } from "@/lib/integrations/zoom/map";
import { importAddress, problemOf, readingOf } from "./import-reading";

const bytes = (lines: string[]) => new TextEncoder().encode(lines.join("\n"));
const options = { time_zone: "Europe/Lisbon" };

describe("what the browser says of a report", () => {
  it("counts people, stays and minutes, and takes the time from the stays where no meeting is named", () => {
    const report = readZoom(
      bytes([
        "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,Recording Consent",
        "Ana,ana@x.test,18/11/2026 18:00:00,18/11/2026 18:30:00,30,No,",
        "Ana,ana@x.test,18/11/2026 18:40:00,18/11/2026 19:00:00,20,No,",
        "Bo,,18/11/2026 18:10:00,18/11/2026 18:20:00,10,Yes,",
      ]),
      options,
    );
    expect(readingOf(report!)).toMatchObject({
      people: 2,
      hosts: 0,
      stays: 3,
      minutes: 60,
      started_at: Date.parse("2026-11-18T18:00:00Z"),
      ended_at: Date.parse("2026-11-18T19:00:00Z"),
      clockOnly: false,
    });
  });

  it("asks for the day of clock times, also once it was given, and only then", () => {
    const file = bytes(["Name,Email,Duration,Time joined,Time exited", "Ana,,30 min,18:00,18:30"]);
    expect(readingOf(readMeet(file, options)!)).toMatchObject({ clockOnly: true, started_at: null });
    expect(readingOf(readMeet(file, { ...options, day: "2026-11-18" })!)).toMatchObject({
      clockOnly: true,
      started_at: Date.parse("2026-11-18T18:00:00Z"),
    });
    const lengths = bytes(["Name (Original Name),User Email,Total Duration (Minutes),Guest", "Ana,,50,No"]);
    expect(readingOf(readZoom(lengths, options)!)).toMatchObject({ clockOnly: false, stays: 0, minutes: 50 });
  });
});

describe("how the server is asked", () => {
  const how = { zone: "Europe/Lisbon", date_order: null, day: null };
  const to = { session_id: null, title: " Week 7 ", course_id: null, instructor_id: null };

  it("says of a new session what it needs, and of one that is there only which", () => {
    expect(importAddress(how, to, false)).toBe(
      "/api/admin/training/imports?commit=false&zone=Europe%2FLisbon&title=Week+7",
    );
    expect(
      importAddress(
        { zone: "UTC", date_order: "mdy", day: "2026-11-18" },
        { ...to, session_id: "s", course_id: "c", instructor_id: "i" },
        true,
      ),
    ).toBe("/api/admin/training/imports?commit=true&zone=UTC&date_order=mdy&day=2026-11-18&session_id=s");
  });

  it("shows a refusal at its field, and lines as lines", () => {
    expect(
      problemOf({
        detail: "x",
        request_id: "r",
        errors: [
          { path: "instructor_id", message: "is missing" },
          { path: "line 14", message: "There is no join time" },
        ],
      }),
    ).toEqual({
      fields: { instructor_id: "Is missing" },
      detail: "x",
      lines: [{ path: "line 14", message: "There is no join time" }],
      request_id: "r",
    });
  });
});
