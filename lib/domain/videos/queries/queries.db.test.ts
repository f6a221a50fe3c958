import { beforeAll, describe, expect, it } from "vitest";
import type { Scope } from "@/lib/auth/scope";
import { newId } from "@/lib/platform/ids";
import { playback } from "@/lib/testing/beacons";
import {
  makeCourse,
  makeLesson,
  makeSchool,
  makeUser,
  makeVideo,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { videoListQuery, viewersQuery } from "../filters";
import { applyBeacons } from "../ingest/apply-beacons";
import type { Beacon } from "../playback";
import { courseVideos } from "./course";
import { findVideos, reachedVideoIds, videoList, videosInBatches } from "./list";
import { ownVideoProgress } from "./progress";
import { reachVideo, videoInSchool } from "./reach";
import { retentionAndTypical, sampledRetention } from "./retention";
import { summaryOf } from "./video";
import { viewers, viewersInBatches } from "./viewers";

const { sql, writer } = testDatabase();
const now = new Date("2026-11-20T12:00:00Z");

type Made = { id: string };
let school: Made;
let mine: Made;
let theirs: Made;
let videos: Record<"alpha" | "beta" | "gamma" | "elsewhere", Made>;
let scopes: Record<"admin" | "instructor" | "student" | "root" | "stranger", Scope>;

/** A whole playback of a day. */
function played(
  videoId: string,
  {
    viewer_id = null,
    day = "2026-11-18",
    from = 0,
    to,
  }: { viewer_id?: string | null; day?: string; to: number; from?: number },
): Beacon {
  const ranges: [number, number][] = to > from ? [[from, to]] : [];
  return {
    ...playback(videoId, viewer_id, { played: ranges, position_seconds: to, plays: 1 }),
    received_at: new Date(`${day}T10:00:00Z`),
    day,
  };
}

beforeAll(async () => {
  school = await makeSchool();
  const elsewhere = await makeSchool();
  const instructor = await makeUser({ school_id: school.id, role: "instructor" });
  const person = await makeUser({ school_id: school.id, name: "Ana Lúcia", email: "ana@harbour.test" });
  mine = await makeCourse({
    school_id: school.id,
    title: "Statistics 100 %",
    external_id: "stats",
    instructorIds: [instructor.id],
  });
  theirs = await makeCourse({ school_id: school.id, title: "Biology" });
  const lesson = await makeLesson({ course_id: mine.id, number: "1.2" });
  const foreign = await makeCourse({ school_id: elsewhere.id });
  videos = {
    alpha: await makeVideo({
      school_id: school.id,
      course_id: mine.id,
      lesson_id: lesson.id,
      title: "Alpha_1",
      external_id: "one",
      duration_ms: 100_000,
    }),
    beta: await makeVideo({ school_id: school.id, course_id: mine.id, title: "beta", duration_ms: 100_000 }),
    gamma: await makeVideo({
      school_id: school.id,
      course_id: theirs.id,
      title: "Gamma",
      duration_ms: 333_000,
    }),
    elsewhere: await makeVideo({
      school_id: elsewhere.id,
      course_id: foreign.id,
      title: "Alpha too",
      external_id: "one",
    }),
  };
  scopes = {
    admin: scopeOf(await makeUser({ school_id: school.id, role: "admin" })),
    instructor: scopeOf(instructor),
    student: scopeOf(person),
    root: scopeOf(await makeUser({ school_id: null, role: "admin" })),
    stranger: scopeOf(await makeUser({ school_id: elsewhere.id, role: "admin" })),
  };
  await applyBeacons(writer, [
    played(videos.alpha.id, { viewer_id: `u:${person.id}`, to: 100 }),
    played(videos.alpha.id, { viewer_id: "v:visitor-77f2", to: 40 }),
    played(videos.alpha.id, { to: 0 }),
    played(videos.beta.id, { viewer_id: `u:${person.id}`, to: 50, day: "2026-11-10" }),
    played(videos.beta.id, { viewer_id: "s:guest", to: 20, day: "2026-11-11" }),
    ...[300, 200, 200, 120].map((to, i) =>
      played(videos.gamma.id, { viewer_id: `s:g${i}`, to, from: i * 7, day: "2026-11-12" }),
    ),
  ]);
});

const list = (scope: Scope, query: object) => videoList(scope, videoListQuery.parse(query), now);
const titles = async (scope: Scope, query: object) =>
  (await list(scope, query)).items.map((video) => video.title);
const code = (code: string) => expect.objectContaining({ name: "AppError", code });

describe("reach", () => {
  it("distinguishes forbidden from not found", async () => {
    expect((await reachVideo(scopes.instructor, videos.alpha.id)).lesson_number).toBe("1.2");
    await expect(reachVideo(scopes.instructor, videos.gamma.id)).rejects.toEqual(code("forbidden"));
    await expect(reachVideo(scopes.instructor, videos.elsewhere.id)).rejects.toEqual(code("not_found"));
    await expect(reachVideo(scopes.student, videos.alpha.id)).rejects.toEqual(code("forbidden"));
    await expect(reachVideo(scopes.admin, newId())).rejects.toEqual(code("not_found"));
    expect((await reachVideo(scopes.root, videos.elsewhere.id)).title).toBe("Alpha too");
  });

  it("takes a school's own id, which is nobody else's", async () => {
    expect((await reachVideo(scopes.admin, "one")).id).toBe(videos.alpha.id);
    expect((await reachVideo(scopes.stranger, "one")).id).toBe(videos.elsewhere.id);
    // In all schools at once "one" is two videos.
    await expect(reachVideo(scopes.root, "one")).rejects.toEqual(code("not_found"));
  });

  it("narrows lists and searches the same", async () => {
    expect(await titles(scopes.instructor, { sort: "title" })).toEqual(["Alpha_1", "beta"]);
    expect(await titles(scopes.student, {})).toEqual([]);
    expect(await reachedVideoIds(scopes.instructor)).toEqual([videos.alpha.id, videos.beta.id].sort());
    expect(await findVideos(scopes.student, "a", 5)).toEqual({ items: [], total: 0 });
    expect((await findVideos(scopes.instructor, "gamma", 5)).total).toBe(0);
    expect((await courseVideos(scopes.instructor, theirs)).videos).toEqual([]);
  });
});

describe("the list", () => {
  it("sorts, both ways, the unknown last", async () => {
    const orders: Record<string, string[]> = {
      views: ["Gamma", "Alpha_1", "beta"],
      viewers: ["Gamma", "Alpha_1", "beta"],
      watch_time: ["Gamma", "Alpha_1", "beta"],
      // Alpha: 140 of 2 × 100; gamma: (300 + 193 + 186 + 99) of 4 × 333; beta: 70 of 2 × 100.
      watched: ["Alpha_1", "Gamma", "beta"],
      // 1 of 3 viewers; 1 of 4 (300 of 333 s are over 90 %); none.
      completion: ["Alpha_1", "Gamma", "beta"],
      // 2 of alpha's 3 views play less than half, 1 of beta's 2, 1 of gamma's 4.
      drop_off: ["Alpha_1", "beta", "Gamma"],
      recent: ["Alpha_1", "Gamma", "beta"],
      title: ["Alpha_1", "beta", "Gamma"],
    };
    for (const range of [{}, { from: "2026-11-01" }])
      for (const [sort, expected] of Object.entries(orders)) {
        expect(await titles(scopes.admin, { ...range, sort }), sort).toEqual(expected);
        const reverse = sort === "title" ? "desc" : "asc";
        const [first] = await titles(scopes.admin, { ...range, sort, order: reverse });
        expect(first, `${sort} ${reverse}`).toBe(expected.at(-1));
      }
    // Of the days on which nobody played the others, theirs is unknown: last, whichever way.
    for (const order of ["asc", "desc"])
      expect((await titles(scopes.admin, { sort: "watched", order, from: "2026-11-18" }))[0]).toBe("Alpha_1");
  });

  it("searches for what was typed, wildcards and all, and filters by course", async () => {
    expect(await titles(scopes.admin, { q: "a_1" })).toEqual(["Alpha_1"]);
    expect(await titles(scopes.admin, { q: "100 %" })).toEqual(["Alpha_1", "beta"]);
    expect(await titles(scopes.admin, { q: "%" })).toEqual(["Alpha_1", "beta"]);
    expect(await titles(scopes.admin, { q: "1.2" })).toEqual(["Alpha_1"]);
    expect(await titles(scopes.admin, { course_id: "stats" })).toEqual(["Alpha_1", "beta"]);
    expect(await titles(scopes.admin, { course_id: theirs.id })).toEqual(["Gamma"]);
  });

  it("pages, gives the total even past the end, and ranks among all", async () => {
    const page = await list(scopes.admin, { limit: 1, offset: 1 });
    expect([page.items[0]?.title, page.items[0]?.rank, page.total]).toEqual(["Alpha_1", 2, 3]);
    expect(await list(scopes.admin, { offset: 50 })).toEqual({ items: [], total: 3 });
    expect((await list(scopes.admin, { q: "beta" })).items[0]?.rank).toBe(3);
  });

  it("compares ranks with the period of the same length before", async () => {
    // The 11th and 12th: gamma 4 views, beta 1. The two days before: beta 1, gamma none.
    const { items } = await list(scopes.admin, { from: "2026-11-11", to: "2026-11-12", limit: 2 });
    expect(items.map((video) => [video.title, video.total_views, video.rank, video.rank_change])).toEqual([
      ["Gamma", 4, 1, null],
      ["beta", 1, 2, -1],
    ]);
    // Without an end the period ends today: 9 days to the 20th, and 9 days to the 11th before them.
    const open = await list(scopes.admin, { from: "2026-11-12", limit: 2 });
    expect(open.items.map((video) => [video.title, video.rank, video.rank_change])).toEqual([
      ["Gamma", 1, null],
      ["Alpha_1", 2, null],
    ]);
    expect((await list(scopes.admin, {})).items.every((video) => video.rank_change === null)).toBe(true);
  });

  it("gives an export all rows in the same order", async () => {
    const rows = [];
    for await (const batch of videosInBatches(scopes.admin, videoListQuery.parse({ sort: "title" }), now))
      rows.push(...batch);
    expect(rows).toEqual((await list(scopes.admin, { sort: "title" })).items);
  });
});

describe("viewers", () => {
  const ask = async (query: object) =>
    viewers(await reachVideo(scopes.instructor, "one"), viewersQuery.parse(query));

  it("names identified viewers, and lists each anonymous view separately", async () => {
    const { items, total, anonymous } = await ask({});
    expect([total, anonymous]).toEqual([3, 1]);
    expect(items.map((item) => [item.kind, item.name, item.email, item.watched_percentage])).toEqual([
      ["user", "Ana Lúcia", "ana@harbour.test", 100],
      ["visitor", "Visitor 77f2", null, 40],
      ["anonymous", expect.stringMatching(/^Anonymous [0-9a-f]{4}$/), null, 0],
    ]);
    expect(items[0]).toMatchObject({
      completed: true,
      completed_at: "2026-11-18T10:00:00.000Z",
      strip: [[0, 100, 1]],
    });
  });

  it("searches by name and address, sorts and pages", async () => {
    expect((await ask({ q: "ana@" })).items.map((item) => item.name)).toEqual(["Ana Lúcia"]);
    expect(await ask({ q: "visitor", limit: 1 })).toMatchObject({ total: 1, anonymous: 0 });
    expect((await ask({ sort: "stopped" })).items.map((item) => item.position_seconds)).toEqual([0, 40, 100]);
    expect((await ask({ sort: "name", limit: 1, offset: 1 })).items[0]?.kind).toBe("anonymous");
    expect(await ask({ offset: 9 })).toMatchObject({ items: [], total: 3 });
  });

  it("never names a person of another school", async () => {
    const stranger = await makeUser({ school_id: scopes.stranger.school_id, name: "Not Yours" });
    const video = await makeVideo({ school_id: school.id, course_id: mine.id });
    await applyBeacons(writer, [played(video.id, { viewer_id: `u:${stranger.id}`, to: 5 })]);
    const { items } = await viewers(await reachVideo(scopes.admin, video.id), viewersQuery.parse({}));
    expect(items[0]).toMatchObject({ user_id: null, name: "Former user", email: null });
    await sql`delete from videos where id = ${video.id}`;
  });

  it("gives an export all rows in the same order", async () => {
    const video = await reachVideo(scopes.admin, videos.alpha.id);
    const rows = [];
    for await (const batch of viewersInBatches(video, { sort: "name" })) rows.push(...batch);
    const { items } = await ask({ sort: "name", limit: 100 });
    expect(rows).toEqual(items.map(({ strip: _, ...line }) => line));
  });
});

describe("one video", () => {
  it("has sampled curves that are the full curve at the middle of each step", async () => {
    for (const id of [videos.alpha.id, videos.gamma.id]) {
      const { retention: full } = await retentionAndTypical(await reachVideo(scopes.admin, id));
      const sampled = (await sampledRetention([id], 40)).get(id)!;
      const at = (point: number) => Math.floor(((point + 0.5) * full.covers.length) / 40);
      expect(sampled).toEqual(Array.from({ length: 40 }, (_, point) => full.retention_percentage[at(point)]));
    }
  });

  it("has null numbers while its length is unknown, and all of them afterwards", async () => {
    const video = await makeVideo({
      school_id: school.id,
      course_id: mine.id,
      duration_ms: null,
      status: "processing",
    });
    await applyBeacons(writer, [played(video.id, { to: 30 })]);
    const reached = await reachVideo(scopes.admin, video.id);
    expect(await summaryOf(reached)).toMatchObject({
      total_views: 0,
      average_watched_percentage: null,
    });
    expect((await retentionAndTypical(reached)).retention).toMatchObject({
      base: 0,
      covers: [],
      moments: [],
      typical: null,
    });
    await sql`delete from videos where id = ${video.id}`;
  });

  it("gives everybody only their own progress", async () => {
    const progress = async (scope: Scope, id: string) =>
      ownVideoProgress(scope, await videoInSchool(scope, id));
    expect(await progress(scopes.student, videos.beta.id)).toMatchObject({
      current_position_seconds: 50,
      progress_percentage: 50,
      completed: false,
      watched: [[0, 50]],
    });
    expect(await progress(scopes.admin, videos.beta.id)).toEqual({
      current_position_seconds: null,
      progress_percentage: 0,
      completed: false,
      completed_at: null,
      last_watched_at: null,
      watched: [],
    });
    await expect(progress(scopes.student, videos.elsewhere.id)).rejects.toEqual(code("not_found"));
  });
});
