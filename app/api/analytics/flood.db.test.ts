import { beforeAll, expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { makeCourse, makeSchool, makeSession, makeVideo, testDatabase } from "@/lib/testing/database";
import { serveIngest, transports } from "@/lib/testing/transports";

/* What one address can do to a video or a session without credentials, and what a school behind one address must be able to do. */

const { sql } = testDatabase();
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

test("an address may begin a quarter of its limit at one live session; those who are there go on", async () => {
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
