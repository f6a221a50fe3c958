import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { parseMultirange } from "@/lib/measure/ranges";
import { newId } from "@/lib/platform/ids";
import { at, noProgress, progress, view } from "@/lib/testing/beacons";
import { makeCourse, makeSchool, makeVideo, testDatabase } from "@/lib/testing/database";
import type { Beacon } from "../playback";
import { applyBeacons } from "./apply-beacons";
import { keepPending } from "./pending-beacons";
import { rebuildVideo } from "./rebuild";
import { resumePosition } from "./rows";
import { fillDuration } from "./set-length";

const { sql, writer } = testDatabase();
let schoolId: string;
let courseId: string;

beforeAll(async () => {
  schoolId = (await makeSchool()).id;
  courseId = (await makeCourse({ school_id: schoolId })).id;
});

const video = async (durationMs: number | null = 60_000) =>
  (
    await makeVideo({
      school_id: schoolId,
      course_id: courseId,
      duration_ms: durationMs,
      status: durationMs === null ? "processing" : "ready",
    })
  ).id;

/** Second → [plays, covers] by adding up the stored differences. */
async function curve(videoId: string): Promise<[number, number][]> {
  const rows =
    await sql`select second, plays, covers from video_seconds where video_id = ${videoId} order by second`;
  const out: [number, number][] = Array.from({ length: 60 }, () => [0, 0]);
  for (const row of rows)
    for (let s = row.second; s < 60; s++) {
      out[s]![0] += row.plays;
      out[s]![1] += row.covers;
    }
  return out;
}
const totals = async (videoId: string) =>
  (await sql`select * from video_totals where video_id = ${videoId}`)[0]!;

