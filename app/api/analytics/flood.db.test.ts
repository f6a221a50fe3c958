import { beforeAll, expect, test } from "vitest";
import { signPlaybackToken } from "@/lib/auth/tokens";
import { rebuildVideo } from "@/lib/domain/videos/ingest/rebuild";
import { newId } from "@/lib/platform/ids";
import { makeCourse, makeSchool, makeSession, makeVideo, testDatabase } from "@/lib/testing/database";
import { serveIngest, transports } from "@/lib/testing/transports";

/* What one address can do to a video or a session without credentials, and what a school behind one address must be able to do. */

const { sql, writer } = testDatabase();
serveIngest();
const { send, sendLive } = transports[0]!;

let schoolId: string;
let courseId: string;
beforeAll(async () => {
  schoolId = (await makeSchool()).id;
  courseId = (await makeCourse({ school_id: schoolId })).id;
});
const video = async () =>
  (await makeVideo({ school_id: schoolId, course_id: courseId, duration_ms: 60_000 })).id;

let addresses = 0;
const newAddress = () => `198.51.100.${++addresses}`;

const viewOf = (videoId: string, session = newId()) => ({
  type: "view",
  video_id: videoId,
  course_id: courseId,
  session_id: session,
});

/** A whole viewing of a minute, as one who floods sends it. */
function viewing(videoId: string) {
  const view = viewOf(videoId);
  const { session_id } = view;
  const complete = { watch_time_seconds: 60, completion_percentage: 100, played: [[0, 60]] };
  return [view, { type: "complete", video_id: videoId, session_id, seq: 0, ...complete }];
}

type Result = { status: number; code?: string };
/** Sends items in full batches, one after another, and returns the results of all. */
async function sendAll(items: object[], address: string): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += 100) {
    const { body, status, headers } = await send(
      "video-batch",
      JSON.stringify(items.slice(from, from + 100)),
      {
        headers: { "x-forwarded-for": address },
      },
    );
    const answered = (body as { results: Result[] }).results;
    const again = answered.some((result) => result.status === 429);
    expect(Number(headers.get("retry-after")) > 0).toBe(again);
    if (answered.every((result) => result.status === 429)) expect(status).toBe(429);
    results.push(...answered);
  }
  return results;
}
const countOf = (results: Result[], status: number) =>
  results.filter((result) => result.status === status).length;
const stored = async (videoId: string) =>
  (await sql`select count(*)::int as playbacks from playbacks where video_id = ${videoId}`)[0]!.playbacks;

test("320 people behind one address who start at once, each in requests of their own, lose nothing", async () => {
  const [videoId, address] = [await video(), newAddress()];
  const init = { headers: { "x-forwarded-for": address } };
  const answers = await Promise.all(
    Array.from({ length: 320 }, async () => {
      const { type: _, ...view } = viewOf(videoId);
      const progress = { video_id: videoId, session_id: view.session_id, seq: 0, played: [[0, 15]] };
      return [
        await send("video-view", JSON.stringify(view), init),
        await send("video-progress", JSON.stringify({ ...progress, current_position_seconds: 15 }), init),
      ];
    }),
  );
  expect(new Set(answers.flat().map(({ status }) => status))).toEqual(new Set([200]));
  expect(await stored(videoId)).toBe(320);
});

test("of a flood of views from one address only what its ceiling allows is stored; the rest is told when to come again", async () => {
  const [videoId, address] = [await video(), newAddress()];
  const results = await sendAll(
    Array.from({ length: 2000 }, () => viewOf(videoId)),
    address,
  );
  expect(countOf(results, 200)).toBe(1500);
  expect(countOf(results, 429)).toBe(500);
  expect(await stored(videoId)).toBe(1500);
  // Neither its other videos nor other addresses are held up.
  const other = await video();
  expect(countOf(await sendAll([viewOf(other)], address), 200)).toBe(1);
  expect(countOf(await sendAll([viewOf(videoId)], newAddress()), 200)).toBe(1);
});

test("a flood of whole viewings adds nothing to the video's numbers: it is refused, or stored and set apart", async () => {
  const videoId = await video();
  const address = newAddress();
  const views = async () =>
    (await sql`select views, viewers, completers from video_totals where video_id = ${videoId}`)[0];
  for (let i = 0; i < 3; i++) await sendAll(viewing(videoId), newAddress());
  const before = await views();
  expect(before).toEqual({ views: 3, viewers: 3, completers: 3 });
  const results = await sendAll(Array.from({ length: 600 }, () => viewing(videoId)).flat(), address);
  expect(countOf(results, 200)).toBe(1200);
  expect(await views()).toEqual(before);
  const apart = await sql`
    select s.decision, count(*)::int as playbacks from playbacks p
    join video_suspects s on s.video_id = p.video_id and s.id = p.suspect_id where p.video_id = ${videoId} group by 1`;
  expect(apart).toEqual([{ decision: null, playbacks: 600 }]);
  // Others are counted meanwhile, also at the same address when the school vouches for them.
  await sendAll(viewing(videoId), newAddress());
  const token = await signPlaybackToken({
    school_id: schoolId,
    video_id: videoId,
    session_id: null,
    subject: "a guest",
    issued_at: new Date(Date.now() - 60_000),
    expires_at: new Date(Date.now() + 60_000),
  });
  await sendAll(
    viewing(videoId).map((item) => ({ ...item, token })),
    address,
  );
  expect(await views()).toEqual({ views: 5, viewers: 5, completers: 5 });
  expect(await rebuildVideo(writer, videoId)).toEqual([]);
});

