import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { signPlaybackToken } from "@/lib/auth/tokens";
import { addressesQuery } from "@/lib/domain/videos/filters";
import { rebuildVideo } from "@/lib/domain/videos/ingest/rebuild";
import { changeAddress, makeVideo as makeVideoOf } from "@/lib/domain/videos/mutations/addresses";
import { addressList } from "@/lib/domain/videos/queries/addresses";
import { maintainAddresses } from "@/lib/flows/jobs/addresses";
import { newId } from "@/lib/platform/ids";
import {
  endOf,
  makeCourse,
  makeSchool,
  makeUser,
  makeVideo,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { serveIngest, transports } from "@/lib/testing/transports";

/* Beacons that name an address: refused from a site that the school has not allowed, kept until the address has a video, counted once. */

const { sql, writer } = testDatabase();
serveIngest();
const [{ send }] = transports as [(typeof transports)[number]];

const site = "https://moodle.school.test";
const now = new Date("2026-11-20T10:00:00Z");
const request = { id: "request-1", address: "192.0.2.1" };
let school: Awaited<ReturnType<typeof makeSchool>>;
let courseId: string;
let admin: Awaited<ReturnType<typeof makeUser>>;
let address: string;

beforeAll(async () => {
  school = await makeSchool({ external_id: "harbour", allowed_origins: [site] });
  admin = await makeUser({ school_id: school.id, role: "admin" });
  courseId = (await makeCourse({ school_id: school.id, external_id: "stats" })).id;
});
beforeEach(() => {
  address = `${site}/pluginfile.php/41/mod_resource/content/0/${newId()}.mp4`;
});

const ctx = (user = admin) => ({ scope: scopeOf(user), request, now });
const from = (origin: string | null) => ({
  headers: (origin === null ? {} : { origin }) as Record<string, string>,
});
const view = (session: string, more: object = {}) =>
  JSON.stringify({ address, school: "harbour", course_id: "stats", session_id: session, ...more });
const progress = (session: string, seq: number, range: [number, number], more: object = {}) =>
  JSON.stringify({
    ...{ address, school: "harbour", session_id: session, seq, played: [range] },
    ...{ current_position_seconds: range[1], ...more },
  });
/** Sends a playback of these seconds; every beacon is accepted. */
async function watch(session: string, ranges: [number, number][], more: object = {}) {
  const answers = [await send("video-view", view(session, more), from(site))];
  for (const [seq, range] of ranges.entries())
    answers.push(await send("video-progress", progress(session, seq, range), from(site)));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
}
const list = (query: object = {}, user = admin) =>
  addressList(scopeOf(user), addressesQuery.parse({ q: address.slice(-20), ...query }));
const listed = async (query: object = {}) => (await list(query)).items[0];
const totals = async (videoId: string) =>
  (
    await sql`select views, viewers, (covered_ms / 1000)::int as seconds from video_totals where video_id = ${videoId}`
  )[0];
/** How many beacons wait for the address or are left over from it. */
const waiting = async () =>
  (
    await sql`
      select 1 from pending_beacons b left join video_addresses a on a.id = b.address_id
      where b.address_id is not null and (a.address = ${address} or a.id is null)`
  ).length;
const video = () => makeVideo({ school_id: school.id, course_id: courseId, duration_ms: 60_000 });
/** Runs the job until it has nothing to do. */
async function maintain(at = now) {
  for (;;) {
    const done = await maintainAddresses(at);
    if (!done?.replayed && !done?.dropped) return;
  }
}

describe("an origin", () => {
  test.each(["https://elsewhere.test", "null", "http://moodle.school.test", `${site}:8443`, null])(
    "that the school has not allowed is refused: %s",
    async (origin) => {
      const answer = await send("video-view", view(newId()), from(origin));
      expect(answer).toMatchObject({ status: 403, body: { errors: [{ path: "Origin" }] } });
      expect((await list()).total).toBe(0);
    },
  );

  test("is allowed for its own school only, and not for an unknown one", async () => {
    const other = await makeSchool({ external_id: "elsewhere" });
    const of = (name: string) => send("video-view", view(newId(), { school: name }), from(site));
    expect((await of(other.id)).status).toBe(403);
    expect(await of("nowhere")).toMatchObject({ status: 404, body: { errors: [{ path: "school" }] } });
    expect((await of(school.id)).status).toBe(200);
  });
});

test.each([
  ["address", { address: "blob:https://a.test/1" }],
  ["address", { video_id: "residuals" }],
  ["school", { school: undefined }],
  ["video_id", { address: undefined }],
] as const)("a beacon with a wrong %s is refused and names it", async (path, more) => {
  const answer = await send("video-view", view(newId(), more), from(site));
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ path }] } });
});

