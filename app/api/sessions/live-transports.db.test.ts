import { beforeAll, describe, expect, test } from "vitest";
import { signPlaybackToken } from "@/lib/auth/tokens";
import type { LiveRoute } from "@/lib/flows/ingest/sources/live";
import { newId } from "@/lib/platform/ids";
import { signedIn } from "@/lib/testing/access-world";
import { makeSchool, makeSession, makeUser, testDatabase } from "@/lib/testing/database";
import { serveIngest, transports } from "@/lib/testing/transports";
import * as playbackTokens from "../playback-tokens/route";

const { sql } = testDatabase();
serveIngest();

let schoolId: string;
beforeAll(async () => {
  schoolId = (await makeSchool()).id;
});

const minute = 60_000;
const ago = (ms: number) => new Date(Date.now() - ms);
const live = (more: object = {}) =>
  makeSession({
    school_id: schoolId,
    status: "live",
    scheduled_start: ago(10 * minute),
    scheduled_end: ago(-50 * minute),
    started_at: ago(10 * minute),
    anonymous_viewers: true,
    ...more,
  });
const join = (client = newId(), more: object = {}) =>
  JSON.stringify({ event: "join", client_id: client, ...more });
const everyBody = (client = newId()): [LiveRoute, string][] => [
  ["presence", join(client)],
  ["messages", JSON.stringify({ id: newId(), text: "Hello?", client_id: client })],
  ["reactions", JSON.stringify({ id: newId(), type: "👏", client_id: client })],
  ["feedback", JSON.stringify({ rating: 5, comment: " Clear. ", client_id: client })],
];
const people = (sessionId: string) =>
  sql`select a.*, i.identity from attendees a join attendee_identities i on i.session_id = a.session_id and i.attendee_id = a.id
    where a.session_id = ${sessionId} order by i.identity`;

