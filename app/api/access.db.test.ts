import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { exampleReport } from "@/lib/domain/sessions/imports/fixtures";
import type { RouteLine } from "@/lib/http/openapi";
import { wantedTokenScope } from "@/lib/http/openapi";
import { newId } from "@/lib/platform/ids";
import {
  type Actor,
  actorNames,
  apiTokenOf,
  inBrowser,
  makeWorld,
  type Sent,
  send,
  signedIn,
  type Target,
  targetNames,
  type World,
} from "@/lib/testing/access-world";
import { testDatabase } from "@/lib/testing/database";
import { routeTable } from "./route-table";

testDatabase();
let world: World;
beforeAll(async () => {
  world = await makeWorld();
});

type Outcome = "ok" | 400 | 403 | 404;
/** Outcomes for own, others, otherSchool, missing; one stands for all four. */
type Row = Outcome | [own: Outcome, others: Outcome, otherSchool: Outcome, missing: Outcome];
type Expected = Record<Actor, Row>;

/** Whoever may read a video's or a course's numbers: an instructor their own, an admin their school's. */
const staffReach: Expected = {
  student: 403,
  instructor: ["ok", 403, 404, 404],
  otherInstructor: [403, "ok", 404, 404],
  schoolAdmin: ["ok", "ok", 404, 404],
  otherSchoolAdmin: [404, 404, "ok", 404],
  installationAdmin: ["ok", "ok", "ok", 404],
};
const staffOnly: Expected = {
  student: 403,
  instructor: "ok",
  otherInstructor: "ok",
  schoolAdmin: "ok",
  otherSchoolAdmin: "ok",
  installationAdmin: "ok",
};
/** What is one person's: nobody else's, whatever their role. */
const ownerOnly: Expected = {
  student: 403,
  instructor: ["ok", 403, 404, 404],
  otherInstructor: [403, "ok", 404, 404],
  schoolAdmin: [403, 403, 404, 404],
  otherSchoolAdmin: [404, 404, "ok", 404],
  installationAdmin: [403, 403, 403, 404],
};
const everyone = (row: Row): Expected =>
  Object.fromEntries(actorNames.map((name) => [name, row])) as Expected;

const ownInSchool: Expected = {
  ...everyone(["ok", "ok", 404, 404]),
  otherSchoolAdmin: [404, 404, "ok", 404],
  installationAdmin: ["ok", "ok", "ok", 404],
};

type Ids = World["targets"][Target];
type Case = { expected: Expected; sent?: (ids: Ids) => Sent };

const view = ({ video_id: videoId, course_id: courseId }: Ids) => ({
  session_id: newId(),
  video_id: videoId,
  course_id: courseId,
});

