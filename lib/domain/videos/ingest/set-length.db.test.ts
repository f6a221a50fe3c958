import { eq } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { videos } from "@/lib/db/tables/videos";
import type { Context } from "@/lib/http/context";
import { newId } from "@/lib/platform/ids";
import { at, playback, progress, view } from "@/lib/testing/beacons";
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
import { changeVideo } from "../mutations/change";
import type { Beacon } from "../playback";
import { selectVideos } from "../queries/reach";
import { breakdowns } from "../queries/video";
import { applyBeacons } from "./apply-beacons";
import { rebuildVideo } from "./rebuild";
import { fillAgreedDuration, raiseLength } from "./set-length";

const { sql, writer } = testDatabase();
let schoolId: string;
let courseId: string;
let ctx: Context;

beforeAll(async () => {
  schoolId = (await makeSchool()).id;
  const ines = await makeUser({ school_id: schoolId, role: "instructor" });
  courseId = (await makeCourse({ school_id: schoolId, instructorIds: [ines.id] })).id;
  ctx = { scope: scopeOf(ines), request: { id: "request", address: "198.51.100.1" }, now: new Date() };
});

const video = async (duration_ms: number | null) =>
  (
    await makeVideo({
      school_id: schoolId,
      course_id: courseId,
      duration_ms,
      status: duration_ms === null ? "processing" : "ready",
    })
  ).id;
const lengthOf = async (videoId: string) =>
  (await sql`select duration_ms, status from videos where id = ${videoId}`)[0];
const reporting = (beacon: Beacon, reported_length_ms: number): Beacon => ({
  ...beacon,
  view: beacon.view && { ...beacon.view, reported_length_ms },
});

test("a corrected length gives the same numbers as the right length from the start", async () => {
  const anyPlayback = fc.record({
    viewer: fc.constantFrom(null, "u:ana", "u:ben"),
    from: fc.nat(500).map((tenths) => tenths / 10),
    length: fc.integer({ min: 1, max: 600 }).map((tenths) => tenths / 10),
    position: fc.nat(100),
  });
  const anyLength = fc.constantFrom(null, 1000, 20_000, 46_300, 60_000, 100_000, 3_600_000);
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyPlayback, { minLength: 1, maxLength: 5 }),
      anyLength,
      fc.constantFrom(30_000, 60_600, 110_040),
      async (playbacks, wrong, right) => {
        const [corrected, known] = [await video(wrong), await video(right)];
        const of = (videoId: string) =>
          playbacks.map(({ viewer, from, length }) =>
            playback(videoId, viewer, { played: [[from, from + length]], position_seconds: from + length }),
          );
        await applyBeacons(writer, of(corrected));
        await applyBeacons(writer, of(known));
        await changeVideo(ctx, corrected, { duration_seconds: right / 1000 });
        expect(await lengthOf(corrected)).toEqual({ duration_ms: right, status: "ready" });
        expect(await numbersOf(sql, corrected)).toEqual(await numbersOf(sql, known));
        expect(await rebuildVideo(writer, corrected)).toEqual([]);
      },
    ),
    { numRuns: 20 },
  );
}, 60_000);

test("a correction is audited with both lengths, once; nobody else's video can be corrected", async () => {
  const id = await video(1000);
  await changeVideo(ctx, id, { duration_seconds: 61.5 });
  await changeVideo(ctx, id, { duration_seconds: 61.5 });
  const entries = await sql`select action, actor_id, address, detail from audit_log where target_id = ${id}`;
  expect(entries).toEqual([
    {
      action: "video.set_length",
      actor_id: ctx.scope.user_id,
      address: "198.51.100.1",
      detail: { before: { duration_seconds: 1 }, after: { duration_seconds: 61.5 } },
    },
  ]);
  const elsewhere = await makeVideo({ school_id: schoolId });
  expect(await endOf(changeVideo(ctx, elsewhere.id, { duration_seconds: 5 }))).toBe("forbidden");
  expect(await endOf(changeVideo(ctx, newId(), { duration_seconds: 5 }))).toBe("not_found");
});