describe.each(transports)("through $name", ({ sendLive }) => {
  test("an event is committed when it is answered, and a repeat changes nothing", async () => {
    const { id } = await live();
    const all = everyBody();
    for (const [route, body] of all) {
      const { status, body: answer } = await sendLive(id, route, body);
      expect({ route, status, answer }).toEqual({
        route,
        status: 200,
        answer: { success: true, session_status: "live" },
      });
    }
    const stored = async () => [
      await sql`select text, question from messages where session_id = ${id}`,
      await sql`select type from reactions where session_id = ${id}`,
      await sql`select rating, comment from feedback where session_id = ${id}`,
      (await people(id)).length,
    ];
    expect(await stored()).toEqual([
      [{ text: "Hello?", question: true }],
      [{ type: "👏" }],
      [{ rating: 5, comment: "Clear." }],
      1,
    ]);
    for (const [route, body] of all) expect((await sendLive(id, route, body)).status).toBe(200);
    expect((await stored()).slice(0, 2).map((rows) => (rows as unknown[]).length)).toEqual([1, 1]);
  });

  test("a deactivation and another role end a sign-in with the very next event, and so does signing out everywhere", async () => {
    const ends: Record<string, (id: string) => PromiseLike<unknown>> = {
      deactivation: (id) => sql`update users set disabled_at = now() where id = ${id}`,
      "another role": (id) => sql`update users set role = 'instructor' where id = ${id}`,
      "signing out everywhere": (id) => sql`update users set version = version + 1 where id = ${id}`,
    };
    for (const [how, end] of Object.entries(ends)) {
      const { id } = await live({ anonymous_viewers: false });
      const user = await makeUser({ school_id: schoolId });
      const { headers } = await signedIn(user);
      const send = (body: string) => sendLive(id, "presence", body, { headers });
      expect((await send(join())).status, how).toBe(200);
      expect((await send(join())).status, how).toBe(200);
      await end(user.id);
      expect((await send(join())).status, how).toBe(401);
    }
  });

  test("a session is also found by its school's own id; an unknown or malformed id is a 404", async () => {
    const { id } = await live({ external_id: `week 7 / ${newId()}` });
    const [row] = await sql`select external_id from sessions where id = ${id}`;
    expect((await sendLive(row!.external_id, "presence", join())).status).toBe(200);
    for (const odd of [newId(), "no", "x".repeat(300), "\u0000", "%"])
      expect((await sendLive(odd, "presence", join())).status).toBe(404);
  });

  test("a client's time is accepted up to ten minutes in the past, and never in the future", async () => {
    const { id } = await live();
    const before = Date.now();
    for (const at of [ago(-5 * minute), ago(20 * minute), ago(4 * minute)])
      expect((await sendLive(id, "presence", join(newId(), { at: at.toISOString() }))).status).toBe(200);
    const rows =
      await sql`select lower(heartbeats)::float8 as at from presence where session_id = ${id} order by 1`;
    const minutes = rows.map((row) => (before - row.at) / minute);
    expect(minutes.map(Math.round).map((value) => value + 0)).toEqual([10, 4, 0]);
    expect(Math.max(...rows.map((row) => row.at))).toBeLessThanOrEqual(Date.now());
  });

  test("taking part: 401 without a token, 403 with another session's token, 404 in another school", async () => {
    const [mine, other] = [
      await live({ anonymous_viewers: false }),
      await live({ anonymous_viewers: false }),
    ];
    const student = await makeUser({ school_id: schoolId, external_id: newId() });
    const outsider = await makeUser({ school_id: (await makeSchool()).id });
    const token = (subject: string | null, more: object = {}) =>
      signPlaybackToken({
        school_id: schoolId,
        video_id: null,
        session_id: mine.id,
        subject,
        issued_at: ago(minute),
        expires_at: ago(-minute),
        ...more,
      });
    const arrive = async (session: string, given: object, headers: Record<string, string> = {}) =>
      (await sendLive(session, "presence", join(newId(), given), { headers })).status;
    expect(await arrive(mine.id, {})).toBe(401);
    expect(await arrive(mine.id, { visitor_id: "visitor-1234" })).toBe(401);
    expect(await arrive(mine.id, { token: await token(student.external_id) })).toBe(200);
    expect(await arrive(mine.id, { token: await token("learner-9"), name: "Eva" })).toBe(200);
    expect(await arrive(other.id, { token: await token("learner-9") })).toBe(403);
    expect(await arrive(mine.id, { token: await token("learner-9", { session_id: null }) })).toBe(403);
    expect(await arrive(mine.id, { token: await token("learner-9", { expires_at: ago(1000) }) })).toBe(401);
    expect(await arrive(mine.id, { token: `${await token("learner-9")}x` })).toBe(401);
    expect(await arrive(mine.id, {}, (await signedIn(student)).headers)).toBe(200);
    expect(await arrive(mine.id, {}, (await signedIn(outsider)).headers)).toBe(404);
    expect(await arrive((await live()).id, {}, (await signedIn(outsider)).headers)).toBe(404);
    expect((await people(mine.id)).map((row) => [row.identity, row.display_name, row.user_id])).toEqual([
      [`e:${student.email}`, student.name, student.id],
      ["s:learner-9", "Eva", null],
      [`u:${student.id}`, student.name, student.id],
    ]);
  });

  test("a guest without any id is refused, even where guests are allowed", async () => {
    const { id } = await live();
    const words = { id: newId(), text: "Hello" };
    expect((await sendLive(id, "messages", JSON.stringify(words))).status).toBe(401);
    const named = await sendLive(id, "messages", JSON.stringify({ ...words, visitor_id: "visitor-1234" }));
    expect(named.status).toBe(200);
    expect((await people(id)).map((row) => row.identity)).toEqual(["v:visitor-1234"]);
  });

  test.each([
    ["cancelled", {}, { presence: 409, messages: 409, reactions: 409, feedback: 409 }, "cancelled"],
    [
      "ended",
      { ended_at: ago(20 * minute) },
      { presence: 409, messages: 409, reactions: 409, feedback: 200 },
      "ended",
    ],
    ["scheduled", { started_at: null }, { presence: 200, messages: 200, reactions: 200, feedback: 409 }, ""],
  ] as const)("a %s session takes what it can", async (status, more, expected, words) => {
    const { id } = await live({ status, ...more });
    for (const [route, body] of everyBody()) {
      const answer = await sendLive(id, route, body);
      expect([route, answer.status]).toEqual([route, expected[route]]);
      if (answer.status === 409 && words)
        expect(answer.body).toMatchObject({
          detail: expect.stringContaining(words),
          errors: [{ path: "sessionId" }],
        });
    }
  });

  test("returns 409 with the reason for a message to a session without chat", async () => {
    const { id } = await live({ chat_enabled: false });
    const answer = await sendLive(
      id,
      "messages",
      JSON.stringify({ id: newId(), text: "?", client_id: newId() }),
    );
    expect(answer).toMatchObject({ status: 409, body: { errors: [{ path: "text" }] } });
  });

  test.each([
    ["presence", { event: "dance", client_id: newId() }, "event"],
    ["presence", { event: "join" }, "client_id"],
    ["presence", { event: "join", client_id: newId(), at: "yesterday" }, "at"],
    ["messages", { id: newId(), text: "  " }, "text"],
    ["reactions", { id: "1", type: "x" }, "id"],
    ["feedback", { rating: 6 }, "rating"],
  ] as [LiveRoute, object, string][])(
    "%s with a bad field is a 400 that names it",
    async (route, body, field) => {
      const answer = await sendLive((await live()).id, route, JSON.stringify(body));
      expect(answer.status).toBe(400);
      expect((answer.body as { errors: { path: string }[] }).errors.map((error) => error.path)).toContain(
        field,
      );
    },
  );

  test("returns 413 for a large body; any site can send and read the answer", async () => {
    const { id } = await live();
    expect((await sendLive(id, "messages", "x".repeat(16 * 1024 + 1))).status).toBe(413);
    const asked = await sendLive(id, "messages", undefined, { method: "OPTIONS" });
    expect([asked.status, asked.headers.get("access-control-allow-origin")]).toEqual([204, "*"]);
    expect((await sendLive(id, "messages", "{")).headers.get("access-control-allow-origin")).toBe("*");
  });

  test("a client that sends too often gets a 429 with Retry-After, and other clients do not", async () => {
    const { id } = await live();
    const client = newId();
    const answers = await Promise.all(
      Array.from({ length: 121 }, () => sendLive(id, "presence", join(client))),
    );
    const refused = answers.filter((answer) => answer.status === 429);
    expect(refused).toHaveLength(1);
    expect(Number(refused[0]!.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await sendLive(id, "presence", join())).status).toBe(200);
  });
});