/** Every route that anybody but next-auth owns: what is sent about a target, and how it ends for each of the people. */
const cases: Record<string, Case> = {
  "GET /api/tokens": { expected: staffOnly },
  "POST /api/tokens": {
    expected: staffOnly,
    sent: () => ({ body: { name: "Test", scopes: ["read"], expires_in_days: 1 } }),
  },
  "DELETE /api/tokens/{tokenId}": {
    expected: ownerOnly,
    sent: ({ apiTokenId }) => ({ params: { tokenId: apiTokenId } }),
  },
  "POST /api/playback-tokens": {
    expected: staffReach,
    sent: ({ video_id: videoId }) => ({ body: { video_id: videoId } }),
  },
  "POST /api/analytics/video-view": {
    expected: everyone(["ok", "ok", "ok", 404]),
    sent: (ids) => ({ body: view(ids) }),
  },
  "POST /api/analytics/video-progress": {
    expected: everyone(["ok", "ok", "ok", 404]),
    sent: ({ video_id: videoId }) => ({
      body: { session_id: newId(), video_id: videoId, current_position_seconds: 1 },
    }),
  },
  "POST /api/analytics/video-complete": {
    expected: everyone(["ok", "ok", "ok", 404]),
    sent: ({ video_id: videoId }) => ({
      body: { session_id: newId(), video_id: videoId, watch_time_seconds: 1, completion_percentage: 1 },
    }),
  },
  // Its items answer for themselves.
  "POST /api/analytics/video-batch": {
    expected: everyone("ok"),
    sent: (ids) => ({ body: [{ type: "view", ...view(ids) }] }),
  },
  // Who is signed in takes part in their own school's sessions; these are open to anybody who is nobody, too.
  ...Object.fromEntries(
    Object.entries({
      presence: () => ({ event: "join", client_id: newId() }),
      messages: () => ({ id: newId(), text: "Hello", client_id: newId() }),
      reactions: () => ({ id: newId(), type: "👏", client_id: newId() }),
      feedback: () => ({ rating: 4, client_id: newId() }),
    }).map(([route, body]) => [
      `POST /api/sessions/{sessionId}/${route}`,
      {
        expected: ownInSchool,
        sent: ({ session_id: sessionId }: Ids) => ({ params: { sessionId }, body: body() }),
      },
    ]),
  ),
  "GET /api/admin/analytics/videos": { expected: staffOnly },
  "GET /api/admin/analytics/videos/export": { expected: staffOnly },
  "GET /api/admin/analytics/videos/course/{courseId}": {
    expected: staffReach,
    sent: ({ course_id: courseId }) => ({ params: { courseId } }),
  },
  ...Object.fromEntries(
    [
      "videos/{videoId}",
      "videos/{videoId}/retention",
      "videos/{videoId}/retention/export",
      "videos/{videoId}/viewers",
      "videos/{videoId}/viewers/export",
      "heatmap/{videoId}",
      "heatmap/{videoId}/export",
    ].map((path) => [
      `GET /api/admin/analytics/${path}`,
      { expected: staffReach, sent: ({ video_id: videoId }: Ids) => ({ params: { videoId } }) },
    ]),
  ),
  "GET /api/admin/training/sessions": { expected: staffOnly },
  "POST /api/admin/training/sessions": {
    expected: staffReach,
    sent: ({ course_id: courseId, ownerId }) => ({
      body: {
        title: "Test",
        course_id: courseId,
        instructor_id: ownerId,
        scheduled_start: "2026-11-25T18:00:00Z",
        scheduled_end: "2026-11-25T19:00:00Z",
      },
    }),
  },
  "PATCH /api/admin/training/sessions/{sessionId}": {
    expected: staffReach,
    sent: ({ session_id: sessionId }) => ({ params: { sessionId }, body: { title: "Test" } }),
  },
  "DELETE /api/admin/training/sessions/{sessionId}": {
    expected: staffReach,
    sent: ({ plannedSessionId }) => ({ params: { sessionId: plannedSessionId } }),
  },
  "POST /api/admin/training/sessions/{sessionId}/registrations": {
    expected: staffReach,
    sent: ({ session_id: sessionId }) => ({ params: { sessionId }, body: { people: [{ name: "Test" }] } }),
  },
  "GET /api/admin/training/sessions/{sessionId}/people": {
    expected: staffReach,
    sent: ({ session_id: sessionId }) => ({ params: { sessionId }, query: { q: "test" } }),
  },
  "PATCH /api/admin/training/sessions/{sessionId}/attendees/{attendeeId}": {
    expected: staffReach,
    sent: ({ session_id: sessionId, attendee_id: attendeeId }) => ({
      params: { sessionId, attendeeId },
      body: { name: "Test" },
    }),
  },
  "GET /api/admin/training/sessions/export": { expected: staffOnly },
  "GET /api/admin/training/analytics/overview": { expected: staffOnly },
  "GET /api/admin/training/live": { expected: staffOnly },
  "GET /api/admin/training/imports": { expected: staffOnly },
  "POST /api/admin/training/imports": {
    expected: staffReach,
    sent: ({ session_id: sessionId }) => ({
      query: { session_id: sessionId },
      body: { file: new TextEncoder().encode(exampleReport) },
    }),
  },
  // An import can be undone once, so each request has another one.
  "DELETE /api/admin/training/imports/{importId}": {
    expected: staffReach,
    sent: ({ importIds, session_id: sessionId }) => ({ params: { importId: importIds.pop() ?? sessionId } }),
  },
  "POST /api/admin/training/sessions/compare": {
    expected: staffReach,
    sent: ({ session_id: sessionId, secondSessionId }) => ({
      body: { session_ids: [sessionId, secondSessionId] },
    }),
  },
  "GET /api/admin/training/sessions/compare/export": {
    expected: staffReach,
    sent: ({ session_id: sessionId, secondSessionId }) => ({
      query: { ids: `${sessionId},${secondSessionId}` },
    }),
  },
  ...Object.fromEntries(
    [
      "analytics",
      "attendance",
      "attendance/export",
      "engagement",
      "peak-viewers",
      "timeline/export",
      "score/export",
      "live",
    ].map((path) => [
      `GET /api/admin/training/sessions/{sessionId}/${path}`,
      { expected: staffReach, sent: ({ session_id: sessionId }: Ids) => ({ params: { sessionId } }) },
    ]),
  ),
  // Everybody's own progress, of whatever is in their school.
  "GET /api/videos/{videoId}/progress": {
    expected: ownInSchool,
    sent: ({ video_id: videoId }) => ({ params: { videoId } }),
  },
  "GET /api/videos/progress": {
    expected: ownInSchool,
    sent: ({ course_id: courseId }) => ({ query: { course_id: courseId } }),
  },
  "GET /api/find": { expected: everyone("ok"), sent: () => ({ query: { q: "video" } }) },
  "GET /api/health/live": { expected: everyone("ok") },
  "GET /api/health/ready": { expected: everyone("ok") },
  "GET /api/openapi.json": { expected: everyone("ok") },
};

const keyOf = (line: RouteLine) => `${line.method} ${line.path}`;
const caseOf = (line: RouteLine): Case => {
  const found = cases[keyOf(line)];
  if (!found) throw new Error(`${keyOf(line)} has no case in the access test`);
  return found;
};
/** Signing in itself is proved beside it (sign-in and oidc tests), and the undocumented routes are next-auth's and the 404. */
const table = await routeTable();
const tried = table.filter(
  (line) => !line.handler.declaration.undocumented && keyOf(line) !== "POST /api/auth/token",
);
const isGuarded = (line: RouteLine) => !["public", "tracking"].includes(line.handler.declaration.auth);
const guarded = tried.filter(isGuarded);