test("an unknown length is taken once three viewers' players agree, and their views then count", async () => {
  const id = await video(null);
  const [ana, ben, eva] = [view(id, newId(), "v:ana-12345"), view(id, newId()), view(id, newId())];
  const again = view(id, newId(), "v:ana-12345");
  const says = async (beacon: Beacon, length: number) => {
    await applyBeacons(writer, [reporting(beacon, length)]);
    return await fillAgreedDuration(writer, id);
  };
  expect(await says(ana, 60_000)).toBe(false);
  expect(await says(again, 60_000)).toBe(false);
  expect(await says(view(id, newId()), 3_600_000)).toBe(false);
  expect(await says(ben, 60_300)).toBe(false);
  expect(await lengthOf(id)).toEqual({ duration_ms: null, status: "processing" });
  expect(await says(eva, 59_800)).toBe(true);
  expect(await lengthOf(id)).toEqual({ duration_ms: 60_000, status: "ready" });
  expect(await sql`select views, viewers from video_totals where video_id = ${id}`).toEqual([
    { views: 5, viewers: 4 },
  ]);
  // Known now: whatever the next players say.
  for (let i = 0; i < 5; i++) expect(await says(view(id, newId()), 90_000)).toBe(false);
  expect(await lengthOf(id)).toEqual({ duration_ms: 60_000, status: "ready" });
  expect(await rebuildVideo(writer, id)).toEqual([]);
});

/** A viewing during which the length grew from 60 to 100 s, as one progress beacon some seconds after its view says. */
const growing = (videoId: string, viewerId: string | null, afterSeconds: number): Beacon[] => {
  const id = newId();
  const said = { seq: 0, played: [[50, 95] as [number, number]], position_seconds: 95, length_ms: 100_000 };
  return [
    reporting(view(videoId, id, viewerId), 60_000),
    {
      ...progress(videoId, id, said),
      received_at: new Date(at.getTime() + afterSeconds * 1000),
    },
  ];
};

test("a length that players saw grow is raised once three agree, and what was played past the old end counts", async () => {
  const id = await video(60_000);
  const dayOfAll = "2026-03-02";
  const after = async (beacons: Beacon[]) => {
    await applyBeacons(writer, beacons);
    return await raiseLength(writer, id, dayOfAll);
  };
  expect(await after(growing(id, null, 45))).toBe(false);
  expect(await after(growing(id, "v:ben-12345", 45))).toBe(false);
  // Nothing grows by 40 s within one, and what one player reports only once has not grown.
  expect(await after(growing(id, null, 1))).toBe(false);
  expect(await after([reporting(view(id, newId()), 100_000)])).toBe(false);
  expect(await sql`select covered_ms from video_totals where video_id = ${id}`).toEqual([
    { covered_ms: "30000" },
  ]);
  expect(await after(growing(id, null, 45))).toBe(true);
  expect(await lengthOf(id)).toEqual({ duration_ms: 100_000, status: "ready" });
  expect(await sql`select covered_ms, media_ms from video_totals where video_id = ${id}`).toEqual([
    { covered_ms: "180000", media_ms: "180000" },
  ]);
  expect(await rebuildVideo(writer, id)).toEqual([]);
});

test("one viewer whom the school vouches for raises a length that grew", async () => {
  const id = await video(60_000);
  await applyBeacons(writer, growing(id, "s:guest-7", 45));
  expect(await raiseLength(writer, id, "2026-03-02")).toBe(true);
  expect(await lengthOf(id)).toEqual({ duration_ms: 100_000, status: "ready" });
});

test("a length that becomes known late is taken from progress, and a live stream is told from a video that nobody watched", async () => {
  const late = await video(null);
  for (const viewer of ["v:ana-12345", "v:ben-12345", null]) {
    const id = newId();
    await applyBeacons(writer, [
      view(late, id, viewer),
      progress(late, id, { seq: 0, length_ms: 60_000, played: [[0, 60]] }),
    ]);
  }
  expect(await fillAgreedDuration(writer, late)).toBe(true);
  expect(await sql`select completed from video_totals where video_id = ${late}`).toEqual([{ completed: 3 }]);

  const live = await video(null);
  const watching = newId();
  await applyBeacons(writer, [view(live, watching), progress(live, watching, { seq: 0, is_live: true })]);
  const waitingOf = async (id: string) => {
    const [row] = await selectVideos({}).where(eq(videos.id, id));
    return (await breakdowns({ ...row!, folds_small_groups: false })).waiting;
  };
  expect(await waitingOf(live)).toEqual({ playbacks: 1, is_live: true });
  expect(await waitingOf(late)).toBeNull();
});