test("nor does one whose requests arrive all at once; acknowledged items are stored", async () => {
  const [videoId, address] = [await video(), newAddress()];
  const requests = Array.from({ length: 16 }, () =>
    Array.from({ length: 50 }, () => viewing(videoId)).flat(),
  );
  const results = await Promise.all(requests.map((items) => sendAll(items, address)));
  const acknowledged = requests.flatMap((items, request) =>
    items.filter((_, i) => results[request]![i]!.status === 200).map(({ session_id }) => session_id),
  );
  expect(new Set(acknowledged).size).toBe(800);
  const apart = await sql`
    select playback_id from playbacks where video_id = ${videoId} and suspect_id is not null and watched = '{[0,600)}'`;
  expect(apart.map(({ playback_id }) => playback_id).sort()).toEqual([...new Set(acknowledged)].sort());
  expect(await rebuildVideo(writer, videoId)).toEqual([]);
});

test("a flood of views that play nothing is set apart as well", async () => {
  const videoId = await video();
  const results = await sendAll(
    Array.from({ length: 700 }, () => viewOf(videoId)),
    newAddress(),
  );
  expect(countOf(results, 200)).toBe(700);
  expect(await sql`select views from video_totals where video_id = ${videoId}`).toEqual([{ views: 0 }]);
  expect(await rebuildVideo(writer, videoId)).toEqual([]);
});

test("a class of 40 behind one address that watches a minute together is counted, also when all of it arrives at once", async () => {
  const videoId = await video();
  await sendAll(Array.from({ length: 40 }, () => viewing(videoId)).flat(), newAddress());
  expect(await sql`select views, completers from video_totals where video_id = ${videoId}`).toEqual([
    { views: 40, completers: 40 },
  ]);
  expect(await sql`select 1 from video_suspects where video_id = ${videoId}`).toEqual([]);
});

test("progress of invented playbacks counts as well", async () => {
  const [videoId, address] = [await video(), newAddress()];
  const progress = () => ({
    type: "progress",
    video_id: videoId,
    session_id: newId(),
    current_position_seconds: 1,
  });
  const results = await sendAll(Array.from({ length: 1600 }, progress), address);
  expect([countOf(results, 200), countOf(results, 429)]).toEqual([1500, 100]);
  expect(await stored(videoId)).toBe(1500);
});

test("one IPv6 caller has one ceiling, however many addresses they use", async () => {
  const { id: school_id } = await makeSchool({ address_limit_per_minute: 40 });
  const course = await makeCourse({ school_id });
  const { id } = await makeVideo({ school_id, course_id: course.id });
  const statuses: number[] = [];
  for (let i = 1; i <= 12; i++) {
    const view = { ...viewOf(id), course_id: course.id };
    statuses.push(...(await sendAll([view], `2001:db8:0:7::${i.toString(16)}`)).map(({ status }) => status));
  }
  expect(statuses).toEqual([...Array(10).fill(200), 429, 429]);
  expect(countOf(await sendAll([{ ...viewOf(id), course_id: course.id }], "2001:db8:0:8::1"), 200)).toBe(1);
});

test("a batch counts as many times as it has items", async () => {
  const [videoId, address] = [await video(), newAddress()];
  const session = newId();
  const items = Array.from({ length: 700 }, (_, seq) => ({
    type: "progress",
    video_id: videoId,
    session_id: session,
    seq,
    current_position_seconds: 1,
  }));
  const results = await sendAll(items, address);
  expect([countOf(results, 200), countOf(results, 429)]).toEqual([600, 100]);
});

test("an address can begin a quarter of its limit at one live session; attendees who are present are not limited", async () => {
  const { id: school_id } = await makeSchool({ address_limit_per_minute: 40 });
  const session = await makeSession({
    school_id,
    status: "live",
    scheduled_start: new Date(Date.now() - 600_000),
    scheduled_end: new Date(Date.now() + 600_000),
    started_at: new Date(Date.now() - 600_000),
    anonymous_viewers: true,
  });
  const address = newAddress();
  const clients = Array.from({ length: 12 }, () => newId());
  const beat = (client_id: string, event: string, from = address) =>
    sendLive(session.id, "presence", JSON.stringify({ event, client_id }), {
      headers: { "x-forwarded-for": from },
    });
  const joined = [];
  for (const client of clients) joined.push(await beat(client, "join"));
  expect(joined.map(({ status }) => status)).toEqual([...Array(10).fill(200), 429, 429]);
  expect(Number(joined.at(-1)!.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await beat(clients[0]!, "heartbeat")).status).toBe(200);
  expect((await beat(clients[11]!, "join", newAddress())).status).toBe(200);
  const [{ people }] =
    (await sql`select count(*)::int as people from attendees where session_id = ${session.id}`) as unknown as [
      { people: number },
    ];
  expect(people).toBe(11);
});