test("an address without a video is listed with what waits for it, and counts once it is mapped, once", async () => {
  const [first, second] = [newId(), newId()];
  await watch(
    first,
    [
      [0, 20],
      [30, 40],
    ],
    { page: `${site}/mod/resource/view.php?id=7#top` },
  );
  await watch(second, [[0, 60]]);
  // What is sent again is kept once.
  await watch(first, [[0, 20]]);
  const item = await listed();
  expect(item).toMatchObject({
    address,
    status: "waiting",
    course_id: courseId,
    course_reference: "stats",
    page_url: `${site}/mod/resource/view.php`,
    waiting_beacons: 5,
    waiting_playbacks: 2,
  });
  const { id } = await video();
  expect(await changeAddress(ctx(), item!.id, { video_id: id })).toMatchObject({ status: "mapped" });
  // The same beacon may come again before the job runs, and new ones do.
  await watch(first, [[0, 20]]);
  await Promise.all([maintainAddresses(now), maintainAddresses(now)]);
  await maintain();
  await watch(first, [
    [0, 20],
    [30, 40],
    [50, 60],
  ]);
  await maintain();
  expect(await totals(id)).toMatchObject({ views: 2, viewers: 2, seconds: 100 });
  expect(await rebuildVideo(writer, id)).toEqual([]);
  expect(await waiting()).toBe(0);
  expect(await listed({ status: "mapped" })).toMatchObject({
    waiting_beacons: 0,
    waiting_playbacks: 0,
    video_id: id,
  });
  expect((await list()).total).toBe(0);
});

test("a large audience is counted in steps, and each playback keeps its day", async () => {
  const sessions = Array.from({ length: 450 }, newId);
  for (let at = 0; at < sessions.length; at += 50) {
    const items = sessions.slice(at, at + 50).flatMap((session) => [
      { type: "view", ...JSON.parse(view(session)) },
      { type: "progress", ...JSON.parse(progress(session, 0, [0, 10])) },
    ]);
    const { body } = await send("video-batch", JSON.stringify(items), from(site));
    expect(body).toMatchObject({ success: true });
  }
  await sql`update pending_beacons set received_at = '2026-11-15T12:00:00Z' where playback_id = ${sessions[0]!}`;
  const { id } = await video();
  await changeAddress(ctx(), (await listed())!.id, { video_id: id });
  expect(await maintainAddresses(now)).toMatchObject({ replayed: 200 });
  await maintain();
  expect(await totals(id)).toMatchObject({ views: 450, seconds: 4500 });
  const days = await sql`select views from video_daily where video_id = ${id} and day = '2026-11-15'`;
  expect(days).toMatchObject([{ views: 1 }]);
});

test("a video made of an address counts what waited, once its length is known", async () => {
  for (const length of [60, 60, 60.2]) await watch(newId(), [[0, 30]], { video_duration_seconds: length });
  const { video_id } = await makeVideoOf(
    ctx(),
    (await listed())!.id,
    { id: courseId, school_id: school.id },
    { title: "New" },
  );
  await maintain();
  expect(await totals(video_id)).toMatchObject({ views: 3, seconds: 90 });
  expect((await sql`select title, status, duration_ms from videos where id = ${video_id}`)[0]).toMatchObject({
    title: "New",
    status: "ready",
    duration_ms: 60_000,
  });
});

test("a video that is played at its own source's address counts without being mapped", async () => {
  const other = await makeSchool({ external_id: "own-source", allowed_origins: [site] });
  const theirs = await makeVideo({
    school_id: other.id,
    duration_ms: 60_000,
    source_url: `${address}?token=abc`,
  });
  expect((await send("video-view", view(newId(), { school: "own-source" }), from(site))).status).toBe(200);
  expect(await totals(theirs.id)).toMatchObject({ views: 1 });
});

test("an ignored address is refused, and waits again when that is undone", async () => {
  await watch(newId(), [[0, 20]]);
  const { id } = (await listed())!;
  const refusal = () => send("video-view", view(newId()), from(site));
  await changeAddress(ctx(), id, { ignored: true });
  await expect
    .poll(refusal, { timeout: 5000 })
    .toMatchObject({ status: 403, body: { errors: [{ path: "address" }] } });
  expect((await list()).total).toBe(0);
  expect((await list({ status: "ignored" })).total).toBe(1);
  await changeAddress(ctx(), id, { ignored: false });
  await expect.poll(refusal, { timeout: 5000 }).toMatchObject({ status: 200 });
  expect((await list()).total).toBe(1);
});

test("what waited for a week in vain is dropped, and its address with it", async () => {
  await watch(newId(), [[0, 20]]);
  const week = 7 * 24 * 3600_000;
  await maintain(new Date(Date.now() + week - 60_000));
  expect(await listed()).toMatchObject({ waiting_beacons: 2 });
  await maintain(new Date(Date.now() + week + 60_000));
  expect((await list()).total).toBe(0);
  expect(await waiting()).toBe(0);
});