describe("applyBeacons", () => {
  test("one viewing, by hand: 0–4, 8–11, and 1–3 again of a minute", async () => {
    const id = await video();
    const session = newId();
    const outcomes = await applyBeacons(writer, [
      view(id, session, "u:ana"),
      progress(id, session, { seq: 0, played: [[0, 4]], plays: 1, position_seconds: 4 }),
      progress(id, session, {
        seq: 1,
        played: [
          [8, 11],
          [1, 3],
        ],
        plays: 3,
        seeks: 2,
        position_seconds: 3,
      }),
    ]);
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(["stored", "stored", "stored"]);
    const plays = (await curve(id)).map(([plays]) => plays);
    const covers = (await curve(id)).map(([, covers]) => covers);
    expect(covers.slice(0, 12)).toEqual([1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 0]);
    expect(plays.slice(0, 12)).toEqual([1, 2, 2, 1, 0, 0, 0, 0, 1, 1, 1, 0]);
    expect(await totals(id)).toMatchObject({
      views: 1,
      viewers: 1,
      completers: 0,
      started: 1,
      played: 1,
      half: 0,
      watch_ms: "9000",
      covered_ms: "7000",
      seeks: 2,
      longest_watch_ms: "9000",
    });
    const segments =
      await sql`select segment, views, whole, viewers, drop_offs from video_segments where video_id = ${id} order by segment`;
    // Segments 0 and 1 were touched, none covered whole; the playback stopped at 0:03, in segment 0.
    expect(segments.map((row) => [row.segment, row.views, row.whole, row.viewers, row.drop_offs])).toEqual([
      [0, 1, 0, 1, 1],
      [2, -1, 0, -1, 0],
    ]);
    expect(await resumePosition(id, "u:ana")).toBe(3);
    expect(await rebuildVideo(writer, id)).toEqual([]);
  });

  test("a repeated beacon is acknowledged and changes nothing", async () => {
    const id = await video();
    const session = newId();
    const beacons = [view(id, session), progress(id, session, { seq: 0, played: [[0, 30]] })];
    await applyBeacons(writer, beacons);
    const before = await totals(id);
    expect(await applyBeacons(writer, [...beacons, ...beacons])).toEqual(
      Array(4).fill({ kind: "duplicate" }),
    );
    expect(await totals(id)).toEqual(before);
  });

  test("progress waits for its view and is then rolled up as a whole", async () => {
    const id = await video();
    const session = newId();
    await applyBeacons(writer, [progress(id, session, { seq: 0, played: [[0, 60]] })]);
    expect(await sql`select 1 from video_totals where video_id = ${id}`).toHaveLength(0);
    await applyBeacons(writer, [view(id, session, "u:ben")]);
    expect(await totals(id)).toMatchObject({ views: 1, completed: 1, completers: 1, covered_ms: "60000" });
    expect(await rebuildVideo(writer, id)).toEqual([]);
  });

  test("progress without a video waits for the view that names the video", async () => {
    const id = await video();
    const session = newId();
    const pending = {
      playback_id: session,
      view: null,
      address: null,
      progress: { ...noProgress, seq: 0, played: [[0, 20] as [number, number]] },
      key: "0",
      received_at: at,
    };
    expect(await keepPending(writer, [pending, pending])).toEqual([
      { video_id: null, kept: true },
      { video_id: null, kept: false },
    ]);
    await applyBeacons(writer, [view(id, session)]);
    expect(await totals(id)).toMatchObject({ views: 1, covered_ms: "20000" });
    expect(await sql`select 1 from pending_beacons where playback_id = ${session}`).toHaveLength(0);
    expect(await keepPending(writer, [{ ...pending, key: "1" }])).toEqual([{ video_id: id, kept: false }]);
  });

  test("two playbacks of one person are two views of one viewer; two anonymous ones are two viewers", async () => {
    const id = await video();
    const [first, second, third, fourth] = [newId(), newId(), newId(), newId()];
    await applyBeacons(writer, [
      view(id, first, "u:ana"),
      view(id, second, "u:ana"),
      view(id, third),
      view(id, fourth),
      progress(id, first, { seq: 0, played: [[0, 30]] }),
      progress(id, second, { seq: 0, played: [[25, 60]] }),
      progress(id, third, { seq: 0, played: [[0, 60]] }),
    ]);
    // Ana covered all of it, in two halves; so did one of the two strangers.
    expect(await totals(id)).toMatchObject({
      views: 4,
      viewers: 3,
      completers: 2,
      played: 3,
      half: 3,
      completed: 1,
    });
    expect(await rebuildVideo(writer, id)).toEqual([]);
  });

  test("a preview is counted only as a preview", async () => {
    const id = await video();
    const session = newId();
    await applyBeacons(writer, [
      view(id, session, "u:ines", true),
      progress(id, session, { seq: 0, played: [[0, 60]] }),
    ]);
    expect(await totals(id)).toMatchObject({ views: 0, previews: 1, viewers: 0, watch_ms: "0" });
    expect(await sql`select 1 from viewer_progress where video_id = ${id}`).toHaveLength(0);
    expect(await rebuildVideo(writer, id)).toEqual([]);
  });

  test("a video of unknown length keeps its beacons and rolls them up once the length is known", async () => {
    const id = await video(null);
    const session = newId();
    await applyBeacons(writer, [
      view(id, session, "u:ana"),
      progress(id, session, {
        seq: 0,
        played: [
          [0, 40],
          [70, 80],
        ],
      }),
    ]);
    expect(await sql`select 1 from video_totals where video_id = ${id}`).toHaveLength(0);
    expect(await fillDuration(writer, { video_id: id, duration_ms: 50_000 })).toBe(true);
    expect(await totals(id)).toMatchObject({ views: 1, covered_ms: "40000" });
    expect(await fillDuration(writer, { video_id: id, duration_ms: 999_000 })).toBe(false);
    expect(await sql`select status, duration_ms from videos where id = ${id}`).toEqual([
      { status: "ready", duration_ms: 50_000 },
    ]);
    expect(await rebuildVideo(writer, id)).toEqual([]);
  });

  test("an impossible beacon is refused and the others are stored", async () => {
    const id = await video();
    const session = newId();
    const loop = Array.from({ length: 10 }, (): [number, number] => [0, 60]);
    const outcomes = await applyBeacons(writer, [
      view(id, session),
      progress(id, session, { seq: 0, played: loop }),
      progress(id, session, { seq: 1, played: [[0, 10]] }),
    ]);
    expect(outcomes).toEqual([
      { kind: "stored", clipped: false, troubles: { retries: 0, lost: 0 } },
      { kind: "refused", reason: "too_fast" },
      { kind: "stored", clipped: false, troubles: { retries: 0, lost: 0 } },
    ]);
    expect(await totals(id)).toMatchObject({ covered_ms: "10000", media_ms: "10000" });
  });

  test("a rebuild reports and repairs what something else wrote into a roll-up", async () => {
    const id = await video();
    const session = newId();
    await applyBeacons(writer, [
      view(id, session, "u:ana"),
      progress(id, session, { seq: 0, played: [[0, 60]] }),
    ]);
    const before = await totals(id);
    await sql`update video_totals set views = views + 1 where video_id = ${id}`;
    await sql`update viewer_progress set playbacks = 7 where video_id = ${id}`;
    await sql`insert into video_seconds values (${id}, 13, 1, 1)`;
    expect((await rebuildVideo(writer, id)).map(({ table, key }) => `${table} ${key}`).sort()).toEqual([
      "video_seconds 13",
      "video_totals ",
      "viewer_progress u:ana",
    ]);
    expect(await totals(id)).toEqual(before);
    expect(await rebuildVideo(writer, id)).toEqual([]);
  });

  test("any order, repetition and batching gives the same rows and roll-ups", async () => {
    const anyProgress = fc.record({
      played: fc.array(
        fc
          .tuple(fc.nat(590), fc.nat(150))
          .map(([from, length]): [number, number] => [from / 10, (from + length) / 10]),
        { maxLength: 3 },
      ),
      position_seconds: fc.nat(60),
      plays: fc.nat(5),
      rebuffer_ms: fc.nat(3000),
      quality: fc.dictionary(fc.constantFrom("360", "1080"), fc.nat(60)),
      speed: fc.constantFrom(1, 1.5),
    });
    const anyPlayback = fc.record({
      viewer: fc.constantFrom(null, "u:ana", "u:ben"),
      preview: fc.boolean(),
      progress: fc.array(anyProgress, { maxLength: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyPlayback, { minLength: 1, maxLength: 4 }).chain((playbacks) => {
          const sessions = playbacks.map(() => newId());
          const beacons = playbacks.flatMap((playback, i) => [
            view("", sessions[i]!, playback.viewer, playback.preview),
            ...playback.progress.map((given, seq) => progress("", sessions[i]!, { ...given, seq })),
          ]);
          const length = beacons.length * 2;
          return fc.tuple(
            fc.constant(beacons),
            fc.shuffledSubarray([...beacons, ...beacons], { minLength: length, maxLength: length }),
            fc.integer({ min: 1, max: 7 }),
          );
        }),
        async ([inOrder, shuffled, batch]) => {
          const [one, other] = [await video(), await video()];
          const of = (videoId: string, beacons: Beacon[]) =>
            beacons.map((beacon) => ({ ...beacon, video_id: videoId }));
          await applyBeacons(writer, of(one, inOrder));
          for (let i = 0; i < shuffled.length; i += batch)
            await applyBeacons(writer, of(other, shuffled.slice(i, i + batch)));
          expect(await everything(other)).toEqual(await everything(one));
          expect(await rebuildVideo(writer, one)).toEqual([]);
          expect(await rebuildVideo(writer, other)).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);
});

/** All rows of a video in the playback family, without the video's own id and without rows of zeros. */
async function everything(videoId: string): Promise<unknown> {
  const tables = [
    "playbacks",
    "viewer_progress",
    "video_seconds",
    "video_segments",
    "video_daily",
    "video_totals",
    "video_breakdowns",
  ];
  const rows = await Promise.all(
    tables.map((table) => sql`select * from ${sql(table)} where video_id = ${videoId}`),
  );
  return rows.map((list) =>
    list
      .map(({ video_id: _, ...row }) => JSON.stringify(row))
      .filter(
        (row) =>
          !/^\{"(second|segment)":\d+(,"\w+":0)+\}$/.test(row) && !row.includes('"views":0,"watch_ms":"0"'),
      )
      .sort(),
  );
}

test("an int4multirange is read back as it was written", async () => {
  const [row] = await sql`select '{[8,11),[0,4)}'::int4multirange as r`;
  expect(parseMultirange(row!.r)).toEqual([0, 4, 8, 11]);
});
