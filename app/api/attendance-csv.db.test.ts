import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Papa from "papaparse";
import { beforeAll, describe, expect, it } from "vitest";
import { applyEvents } from "@/lib/domain/sessions/live/apply";
import type { LiveEvent } from "@/lib/domain/sessions/live/events";
import { changed } from "@/lib/domain/sessions/live/lock";
import { newId } from "@/lib/platform/ids";
import { type Caller, signedIn } from "@/lib/testing/access-world";
import {
  makeCourse,
  makeSchool,
  makeSession,
  makeUser,
  makeVideo,
  testDatabase,
} from "@/lib/testing/database";
import { send } from "@/lib/testing/requests";
import { routeTable } from "./route-table";

/* The attendance CSV, byte by byte, as the spec wants it, and as a spreadsheet opens it. */

const { sql, writer } = testDatabase();
const start = Date.parse("2026-11-18T18:00:00Z");
const formula = '=HYPERLINK("http://evil.test","x")';
const comment = 'Said "slower",\nand meant it';
let sessionId: string;
let caller: Caller;
let csv: string;
let disposition: string;

const csvRoute = (await routeTable()).find(
  ({ path }) => path === "/api/admin/training/sessions/{sessionId}/attendance/export",
)!;

beforeAll(async () => {
  const school = await makeSchool({ time_zone: "America/New_York" });
  const instructor = await makeUser({ school_id: school.id, role: "instructor" });
  const course = await makeCourse({ school_id: school.id, instructorIds: [instructor.id] });
  const video = await makeVideo({ school_id: school.id, course_id: course.id, duration_ms: 600_000 });
  const ana = await makeUser({ school_id: school.id, name: "Ana Gonçalves", email: "ana@example.test" });
  const session = await makeSession({
    school_id: school.id,
    instructor_id: instructor.id,
    course_id: course.id,
    title: "Residuals, and more",
    status: "live",
    started_at: new Date(start),
    scheduled_start: new Date(start),
    scheduled_end: new Date(start + 3_600_000),
    recording_video_id: video.id,
  });
  sessionId = session.id;
  const receivedAt = new Date(start + 3_600_000);
  const common = {
    session_id: sessionId,
    received_at: receivedAt,
    who: { identity: `u:${ana.id}`, name: ana.name, email: ana.email, user_id: ana.id },
  };
  const guest = { ...common, who: { identity: "s:guest", name: formula, email: null, user_id: null } };
  const [clientId, guestClient] = [newId(), newId()];
  const minutes = (count: number) => start + count * 60_000;
  const beats = (from: number, to: number) =>
    Array.from({ length: (to - from) * 2 + 1 }, (_, i) => minutes(from) + i * 30_000);
  const events: LiveEvent[] = [
    // Ana: minutes 2 to 20, and 30 to 60.
    ...[...beats(2, 20), ...beats(30, 60)].map((at) => ({
      ...common,
      kind: "presence" as const,
      event: "heartbeat" as const,
      client_id: clientId,
      at,
    })),
    { ...common, kind: "message", id: newId(), text: "Why?", at: minutes(5) },
    { ...common, kind: "message", id: newId(), text: "Thanks", at: minutes(6) },
    { ...common, kind: "reaction", id: newId(), type: "👏", at: minutes(7) },
    { ...common, kind: "feedback", rating: 4, comment, at: minutes(59) },
    // A guest whose name is a formula: minutes 0 to 1.5.
    ...[0, 30, 60, 90].map((seconds) => ({
      ...guest,
      kind: "presence" as const,
      event: "heartbeat" as const,
      client_id: guestClient,
      at: start + seconds * 1000,
    })),
  ];
  await applyEvents(writer, events);
  await sql`update attendees set registered_at = ${new Date(start - 86_400_000)} where session_id = ${sessionId} and user_id = ${ana.id}`;
  await sql`
    insert into attendees (session_id, id, display_name, email, registered_at, created_at)
    values (${sessionId}, ${newId()}, '@Zoe;=1+1;y', 'zoe@example.test', ${new Date(start)}, ${new Date(start)})`;
  await sql`
    insert into viewer_progress (video_id, viewer_id, watched, watch_ms, playbacks)
    values (${video.id}, ${`u:${ana.id}`}, '{[0,3000)}', 330000, 1)`;
  await sql`update sessions set status = 'ended', ended_at = ${new Date(start + 3_600_000)} where id = ${sessionId}`;
  await changed(sql, [sessionId]);
  caller = await signedIn(instructor);
  const response = await send(csvRoute, { params: { sessionId }, query: { sort: "name" } }, caller);
  expect(response.status).toBe(200);
  disposition = response.headers.get("content-disposition") ?? "";
  csv = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await response.arrayBuffer());
});

