import { beforeAll, beforeEach, expect, test } from "vitest";
import { checkOf } from "@/lib/domain/setup/queries";
import { refusalReasons } from "@/lib/domain/setup/schema";
import { newId } from "@/lib/platform/ids";
import {
  makeCourse,
  makeSchool,
  makeSession,
  makeUser,
  makeVideo,
  testDatabase,
} from "@/lib/testing/database";
import { serveIngest, transports } from "@/lib/testing/transports";
import { writeChecks } from "./checks";
import { liveSource } from "./sources/live";
import { playbackSource } from "./sources/playback";

/* What staff see of the beacons that arrive: stored ones, refused ones with their reason, and ids that the school does not have. */

const { sql } = testDatabase();
serveIngest();
const [{ send, sendLive }] = transports as [(typeof transports)[number]];

const site = "https://learn.school.test";
let school: Awaited<ReturnType<typeof makeSchool>>;
let other: typeof school;
let video: Awaited<ReturnType<typeof makeVideo>>;
let reference: string;
let courseName: string;

beforeAll(async () => {
  school = await makeSchool({ allowed_origins: [site] });
  other = await makeSchool();
});
beforeEach(async () => {
  await writeChecks();
  await sql`delete from beacon_checks`;
  reference = `how-this-works-${newId().slice(-6)}`;
  courseName = `statistics-${newId()}`;
  const course = await makeCourse({ school_id: school.id, external_id: courseName });
  video = await makeVideo({ school_id: school.id, course_id: course.id, external_id: reference });
});

const view = (more: object = {}) =>
  JSON.stringify({ session_id: newId(), video_id: reference, course_id: courseName, ...more });
const check = async (of: Partial<Parameters<typeof checkOf>[0]> = {}) => {
  await writeChecks();
  return checkOf(
    { school_id: school.id, kind: "video", id: video.id, names: [video.id, reference], ...of },
    new Date(),
  );
};
const rows = async () => {
  await writeChecks();
  return sql`select school_id, kind, name, known, accepted::int, refused::int, refused_reason from beacon_checks order by name`;
};

test("nothing has arrived for a new video", async () => {
  expect(await check()).toEqual({
    ...{ success: true, accepted: 0, accepted_at: null, mistaken: [] },
    ...{ refused: 0, refused_at: null, refused_reason: null, refused_field: null, refused_origin: null },
  });
});

test("stored beacons count for the video, however its page names it", async () => {
  await send("video-view", view());
  await send("video-view", view({ video_id: video.id }));
  const first = await check();
  expect(first).toMatchObject({ accepted: 2, refused: 0, mistaken: [] });
  await send("video-batch", `[${view().replace("{", '{"type":"view",')}]`);
  const second = await check();
  expect(second.accepted).toBe(3);
  expect(Date.parse(second.accepted_at ?? "")).toBeGreaterThanOrEqual(Date.parse(first.accepted_at ?? ""));
});

test.each([
  ["other_course", "course_id", { course_id: "no-such-course" }],
  ["invalid", "session_id", { session_id: "not a uuid" }],
  ["invalid", "played", { type: "progress", played: "all", current_position_seconds: 3 }],
] as const)("a refused beacon says why: %s of %s", async (refused_reason, refused_field, more) => {
  const [route, body] =
    "type" in more ? (["video-batch", `[${view(more)}]`] as const) : (["video-view", view(more)] as const);
  await send(route, body, { headers: { origin: site } });
  expect(await check()).toMatchObject({
    ...{ accepted: 0, refused: 1, refused_reason, refused_field, refused_origin: site },
  });
  // A stored one does not hide what was refused before.
  await send("video-view", view());
  expect(await check()).toMatchObject({ accepted: 1, refused: 1, refused_reason });
});

test("a mistyped id is shown with the video that it nearly names, to its school only", async () => {
  const mistyped = reference.slice(0, -1);
  for (const _ of [1, 2])
    await send("video-view", view({ video_id: mistyped }), { headers: { origin: site } });
  const { accepted, refused, mistaken } = await check();
  expect([accepted, refused]).toEqual([0, 0]);
  expect(mistaken).toMatchObject([
    {
      id: mistyped,
      refused: 2,
      refused_reason: "unknown_video",
      refused_field: "video_id",
      refused_origin: site,
    },
  ]);
  expect((await check({ names: ["something-else"] })).mistaken).toEqual([]);
  expect((await check({ school_id: other.id })).mistaken).toEqual([]);
});

