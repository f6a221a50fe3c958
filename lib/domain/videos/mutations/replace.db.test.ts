import { beforeAll, expect, it } from "vitest";
import type { Context } from "@/lib/http/context";
import { newId } from "@/lib/platform/ids";
import { playback, progress, view } from "@/lib/testing/beacons";
import {
  endOf,
  makeCourse,
  makeSchool,
  makeUser,
  makeVideo,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { numbersOf } from "@/lib/testing/video-rows";
import { videoListQuery } from "../filters";
import { applyBeacons } from "../ingest/apply-beacons";
import { rebuildVideo } from "../ingest/rebuild";
import { videoList } from "../queries/list";
import { videosOverview } from "../queries/overview";
import { reachVideo } from "../queries/reach";
import { earlierVersions } from "../queries/versions";
import { changeVideo } from "./change";
import { deleteVideo } from "./delete";
import { replaceVideo } from "./replace";

const { sql, writer } = testDatabase();
let ctx: Context;
let courseId: string;
let schoolId: string;

beforeAll(async () => {
  schoolId = (await makeSchool()).id;
  const ines = await makeUser({ school_id: schoolId, role: "instructor" });
  courseId = (await makeCourse({ school_id: schoolId, instructorIds: [ines.id] })).id;
  ctx = { scope: scopeOf(ines), request: { id: "request", address: "198.51.100.1" }, now: new Date() };
});

const video = () =>
  makeVideo({ school_id: schoolId, course_id: courseId, duration_ms: 100_000, external_id: newId() });
/** Replaces the file of a video that has numbers. */
async function replaceCounted(...[ctx, id, given]: Parameters<typeof replaceVideo>) {
  const { earlier_id, ...saved } = await replaceVideo(ctx, id, given);
  if (earlier_id === null) throw new Error("no earlier version was kept");
  return { ...saved, earlier_id };
}
const another = { source_url: "/clip.mp4", duration_seconds: 80 };
const watched = (id: string) => [
  playback(id, "u:ana", { played: [[0, 100]], position_seconds: 100 }),
  playback(id, "u:ben", { played: [[20, 50.5]], position_seconds: 50.5 }),
  playback(id, null, { played: [[0, 10]], position_seconds: 10 }),
];

it("keeps what was counted of the earlier file apart, number by number, and begins anew", async () => {
  const { id, external_id } = await video();
  await applyBeacons(writer, watched(id));
  const before = await numbersOf(sql, id);
  expect(before[0]!.length).toBeGreaterThan(0);
  const { earlier_id, ...saved } = await replaceCounted(ctx, id, another);
  expect(saved).toMatchObject({ id, external_id, version: 2, duration_seconds: 80, source_url: "/clip.mp4" });

  expect(await numbersOf(sql, earlier_id)).toEqual(before);
  expect((await numbersOf(sql, id)).flat()).toEqual([]);
  const fresh = await video();
  await applyBeacons(writer, watched(id));
  await changeVideo(ctx, fresh.id, { duration_seconds: 80 });
  await applyBeacons(writer, watched(fresh.id));
  expect(await numbersOf(sql, id)).toEqual(await numbersOf(sql, fresh.id));
  expect(await numbersOf(sql, earlier_id)).toEqual(before);
  for (const each of [id, earlier_id]) expect(await rebuildVideo(writer, each)).toEqual([]);
});

it("counts beacons that come late for the file with which their playback began", async () => {
  const { id } = await video();
  const [early, unplayed] = [newId(), newId()];
  await applyBeacons(writer, [
    view(id, early, "u:ana"),
    progress(id, early, { seq: 0, played: [[0, 30]], position_seconds: 30 }),
    view(id, unplayed),
  ]);
  const { earlier_id } = await replaceCounted(ctx, id, another);
  const viewsOf = async (videoId: string) =>
    (
      await sql`select views, played, media_ms::int as media_ms, viewers from video_totals where video_id = ${videoId}`
    )[0];
  const later = newId();
  const outcomes = await applyBeacons(writer, [
    progress(id, early, { seq: 1, played: [[30, 95]], position_seconds: 95 }),
    progress(id, unplayed, { seq: 0, played: [[90, 100]], position_seconds: 100 }),
    // The same view again is one view, and stays where it was.
    view(id, early, "u:ana"),
    view(id, later, "u:ana"),
    progress(id, later, { seq: 0, played: [[0, 5]], position_seconds: 5 }),
  ]);
  expect(outcomes.map(({ kind }) => kind)).toEqual(["stored", "stored", "duplicate", "stored", "stored"]);
  expect(await viewsOf(earlier_id)).toEqual({ views: 2, played: 2, media_ms: 105_000, viewers: 2 });
  expect(await viewsOf(id)).toEqual({ views: 1, played: 1, media_ms: 5_000, viewers: 1 });
  for (const each of [id, earlier_id]) expect(await rebuildVideo(writer, each)).toEqual([]);
});

it("keeps no earlier version of a video of which nothing was counted", async () => {
  const { id } = await video();
  const replaced = await replaceVideo(ctx, id, another);
  expect(replaced).toMatchObject({ id, version: 1, earlier_id: null, source_url: "/clip.mp4", revision: 2 });
  expect(await earlierVersions(await reachVideo(ctx.scope, id))).toEqual([]);
  await applyBeacons(writer, watched(id));
  expect(await replaceVideo(ctx, id, another)).toMatchObject({ version: 2, earlier_id: expect.any(String) });
});

it("counts every beacon once while the file is replaced", async () => {
  const { id } = await video();
  const ids = Array.from({ length: 30 }, newId);
  await applyBeacons(
    writer,
    ids.slice(0, 15).map((each) => view(id, each)),
  );
  const sent = async () => {
    for (const each of ids)
      await applyBeacons(writer, [
        view(id, each),
        progress(id, each, { seq: 0, played: [[0, 10]], position_seconds: 10 }),
      ]);
  };
  const [{ earlier_id }] = await Promise.all([replaceCounted(ctx, id, another), sent()]);
  const [sums] = await sql`
    select sum(views)::int as views, sum(media_ms)::int as media_ms from video_totals
    where video_id in (${id}, ${earlier_id})`;
  expect(sums).toEqual({ views: 30, media_ms: 300_000 });
  for (const each of [id, earlier_id]) expect(await rebuildVideo(writer, each)).toEqual([]);
});

it("shows earlier versions beside their video only, and deletes them with it", async () => {
  const course = await makeCourse({ school_id: schoolId, instructorIds: [ctx.scope.user_id] });
  const { id } = await makeVideo({ school_id: schoolId, course_id: course.id, duration_ms: 100_000 });
  const overview = async () => (await videosOverview(ctx.scope)).stats.total_views;
  const before = await overview();
  await applyBeacons(writer, watched(id));
  const second = await replaceCounted(ctx, id, another);
  await applyBeacons(writer, watched(id));
  const third = await replaceCounted(ctx, id, { ...another, revision: second.revision });
  expect(await endOf(replaceVideo(ctx, id, { ...another, revision: 1 }))).toBe("conflict");
  const list = await videoList(ctx.scope, videoListQuery.parse({ course_id: course.id }), new Date());
  expect([list.total, await overview()]).toEqual([1, before]);
  const versions = await earlierVersions(await reachVideo(ctx.scope, id));
  expect(versions.map(({ id, version, views }) => ({ id, version, views }))).toEqual([
    { id: third.earlier_id, version: 2, views: 3 },
    { id: second.earlier_id, version: 1, views: 3 },
  ]);
  expect(await endOf(reachVideo(ctx.scope, second.earlier_id))).toBe("not_found");
  expect(await deleteVideo(ctx, id)).toMatchObject({ views: 6, versions: 3 });
  expect(await sql`select 1 from playbacks where video_id in (${second.earlier_id}, ${id})`).toHaveLength(0);
});