const heads =
  "Session Name,Attendee Name,Email,User ID,Joined At,Left At,Duration (minutes),Status,Messages Sent,Reactions Given,Questions Asked,Watched VOD,VOD Watch Time (minutes),VOD Completion %,Rating,Feedback";
// New York is five hours behind in November.
const expected = (userId: string) => [
  [
    "Residuals, and more",
    `'${formula}`,
    "",
    "",
    "2026-11-18T13:00:00.000-05:00",
    "2026-11-18T13:01:30.000-05:00",
    "1.5",
    "Attended",
    "0",
    "0",
    "0",
    "No",
    "0",
    "0",
    "",
    "",
  ],
  [
    "Residuals, and more",
    "'@Zoe;'=1+1;y",
    "zoe@example.test",
    "",
    "",
    "",
    "",
    "Registered",
    "0",
    "0",
    "0",
    "No",
    "0",
    "0",
    "",
    "",
  ],
  [
    "Residuals, and more",
    "Ana Gonçalves",
    "ana@example.test",
    userId,
    "2026-11-18T13:02:00.000-05:00",
    "2026-11-18T14:00:00.000-05:00",
    "48",
    "Attended",
    "2",
    "1",
    "1",
    "Yes",
    "5.5",
    "50",
    "4",
    comment,
  ],
];

describe("the attendance CSV", () => {
  it("has the specified name, byte order mark and quoting", () => {
    expect(disposition).toMatch(
      new RegExp(`^attachment; filename="session-${sessionId}-attendance-\\d{4}-\\d{2}-\\d{2}\\.csv"$`),
    );
    expect(csv.startsWith(`\u{feff}${heads}\r\n`)).toBe(true);
    expect(csv.endsWith("\r\n")).toBe(true);
    // Every line of the file ends with CRLF; only the quoted comment holds a bare LF.
    expect(csv.replaceAll("\r\n", "").split("\n")).toHaveLength(2);
    expect(csv).toContain('"Said ""slower"",\nand meant it"');
    expect(csv).toContain(`"'=HYPERLINK(""http://evil.test"",""x"")"`);
  });

  it("has these rows, computed by hand", () => {
    const { data } = Papa.parse<string[]>(csv.replace("\u{feff}", ""), { skipEmptyLines: true });
    const [, ...rows] = data;
    const ana = rows.find((row) => row[1] === "Ana Gonçalves")!;
    const byName = (a: string[], b: string[]) => (a[1]! < b[1]! ? -1 : 1);
    expect([...rows].sort(byName)).toEqual(expected(ana[3]!).sort(byName));
  });

  const office = ["/usr/bin/soffice", "/usr/local/bin/soffice"].find((path) => existsSync(path));
  it.skipIf(!office)(
    "opens in LibreOffice with the same cells and runs no formula",
    () => {
      const folder = mkdtempSync(join(tmpdir(), "lectern-office-"));
      try {
        writeFileSync(join(folder, "attendance.csv"), csv);
        const convert = (from: string, to: string, filter?: string) =>
          execFileSync(
            office!,
            [
              `-env:UserInstallation=file://${join(folder, "profile")}`,
              "--headless",
              ...(filter ? [`--infilter=${filter}`] : []),
              "--convert-to",
              to,
              "--outdir",
              join(folder, "out"),
              join(folder, from),
            ],
            { stdio: "ignore", timeout: 120_000 },
          );
        // In as a spreadsheet with values, out again as what its cells show.
        convert("attendance.csv", "ods", "Text - txt - csv (StarCalc):44,34,76");
        convert(join("out", "attendance.ods"), "csv:Text - txt - csv (StarCalc):44,34,76");
        const shown = readFileSync(join(folder, "out", "attendance.csv"), "utf8").replace("\u{feff}", "");
        const { data } = Papa.parse<string[]>(shown, { skipEmptyLines: true });
        expect(data[0]!.join(",")).toBe(heads);
        const names = data.slice(1).map((row) => row[1]);
        expect(names.sort()).toEqual([`'${formula}`, "'@Zoe;'=1+1;y", "Ana Gonçalves"].sort());
        const ana = data.find((row) => row[1] === "Ana Gonçalves")!;
        // Where the list separator is `;`: a formula would show its value, 2.
        convert("attendance.csv", "xlsx", "Text - txt - csv (StarCalc):59,34,76");
        convert(join("out", "attendance.xlsx"), "csv:Text - txt - csv (StarCalc):59,34,76");
        const split = readFileSync(join(folder, "out", "attendance.csv"), "utf8");
        expect(split).toContain(";'=1+1;");
        expect(ana.slice(6, 16)).toEqual(["48", "Attended", "2", "1", "1", "Yes", "5.5", "50", "4", comment]);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    180_000,
  );
});