test("a mistyped id never names an id of another school, however near", async () => {
  const mistyped = `${reference}s`;
  const near = await makeVideo({ school_id: other.id, external_id: `${reference}-s` });
  await send("video-view", view({ video_id: mistyped }), { headers: { origin: site } });
  const ofOther = { school_id: other.id, id: near.id, names: [near.id, near.external_id!] };
  expect((await check(ofOther)).mistaken).toEqual([]);
  const answer = await check();
  expect(answer.mistaken.map(({ id }) => id)).toEqual([mistyped]);
  for (const name of ofOther.names) expect(JSON.stringify(answer)).not.toContain(name);
});

test("an unknown id is kept for a school that the course or the page's site tells, and for nobody else", async () => {
  await send("video-view", view({ video_id: "by-course" }));
  await send("video-view", view({ video_id: "by-site", course_id: "nothing" }), {
    headers: { origin: site },
  });
  await send("video-view", view({ video_id: "by-nothing", course_id: "nothing" }));
  await sendLive("session-by-site", "presence", JSON.stringify({ event: "join", client_id: newId() }), {
    headers: { origin: site },
  });
  expect(await rows()).toMatchObject([
    { name: "by-course", school_id: school.id, known: false, refused_reason: "unknown_video" },
    { name: "by-site", school_id: school.id, known: false, refused_reason: "unknown_video" },
    { name: "session-by-site", kind: "session", known: false, refused_reason: "unknown_session" },
  ]);
});

test("presence counts for its session", async () => {
  const instructor = await makeUser({ school_id: school.id, role: "instructor" });
  const live = await makeSession({
    school_id: school.id,
    instructor_id: instructor.id,
    external_id: `week-${newId()}`,
    status: "live",
    anonymous_viewers: true,
    scheduled_start: new Date(Date.now() - 600_000),
    scheduled_end: new Date(Date.now() + 600_000),
  });
  const join = () => JSON.stringify({ event: "join", client_id: newId() });
  await sendLive(live.external_id!, "presence", join());
  await sendLive(live.id, "presence", "{}");
  const of = { kind: "session" as const, id: live.id, names: [live.id] };
  expect(await check(of)).toMatchObject({ accepted: 1, refused: 1, refused_reason: "invalid" });
});

test("the script for a whole site is checked by the site", async () => {
  const address = `${site}/a-${newId()}.mp4`;
  const body = JSON.stringify({ session_id: newId(), school: school.id, address });
  await send("video-view", body, { headers: { origin: site } });
  await send("video-view", body, { headers: { origin: "https://elsewhere.test" } });
  expect(await rows()).toMatchObject([
    {
      kind: "site",
      name: "https://elsewhere.test",
      accepted: 0,
      refused: 1,
      refused_reason: "origin_not_allowed",
    },
    { kind: "site", name: site, accepted: 1, refused: 0 },
  ]);
});

test("of invented ids the latest are kept, and names that cannot be stored are not", async () => {
  for (let at = 0; at < 70; at++) await send("video-view", view({ video_id: `invented-${at}` }));
  await send("video-view", view({ video_id: "x".repeat(201) }));
  await send("video-view", view({ video_id: "\u0000" }));
  const kept = await rows();
  expect(kept.length).toBe(50);
  expect(kept.every(({ name }) => String(name).startsWith("invented-"))).toBe(true);
});

test("many beacons are one row, written once", async () => {
  await Promise.all(Array.from({ length: 40 }, () => send("video-view", view())));
  expect(await rows()).toMatchObject([{ kind: "video", name: video.id, accepted: 40, refused: 0 }]);
});

test("every reason for which a beacon about a thing is refused has words", () => {
  const nothingKnown = ["unknown_school"];
  const reasons = [playbackSource, liveSource].flatMap(({ refusals }) => Object.keys(refusals));
  expect(reasons.filter((reason) => !refusalReasons.some((one) => one === reason))).toEqual(nothingKnown);
});
