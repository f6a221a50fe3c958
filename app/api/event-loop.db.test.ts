import { beforeAll, describe, expect, it } from "vitest";
import { analyseComments } from "@/lib/domain/sessions/mutations/analyse-comments";
import { runNextWork } from "@/lib/flows/jobs/work";
import { type Caller, signedIn } from "@/lib/testing/access-world";
import { blockedBy, ownTime } from "@/lib/testing/blocked-by";
import {
  makeCourse,
  makeSchool,
  makeSession,
  makeUser,
  makeVideo,
  testDatabase,
} from "@/lib/testing/database";
import { type Sent, send, textOf } from "@/lib/testing/requests";
import { registrations, registrationsZip } from "@/lib/testing/rosters";
import { routeTable } from "./route-table";

/* No request works longer than 100 ms on the event loop, also with the most that there may be. */

const { sql } = testDatabase();
const blockedMsMax = 100;
const [people, comments, viewers, importPeople] = [5000, 3000, 20_000, 19_999];
const table = await routeTable();
const start = new Date("2026-11-18T18:00:00Z");
const end = new Date(start.getTime() + 3_600_000);
let caller: Caller;
let ids: { sessionId: string; liveId: string; videoId: string; courseId: string };

beforeAll(async () => {
  const school = await makeSchool();
  const instructor = await makeUser({ school_id: school.id, role: "instructor" });
  const course = await makeCourse({ school_id: school.id, instructorIds: [instructor.id] });
  const placed = { school_id: school.id, course_id: course.id };
  const video = await makeVideo(placed);
  const times = { scheduled_start: start, scheduled_end: end, started_at: start };
  const held = { ...placed, ...times, instructor_id: instructor.id };
  const ended = await makeSession({ ...held, status: "ended", ended_at: end });
  const live = await makeSession({ ...held, status: "live", scheduled_end: new Date("2099-01-01") });
  ids = { sessionId: ended.id, liveId: live.id, videoId: video.id, courseId: course.id };
  const from = start.getTime();
  for (const id of [ended.id, live.id]) {
    await sql`insert into attendees (session_id, id, display_name, created_at)
      select ${id}, gen_random_uuid(), 'Person ' || n, ${start} from generate_series(1, ${people}) n`;
    // Five stays each.
    await sql`insert into presence (session_id, client_id, attendee_id, heartbeats, grace_ms)
      select ${id}, id::text, id, (select range_agg(int8range(${from}::bigint + k * 700000, ${from}::bigint + k * 700000 + 600000)) from generate_series(0, 4) k), 0
      from attendees where session_id = ${id}`;
    await sql`insert into messages (session_id, id, attendee_id, text, question, sent_at)
      select ${id}, gen_random_uuid(), id, repeat('word ', 50), true, ${start}::timestamptz + k * interval '1 minute'
      from attendees, generate_series(1, 10) k where session_id = ${id}`;
    await sql`insert into reactions (session_id, id, attendee_id, type, sent_at)
      select ${id}, gen_random_uuid(), id, 'type ' || id || k, ${start}::timestamptz + k * interval '1 minute'
      from attendees, generate_series(1, 3) k where session_id = ${id}`;
    await sql`insert into feedback (session_id, attendee_id, rating, comment, sent_at)
      select ${id}, id, 4, (select string_agg('w' || (hashtext(id::text || k) % 500), ' ') from generate_series(1, 300) k), ${end}
      from attendees where session_id = ${id} limit ${comments}`;
    await sql`insert into session_versions (session_id, version) values (${id}, 1) on conflict do nothing`;
  }
  await sql`insert into viewer_progress (video_id, viewer_id, watched, watch_ms, playbacks)
    select ${video.id}, 'v:' || gen_random_uuid(), '{[0,1000),[2000,3000)}', 330000, 1 from generate_series(1, ${viewers})`;
  // Half of the people in a report are of the school: with an address, and a name that somebody else has too.
  await sql`insert into users (id, school_id, email, name, role, created_at)
    select gen_random_uuid(), ${school.id}, 'p' || n || '@school.test', 'Person ' || n - n % 4, 'student', ${start} from generate_series(0, ${importPeople}) n where n % 2 = 0`;
  await sql`insert into enrollments (course_id, user_id, created_at) select ${course.id}, id, ${start} from users where school_id = ${school.id} and email like 'p%@school.test'`;
  while ((await analyseComments(500)) > 0);
  caller = await signedIn(instructor);
}, 300_000);

