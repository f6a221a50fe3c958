import { beforeAll, describe, expect, it } from "vitest";
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
import { copyFacts } from "./copy-facts";
import { deleteVideo } from "./delete";
import { replaceInBackground, replaceVideo, setFile } from "./replace";

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
const sameLock = (id: string) => newId().slice(0, -4) + id.slice(-4);
const playbackOf = (videoId: string, id: string, viewer: string, played: [number, number][]) => [
  view(videoId, id, viewer),
  progress(videoId, id, { seq: 0, played, position_seconds: played[0]![1] }),
];
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

describe("with very many playbacks", () => {
  const file = {
    provider: "file" as const,
    provider_id: null,
    source_url: "/clip.mp4",
    media_file: null,
    duration_ms: 80_000,
  };
  const playbacksOf = (id: string) =>
    sql`select playback_id from playbacks where video_id = ${id} order by 1`;

  it("moves what was counted in the background, with what changes meanwhile", async () => {
    const { id } = await video();
    const twin = await video();
    const ids = Array.from({ length: 4 }, newId);
    const begun = (videoId: string) =>
      ids.map((each, index) => playbackOf(videoId, each, `u:${index}`, [[0, 10 * index]]));
    const meanwhile = (videoId: string) => [
      progress(videoId, ids[1]!, { seq: 1, played: [[10, 70]], position_seconds: 70 }),
      ...[newId(), newId()].map((each) => playbackOf(videoId, each, "u:late", [[5, 50]])),
    ];
    for (const each of [id, twin.id]) await applyBeacons(writer, begun(each).flat());
    const earlier_id = sameLock(id);
    const facts = await copyFacts(id, earlier_id, () => {});
    for (const each of [id, twin.id]) await applyBeacons(writer, meanwhile(each).flat());
    // One is deleted meanwhile too.
    for (const each of [id, twin.id]) {
      await sql`delete from playbacks where video_id = ${each} and playback_id = ${ids[3]!}`;
      await rebuildVideo(writer, each);
    }
    const replaced = await setFile(ctx, id, file, { copies: { earlier_id, ...facts } });
    expect(replaced).toMatchObject({ version: 2, earlier_id, source_url: "/clip.mp4" });
    expect(await numbersOf(sql, earlier_id)).toEqual(await numbersOf(sql, twin.id));
    expect(await playbacksOf(earlier_id)).toHaveLength(5);
    expect(await playbacksOf(id)).toEqual([]);
    for (const each of [id, earlier_id]) expect(await rebuildVideo(writer, each)).toEqual([]);
  });

  it("leaves no copies behind when it cannot end", async () => {
    const { id } = await video();
    await applyBeacons(writer, watched(id));
    const before = await numbersOf(sql, id);
    const replacing = { video_id: id, earlier_id: sameLock(id), file };
    const cancelled = () => {
      throw new Error("stopped");
    };
    await expect(replaceInBackground(ctx, replacing, cancelled)).rejects.toThrow("stopped");
    expect(await playbacksOf(replacing.earlier_id)).toEqual([]);
    expect(await numbersOf(sql, id)).toEqual(before);
    // Another attempt ends it.
    await replaceInBackground(ctx, replacing, () => {});
    expect(await numbersOf(sql, replacing.earlier_id)).toEqual(before);
  });

  it("is refused to the second of two who edit the same version", async () => {
    const { id } = await video();
    await applyBeacons(writer, watched(id));
    const { revision, version, work_id } = await replaceVideo(ctx, id, { ...another, revision: 1 }, 2);
    expect({ revision, version }).toEqual({ revision: 2, version: 1 });
    expect(work_id).toEqual(expect.any(String));
    expect(await endOf(replaceVideo(ctx, id, { ...another, revision: 1 }, 2))).toBe("conflict");
  });
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