test("only a session's instructor creates its playback token, which names either a session or a video", async () => {
  const instructor = await makeUser({ school_id: schoolId, role: "instructor" });
  const { id } = await live({ instructor_id: instructor.id, external_id: newId(), anonymous_viewers: false });
  const [row] = await sql`select external_id from sessions where id = ${id}`;
  const ask = async (body: object, user: { id: string; version: number }) => {
    const { headers } = await signedIn(user);
    const response = await playbackTokens.POST(
      new Request("http://stats.test/api/playback-tokens", {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
      { params: Promise.resolve(undefined) },
    );
    return { status: response.status, body: await response.json() };
  };
  const signed = await ask({ session_id: row!.external_id, subject: "learner-9" }, instructor);
  expect(signed).toMatchObject({ status: 201, body: { session_id: id, video_id: null } });
  const came = await transports[0]!.sendLive(id, "presence", join(newId(), { token: signed.body.token }));
  expect(came.status).toBe(200);
  const colleague = await makeUser({ school_id: schoolId, role: "instructor" });
  expect((await ask({ session_id: id }, colleague)).status).toBe(403);
  for (const body of [{}, { session_id: id, video_id: id }])
    expect(await ask(body, instructor)).toMatchObject({
      status: 400,
      body: { errors: [{ path: "video_id" }] },
    });
});
