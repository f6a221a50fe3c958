import { describe, expect, it } from "vitest";
import { languageIn } from "@/lib/platform/catalogues";
import { calendarOf } from "./calendar";

const session = {
  id: "0192f3a4-6b10-7c21-8f00-6d1f0c7a9e77",
  title: "Residuals, plots; and more",
  status: "scheduled",
  course_title: "Statistics for everyone",
  instructor_name: "Inês Carvalho",
  scheduled_start: new Date("2026-11-18T18:00:00Z"),
  scheduled_end: new Date("2026-11-18T19:30:00Z"),
  page_url: null as string | null,
  version: 3,
};
const english = languageIn("en");
const now = new Date("2026-11-01T10:00:00Z");

/** The file's lines, unfolded as RFC 5545 says. */
const linesOf = (...sessions: (typeof session)[]) =>
  calendarOf(sessions, "https://stats.harbour.example", now, english).replaceAll("\r\n ", "").split("\r\n");

describe("a session's file for a calendar", () => {
  it("describes the session in the reader's language", () => {
    const described = (code: "en" | "de") =>
      calendarOf([{ ...session, page_url: "https://a.test" }], "https://a.test", now, languageIn(code))
        .replaceAll("\r\n ", "")
        .split("\r\n")
        .find((line) => line.startsWith("DESCRIPTION:"));
    expect(described("en")).toBe(
      "DESCRIPTION:Statistics for everyone\\nWith Inês Carvalho\\nJoin: https://a.test/",
    );
    expect(described("de")).toBe(
      "DESCRIPTION:Statistics for everyone\\nMit Inês Carvalho\\nTeilnehmen: https://a.test/",
    );
  });

  it("has its times in UTC, its texts escaped, and the link to join", () => {
    expect(linesOf(session)).toEqual(
      expect.arrayContaining([
        "BEGIN:VCALENDAR",
        "UID:0192f3a4-6b10-7c21-8f00-6d1f0c7a9e77@lectern",
        "SEQUENCE:3",
        "DTSTAMP:20261101T100000Z",
        "DTSTART:20261118T180000Z",
        "DTEND:20261118T193000Z",
        "SUMMARY:Residuals\\, plots\\; and more",
        "LOCATION:https://stats.harbour.example/room/0192f3a4-6b10-7c21-8f00-6d1f0c7a9e77",
        "STATUS:CONFIRMED",
        "END:VCALENDAR",
      ]),
    );
  });

  it("links to the session's own page, and says when it is cancelled", () => {
    const lines = linesOf({
      ...session,
      page_url: "https://zoom.example/j/7",
      status: "cancelled",
    } as typeof session);
    expect(lines).toContain("LOCATION:https://zoom.example/j/7");
    expect(lines).toContain("STATUS:CANCELLED");
  });

  it("has every session of a series, and no line longer than 75 bytes", () => {
    const file = calendarOf(
      [session, { ...session, id: "second", title: "é".repeat(100) }],
      "https://a.test",
      now,
      english,
    );
    expect(file.match(/BEGIN:VEVENT/g)).toHaveLength(2);
    for (const line of file.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  });
});