it("sees what blocks", async () => {
  const blocked = await blockedBy(async () => {
    const until = ownTime() + 150;
    while (ownTime() < until);
  });
  expect(blocked).toBeGreaterThan(blockedMsMax);
});

/** A report with a line for each of these people; no two reports are equal. */
let reports = 0;
const reportOf = (personOf: (n: number) => string) =>
  [
    "Name,Email,Duration,Time joined,Time exited",
    ...[...Array(importPeople).keys(), `Report ${reports++},`].map(
      (n) => `${typeof n === "number" ? personOf(n) : n},60 min,2026-11-18 18:00,2026-11-18 19:00`,
    ),
  ].join("\n");
const reportFiles = {
  "half of whom have an address of the school": () =>
    reportOf((n) => `Person ${n},p${n}@${n % 2 ? "home" : "school"}.test`),
  "known by names, a quarter of which two of the school have": () => reportOf((n) => `Person ${n},`),
};

const sessions = "/api/admin/training/sessions/{sessionId}";
const requests: [path: string, sent: () => Sent][] = [
  ["/api/openapi.json", () => ({})],
  ["/api/admin/training/analytics/overview", () => ({})],
  [`${sessions}/analytics`, () => ({ params: { sessionId: ids.sessionId } })],
  [`${sessions}/engagement`, () => ({ params: { sessionId: ids.sessionId } })],
  [`${sessions}/attendance`, () => ({ params: { sessionId: ids.sessionId } })],
  [`${sessions}/attendance/export`, () => ({ params: { sessionId: ids.sessionId } })],
  [`${sessions}/timeline/export`, () => ({ params: { sessionId: ids.sessionId } })],
  [`${sessions}/live`, () => ({ params: { sessionId: ids.liveId } })],
  ["/api/admin/analytics/videos/{videoId}/viewers", () => ({ params: { videoId: ids.videoId } })],
  ["/api/admin/analytics/videos/{videoId}/viewers/export", () => ({ params: { videoId: ids.videoId } })],
];

it.each(requests)(
  "%s leaves the event loop to others",
  async (path, sent) => {
    const line = table.find((one) => one.method === "GET" && one.path === path)!;
    const blocked = await blockedBy(async () => {
      const response = await send(line, sent(), caller);
      expect(response.status).toBe(200);
      await textOf(response);
    });
    expect(blocked).toBeLessThan(blockedMsMax);
  },
  180_000,
);

it("a roster of 16,000 enrollments, previewed and imported, leaves the event loop to others", async () => {
  const file = registrationsZip(registrations(16_000));
  const line = table.find((one) => one.method === "POST" && one.path === "/api/admin/roster/imports")!;
  const blocked = await blockedBy(async () => {
    const school = await makeSchool();
    const admin = await signedIn(await makeUser({ school_id: school.id, role: "admin" }));
    const sent = { query: { commit: "true" }, body: { file } };
    const answer = await (await send(line, sent, admin)).json();
    expect(answer.counts.enrollment.new).toBe(16_000);
    while (await runNextWork(new Date()));
  });
  expect(blocked).toBeLessThan(blockedMsMax);
}, 240_000);

describe.each(Object.entries(reportFiles))("a report of 20,000 people, %s", (_, file) => {
  it.each([
    ["preview", "false"],
    ["import", "true"],
  ])(
    "leaves the event loop to others: %s",
    async (_, commit) => {
      const line = table.find((one) => one.method === "POST" && one.path === "/api/admin/training/imports")!;
      const blocked = await blockedBy(async () => {
        const sent = { query: { commit, course_id: ids.courseId }, body: { file: file() } };
        const answer = await (await send(line, sent, caller)).json();
        expect(answer.matched + answer.doubtful + answer.unknown).toBe(importPeople + 1);
      });
      expect(blocked).toBeLessThan(blockedMsMax);
    },
    180_000,
  );
});