function outcome(response: Response): number | "ok" {
  // A stream would go on for minutes, though nobody reads it.
  if (response.headers.get("content-type")?.startsWith("text/event-stream")) void response.body?.cancel();
  return response.status < 300 ? "ok" : response.status;
}
const expectedFor = (row: Row, index: number): Outcome | undefined => (Array.isArray(row) ? row[index] : row);

describe("the route table", () => {
  it("lists every method of every route file, and nothing else", async () => {
    const found: string[] = [];
    const files = readdirSync(import.meta.dirname, { recursive: true, encoding: "utf8" });
    for (const file of files.filter((name) => /(^|[\\/])route\.ts$/.test(name))) {
      const folder = dirname(file).replaceAll("\\", "/");
      const path = `/api/${folder}`.replace(/\[(?:\.\.\.)?(\w+)\]/g, "{$1}");
      const module: Record<string, unknown> = await import(
        /* @vite-ignore */ join(import.meta.dirname, file)
      );
      for (const method of Object.keys(module)) {
        // A preflight says who may ask at all; it has no answer of its own.
        if (!/^[A-Z]+$/.test(method) || method === "OPTIONS") continue;
        found.push(`${method} ${path}`);
        const line = table.find((entry) => keyOf(entry) === `${method} ${path}`);
        expect(line?.handler, `${method} ${path} in the table`).toBe(module[method]);
      }
    }
    expect(table.map(keyOf).sort()).toEqual(found.sort());
  });

  it("answers an unknown path with a problem, as JSON", async () => {
    for (const line of table.filter(({ path }) => path === "/api/{missing}")) {
      const response = await send(line, { params: { missing: "nothing" } }, { headers: {} });
      expect(response.status).toBe(404);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
    }
  });

  it("has a case here for every route", () => {
    expect(Object.keys(cases).sort()).toEqual(tried.map(keyOf).sort());
  });
});

describe.each(tried.map((line) => [keyOf(line), line] as const))("%s", (_, line) => {
  const { expected, sent = () => ({}) } = caseOf(line);

  it("lets each person read what they may, with a token and in a browser", async () => {
    const seen: Record<string, unknown> = {};
    const wanted: Record<string, unknown> = {};
    for (const actor of actorNames)
      for (const [index, target] of targetNames.entries())
        for (const [how, caller] of [
          ["token", await signedIn(world.users[actor])],
          ["browser", await inBrowser(world.users[actor])],
        ] as const) {
          const key = `${actor}, ${target}, ${how}`;
          const response = await send(line, sent(world.targets[target]), caller);
          seen[key] = outcome(response);
          wanted[key] = expectedFor(expected[actor], index);
        }
    expect(seen).toEqual(wanted);
  });

  it(
    isGuarded(line) ? "refuses a caller who is not signed in" : "answers a caller who is not signed in",
    async () => {
      const seen: Record<string, unknown> = {};
      const wanted: Record<string, unknown> = {};
      for (const [name, caller] of Object.entries(world.strangers)) {
        const response = await send(line, sent(world.targets.own), caller);
        seen[name] = outcome(response);
        wanted[name] = isGuarded(line) ? 401 : "ok";
        if (isGuarded(line)) expect(response.headers.get("www-authenticate")).toBe("Bearer");
      }
      expect(seen).toEqual(wanted);
    },
  );
});

describe.each(guarded.map((line) => [keyOf(line), line] as const))("%s", (_, line) => {
  const { sent = () => ({}) } = caseOf(line);

  it("accepts a personal API token only with the required scope", async () => {
    const wanted = wantedTokenScope(line.method, line.handler.declaration);
    const user = world.users.schoolAdmin;
    const others = (["read", "playback-tokens", "manage"] as const).filter((scope) => scope !== wanted);
    const without = await apiTokenOf(user.id, others);
    expect((await send(line, sent(world.targets.own), without.caller)).status).toBe(403);
    if (!wanted) return;
    const withIt = await apiTokenOf(user.id, [wanted as "read"]);
    const plain = await send(line, sent(world.targets.own), await signedIn(user));
    expect(outcome(await send(line, sent(world.targets.own), withIt.caller))).toBe(outcome(plain));
  });
});

const changes = guarded.filter((line) => line.method !== "GET");
describe.each(changes.map((line) => [keyOf(line), line] as const))("%s", (_, line) => {
  const { sent = () => ({}) } = caseOf(line);

  it("accepts a change by cookie only from our own pages", async () => {
    const own = await inBrowser(world.users.schoolAdmin);
    const without: Record<string, string> = { ...own.headers };
    delete without.origin;
    for (const headers of [
      without,
      { ...own.headers, origin: "https://elsewhere.test" },
      { ...own.headers, origin: "null" },
      { ...own.headers, origin: "http://stats.test.elsewhere.test" },
    ])
      expect((await send(line, sent(world.targets.own), { headers })).status).toBe(403);
  });
});