test("a school with too many addresses takes no new ones, and an address for which too much waits takes no more", async () => {
  const attempt = async () => (await send("video-view", view(newId()), from(site))).status;
  expect(await attempt()).toBe(200);
  const known = (await listed())!;
  await sql`
    insert into video_addresses (id, school_id, address, first_seen_at, last_seen_at)
    select gen_random_uuid(), ${school.id}, 'https://a.test/' || n, now(), now() from generate_series(1, 1000) n`;
  address = `${site}/one-more.mp4`;
  expect(await attempt()).toBe(409);
  address = known.address;
  expect(await attempt()).toBe(200);
  await sql`update video_addresses set waiting_beacons = 50000 where id = ${known.id}`;
  expect(await attempt()).toBe(409);
  await sql`delete from video_addresses where id = ${known.id} or address like 'https://a.test/%'`;
});

test("who needs a token, or brings one for a video, cannot speak for an address", async () => {
  const strict = await makeSchool({ anonymous_viewers: false, allowed_origins: [site] });
  const asked = await send("video-view", view(newId(), { school: strict.id }), from(site));
  expect(asked).toMatchObject({ status: 401, body: { errors: [{ path: "token" }] } });
  const { id } = await video();
  const token = await signPlaybackToken({
    ...{ school_id: school.id, video_id: id, session_id: null, subject: null },
    ...{ issued_at: new Date(), expires_at: new Date(Date.now() + 60_000) },
  });
  expect((await send("video-view", view(newId(), { token }), from(site))).status).toBe(403);
});

test("playbacks that look automated are set apart, also those that waited before", async () => {
  const limit = await makeSchool({
    address_limit_per_minute: 120,
    allowed_origins: [site],
  });
  const chief = await makeUser({ school_id: limit.id, role: "admin" });
  const course = await makeCourse({ school_id: limit.id });
  for (let playback = 0; playback < 11; playback++)
    expect((await send("video-view", view(newId(), { school: limit.id }), from(site))).status).toBe(200);
  const { id } = await makeVideo({ school_id: limit.id, course_id: course.id, duration_ms: 60_000 });
  const [item] = (await list({}, chief)).items;
  await changeAddress(ctx(chief), item!.id, { video_id: id });
  await maintain();
  const suspects = await sql`select 1 from playbacks where video_id = ${id} and suspect_id is not null`;
  expect(suspects).toHaveLength(11);
  expect(await totals(id)).toBeUndefined();
});

test("an instructor sees and maps the addresses of the courses that they teach, and no others", async () => {
  const ines = await makeUser({ school_id: school.id, role: "instructor" });
  const own = await makeCourse({ school_id: school.id, instructorIds: [ines.id], external_id: "101" });
  await watch(newId(), [], { course_id: "101" });
  const { id } = (await listed())!;
  expect((await list({}, ines)).total).toBe(1);
  const { id: others } = await video();
  expect(await endOf(changeAddress(ctx(ines), id, { video_id: others }))).toBe("forbidden");
  const { id: mine } = await makeVideo({ school_id: school.id, course_id: own.id });
  expect(await changeAddress(ctx(ines), id, { video_id: mine })).toMatchObject({ video_id: mine });
  address = `${site}/elsewhere.mp4`;
  await watch(newId(), []);
  expect((await list({ q: "elsewhere.mp4" }, ines)).total).toBe(0);
  const [hidden] = (await list({ q: "elsewhere.mp4" })).items;
  expect(await endOf(changeAddress(ctx(ines), hidden!.id, { ignored: true }))).toBe("forbidden");
});

test("a beacon that a stale process keeps while its address is being mapped is counted, too", async () => {
  await watch(newId(), [[0, 20]]);
  const { id } = await video();
  const item = (await listed())!;
  const late = newId();
  const sent: Promise<unknown>[] = [];
  // The ingest has read the address a moment ago, as one without a video.
  await sql.begin(async (mapping) => {
    await mapping`update video_addresses set video_id = ${id} where id = ${item.id}`;
    sent.push(
      send("video-view", view(late), from(site)),
      send("video-progress", progress(late, 0, [20, 40]), from(site)),
    );
    // They wait for the lock of the address, and neither can be kept before the mapping is committed.
    await expect
      .poll(async () => (await sql`select 1 from pg_locks where not granted`).length, { timeout: 5000 })
      .toBeGreaterThan(0);
  });
  await Promise.all(sent);
  const counted = async () => {
    await maintain();
    return totals(id);
  };
  await expect.poll(counted, { timeout: 5000 }).toMatchObject({ views: 2, seconds: 40 });
});
