import { beforeAll, describe, expect, test } from "vitest";
import { signPlaybackToken } from "@/lib/auth/tokens";
import type { PlaybackRoute } from "@/lib/flows/ingest/sources/playback";
import { newId } from "@/lib/platform/ids";
import { makeCourse, makeSchool, makeUser, makeVideo, testDatabase } from "@/lib/testing/database";
import { serveIngest, transports } from "@/lib/testing/transports";

const { sql } = testDatabase();
serveIngest();

let schoolId: string;
let courseId: string;
let videoId: string;

beforeAll(async () => {
  schoolId = (await makeSchool()).id;
  courseId = (await makeCourse({ school_id: schoolId, external_id: "stats" })).id;
  videoId = (
    await makeVideo({
      school_id: schoolId,
      course_id: courseId,
      external_id: "residuals",
      duration_ms: 60_000,
    })
  ).id;
});

const view = (session: string, more: object = {}) =>
  JSON.stringify({ video_id: videoId, course_id: courseId, session_id: session, ...more });
const progress = (session: string, more: object = {}) =>
  JSON.stringify({ video_id: videoId, session_id: session, current_position_seconds: 4, ...more });
const stored = async (session: string) =>
  (await sql`select * from playbacks where playback_id = ${session}`)[0];

describe.each(transports)("through $name", ({ send }) => {
  test("a view, its progress and its completion are committed when they are answered", async () => {
    const session = newId();
    const first = await send("video-view", view(session));
    expect(first).toMatchObject({
      status: 200,
      body: { success: true, analytics_id: session, session_id: session, resume_position_seconds: null },
    });
    expect(await stored(session)).toMatchObject({ device: "desktop", rolled_up: true });
    expect((await send("video-progress", progress(session, { seq: 0, played: [[0, 4]] }))).body).toEqual({
      success: true,
    });
    expect(
      (
        await send(
          "video-complete",
          JSON.stringify({
            session_id: session,
            seq: 1,
            watch_time_seconds: 9,
            completion_percentage: 12,
            played: [[8, 11]],
          }),
        )
      ).status,
    ).toBe(200);
    expect(await stored(session)).toMatchObject({
      watched: "{[0,40),[80,110)}",
      applied: "{[0,2)}",
      media_ms: "7000",
      reported_ms: "9000",
    });
  });

  test("sending everything again changes nothing", async () => {
    const session = newId();
    const all: [PlaybackRoute, string][] = [
      ["video-view", view(session)],
      ["video-progress", progress(session, { seq: 0, played: [[0, 4]] })],
      ["video-progress", progress(session, { seq: 1, played: [[2, 6]] })],
    ];
    for (const [route, body] of all) await send(route, body);
    const before = await stored(session);
    for (const [route, body] of [...all].reverse()) expect((await send(route, body)).status).toBe(200);
    expect(await stored(session)).toEqual(before);
  });

  test("the school's own ids are accepted, and JSON as the content type", async () => {
    const session = newId();
    const body = JSON.stringify({ video_id: "residuals", course_id: "stats", session_id: session });
    expect((await send("video-view", body, { headers: { "content-type": "application/json" } })).status).toBe(
      200,
    );
    expect(await stored(session)).toMatchObject({ video_id: videoId });
  });

  test("accepts progress before its view, even without its video", async () => {
    const session = newId();
    const bare = JSON.stringify({
      session_id: session,
      seq: 0,
      current_position_seconds: 5,
      played: [[0, 5]],
    });
    expect((await send("video-progress", bare)).status).toBe(200);
    expect((await send("video-progress", bare)).status).toBe(200);
    expect(await stored(session)).toBeUndefined();
    await send("video-view", view(session));
    expect(await stored(session)).toMatchObject({ watched: "{[0,50)}", media_ms: "5000", rolled_up: true });
  });

  test("a batch answers for each item, and a bad item does not stop the others", async () => {
    const session = newId();
    const items = [
      { type: "progress", ...JSON.parse(progress(session, { seq: 0, played: [[0, 10]] })) },
      { type: "view", ...JSON.parse(view(session)) },
      { type: "progress", session_id: session, current_position_seconds: -1 },
      { type: "dance" },
      { type: "view", video_id: newId(), course_id: courseId, session_id: newId() },
      null,
    ];
    const { status, body } = await send("video-batch", JSON.stringify(items));
    expect(status).toBe(200);
    expect(body).toMatchObject({ success: false });
    expect(
      (body as { results: { index: number; status: number }[] }).results.map(({ index, status }) => [
        index,
        status,
      ]),
    ).toEqual([
      [0, 200],
      [1, 200],
      [2, 400],
      [3, 400],
      [4, 404],
      [5, 400],
    ]);
    expect((body as { results: { detail?: string }[] }).results[2]!.detail).toContain(
      "current_position_seconds",
    );
    expect(await stored(session)).toMatchObject({ watched: "{[0,100)}", rolled_up: true });
  });

  test.each([
    ["video-view", { course_id: "x", session_id: newId() }, "video_id"],
    ["video-view", { video_id: "x", course_id: "x", session_id: "not-a-uuid" }, "session_id"],
    ["video-progress", { session_id: newId(), current_position_seconds: 1, played: [[0, 1]] }, "seq"],
    [
      "video-progress",
      { session_id: newId(), current_position_seconds: 1, seq: 0, played: [[9, 1]] },
      "played[0]",
    ],
    [
      "video-complete",
      { session_id: newId(), watch_time_seconds: 1, completion_percentage: 101 },
      "completion_percentage",
    ],
  ] as [PlaybackRoute, object, string][])(
    "%s with a bad field is a 400 that names it",
    async (route, body, field) => {
      const answer = await send(route, JSON.stringify(body));
      expect(answer.status).toBe(400);
      expect(answer.headers.get("content-type")).toContain("application/problem+json");
      expect(answer.headers.get("x-request-id")).toBeTruthy();
      expect((answer.body as { errors: { path: string }[] }).errors.map((error) => error.path)).toContain(
        field,
      );
    },
  );

  test("an unknown video is a 404, another course's a 400, a large body a 413", async () => {
    expect(
      (
        await send(
          "video-view",
          JSON.stringify({ video_id: newId(), course_id: courseId, session_id: newId() }),
        )
      ).status,
    ).toBe(404);
    expect((await send("video-view", view(newId(), { course_id: "elsewhere" }))).status).toBe(400);
    expect((await send("video-view", "x".repeat(64 * 1024 + 1))).status).toBe(413);
    expect((await send("video-view", "{")).status).toBe(400);
    expect((await send("video-view", new Uint8Array([0x7b, 0xff, 0x7d]))).status).toBe(400);
  });

  test("any site can send and read the answer", async () => {
    const asked = await send("video-view", undefined, {
      method: "OPTIONS",
      headers: { origin: "https://course.example" },
    });
    expect(asked.status).toBe(204);
    expect(asked.headers.get("access-control-allow-origin")).toBe("*");
    expect((await send("video-view", view(newId()))).headers.get("access-control-allow-origin")).toBe("*");
    expect((await send("video-view", "{")).headers.get("access-control-allow-origin")).toBe("*");
  });

  test("a school can require a token; a token is for one viewer and one video", async () => {
    const closed = await makeSchool({ anonymous_viewers: false });
    const course = await makeCourse({ school_id: closed.id });
    const [mine, other] = [
      await makeVideo({ school_id: closed.id, course_id: course.id }),
      await makeVideo({ school_id: closed.id, course_id: course.id }),
    ];
    const student = await makeUser({ school_id: closed.id, external_id: "s-17" });
    const issuedAt = new Date(Date.now() - 60_000);
    const token = (subject: string | null, expiresAt = new Date(Date.now() + 60_000)) =>
      signPlaybackToken({
        school_id: closed.id,
        video_id: mine.id,
        session_id: null,
        subject,
        issued_at: issuedAt,
        expires_at: expiresAt,
      });
    const load = async (video: string, given: object, session = newId()) => {
      const { status } = await send(
        "video-view",
        JSON.stringify({ video_id: video, course_id: course.id, session_id: session, ...given }),
      );
      return { status, viewer: (await stored(session))?.viewer_id };
    };
    expect(await load(mine.id, {})).toEqual({ status: 401, viewer: undefined });
    expect(await load(mine.id, { token: await token("s-17") })).toEqual({
      status: 200,
      viewer: `u:${student.id}`,
    });
    expect(await load(mine.id, { token: await token("a guest") })).toEqual({
      status: 200,
      viewer: "s:a guest",
    });
    expect(await load(mine.id, { token: await token(null) })).toEqual({ status: 200, viewer: null });
    expect((await load(other.id, { token: await token("s-17") })).status).toBe(403);
    expect((await load(mine.id, { token: await token("s-17", new Date(Date.now() - 1000)) })).status).toBe(
      401,
    );
    expect((await load(mine.id, { token: `${await token("s-17")}x` })).status).toBe(401);
    // Progress without a token is refused as well, with and without its video.
    expect(
      (
        await send(
          "video-progress",
          JSON.stringify({ video_id: mine.id, session_id: newId(), current_position_seconds: 1 }),
        )
      ).status,
    ).toBe(401);
  });

  test("playbacks with one visitor id have one viewer", async () => {
    const sessions = [newId(), newId()];
    for (const session of sessions) await send("video-view", view(session, { visitor_id: "a-visitor-123" }));
    expect(await Promise.all(sessions.map(async (session) => (await stored(session))?.viewer_id))).toEqual([
      "v:a-visitor-123",
      "v:a-visitor-123",
    ]);
  });

  test("one identified viewer sets a length; without one, several players must agree", async () => {
    const course = await makeCourse({ school_id: schoolId });
    const unknown = async () =>
      (
        await makeVideo({
          school_id: schoolId,
          course_id: course.id,
          duration_ms: null,
          status: "processing",
        })
      ).id;
    const load = async (video_id: string, more: object) =>
      expect(
        (
          await send(
            "video-view",
            JSON.stringify({ video_id, course_id: course.id, session_id: newId(), ...more }),
          )
        ).status,
      ).toBe(200);
    const lengthOf = async (id: string) =>
      (await sql`select duration_ms from videos where id = ${id}`)[0]!.duration_ms;
    const [open, vouched] = [await unknown(), await unknown()];
    await load(open, { video_duration_seconds: 1 });
    await load(open, { video_duration_seconds: 61 });
    await load(open, { video_duration_seconds: 61.4 });
    expect(await lengthOf(open)).toBeNull();
    await load(open, { video_duration_seconds: 60.9 });
    expect(await lengthOf(open)).toBe(61_000);
    const token = await signPlaybackToken({
      school_id: schoolId,
      video_id: vouched,
      session_id: null,
      subject: "a guest",
      issued_at: new Date(Date.now() - 60_000),
      expires_at: new Date(Date.now() + 60_000),
    });
    await load(vouched, { video_duration_seconds: 5 });
    await load(vouched, { video_duration_seconds: 62, token });
    expect(await lengthOf(vouched)).toBe(62_000);
  });

  test("impossible watch time is refused", async () => {
    const session = newId();
    await send("video-view", view(session));
    const refused = await send(
      "video-progress",
      progress(session, { seq: 0, played: Array(20).fill([0, 60]) }),
    );
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({ errors: [{ path: "played" }] });
    expect(await stored(session)).toMatchObject({ watched: "{}", media_ms: "0" });
  });

  test("a playback that sends too often gets a 429 with Retry-After", async () => {
    const session = newId();
    const answers = await Promise.all(Array.from({ length: 61 }, () => send("video-view", view(session))));
    const refused = answers.filter((answer) => answer.status === 429);
    expect(refused).toHaveLength(1);
    expect(Number(refused[0]!.headers.get("retry-after"))).toBeGreaterThan(0);
  });
});
