import { eq } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { videos } from "@/lib/db/tables/videos";
import { newId } from "@/lib/platform/ids";
import { at, progress, view } from "@/lib/testing/beacons";
import { makeCourse, makeSchool, makeVideo, testDatabase } from "@/lib/testing/database";
import { actions, length, simulate } from "@/lib/testing/simulated-player";
import { numbersOf } from "@/lib/testing/video-rows";
import { viewersQuery } from "../filters";
import { metricsOf } from "../metrics";
import type { Beacon, Progress } from "../playback";
import { selectVideos } from "../queries/reach";
import { totalsOfVideo } from "../queries/totals";
import { breakdowns } from "../queries/video";
import { viewers } from "../queries/viewers";
import { applyBeacons } from "./apply-beacons";
import { rebuildVideo } from "./rebuild";

/* Players of the older contract, which report no ranges. */

const { sql, writer } = testDatabase();
let school: Awaited<ReturnType<typeof makeSchool>>;
let courseId: string;

beforeAll(async () => {
  school = await makeSchool();
  courseId = (await makeCourse({ school_id: school.id })).id;
});

const newVideo = () => makeVideo({ school_id: school.id, course_id: courseId, duration_ms: length * 1000 });
const older = (playback: string, given: Partial<Progress>, seconds = 15): Beacon => ({
  ...progress("", playback, { played: null, ...given }),
  received_at: new Date(at.getTime() + seconds * 1000),
});
const of = (videoId: string, beacons: readonly Beacon[]) =>
  beacons.map((beacon) => ({ ...beacon, video_id: videoId }));
/** When a viewer completed is stored as it is observed, with the last beacon of a batch. */
const rowsOf = async (videoId: string) =>
  (await numbersOf(sql, videoId)).map((rows) =>
    rows.map((row) => row.replace(/("completed_at":)"[^"]+"/, '$1"observed"')),
  );
const allTime = { from: "2026-01-01", to: "2026-12-31" };

test("any batching gives the same rows, and what is stored equals a rebuild and the facts of the days", async () => {
  const anyPlayback = fc.record({
    viewer: fc.constantFrom(null, "u:ana", "u:ben"),
    numbered: fc.boolean(),
    done: actions,
    percentage: fc.constantFrom(null, 40, 95),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyPlayback, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 7 }),
      async (playbacks, batch) => {
        const beacons = playbacks.flatMap(({ viewer, numbered, done, percentage }) => {
          const id = newId();
          const said = simulate(done).beacons.map(({ at_seconds, ...given }, seq) =>
            older(
              id,
              { ...given, seq: numbered ? seq : null, completion_percentage: percentage },
              at_seconds,
            ),
          );
          return [view("", id, viewer), ...said];
        });
        const [one, other] = [await newVideo(), await newVideo()];
        await applyBeacons(writer, of(one.id, beacons));
        for (let i = 0; i < beacons.length; i += batch)
          await applyBeacons(writer, of(other.id, beacons.slice(i, i + batch)));
        expect(await rowsOf(other.id)).toEqual(await rowsOf(one.id));
        expect(await rebuildVideo(writer, one.id)).toEqual([]);
        expect(await rebuildVideo(writer, other.id)).toEqual([]);
        expect(await totalsOfVideo(one, allTime)).toEqual(await totalsOfVideo(one));

        const totals = await totalsOfVideo(one);
        const { average_watch_time_seconds: average } = metricsOf(totals, length);
        const [{ most }] = (await sql`
          select coalesce(max(media_ms), 0)::float8 / 1000 as most from playbacks where video_id = ${one.id}`) as [
          { most: number },
        ];
        expect(average ?? 0).toBeLessThanOrEqual(most + 0.05);
      },
    ),
    { numRuns: 8 },
  );
}, 120_000);

test("a completion at the school's threshold completes, and the page tells proven views from reported ones", async () => {
  const one = await newVideo();
  const [proven, told, exact, anonymous] = [newId(), newId(), newId(), newId()];
  const threshold = school.completion_threshold;
  await applyBeacons(
    writer,
    of(one.id, [
      view("", proven, "u:ana"),
      older(proven, { position_seconds: 15, watch_time_seconds: 15 }),
      view("", told, "u:ben"),
      older(told, { watch_time_seconds: 580, completion_percentage: threshold }),
      view("", anonymous),
      older(anonymous, { watch_time_seconds: 500, completion_percentage: threshold }),
      view("", exact, "u:ines"),
      // With ranges, what they cover decides.
      progress("", exact, { seq: 0, played: [[0, 30]], completion_percentage: 100 }),
    ]),
  );
  expect(await totalsOfVideo(one)).toMatchObject({
    completers: 2,
    completed: 2,
    media_ms: 45_000,
    played: 2,
  });
  const [video] = await selectVideos({}).where(eq(videos.id, one.id));
  const { items } = await viewers({ ...video!, folds_small_groups: false }, viewersQuery.parse({}));
  expect(items.map((row) => row.completed).sort()).toEqual([false, false, true, true]);
  for (const days of [{}, allTime])
    expect(
      (await breakdowns({ ...video!, folds_small_groups: false }, days)).by_proof.map(({ value, views }) => [
        value,
        views,
      ]),
    ).toEqual([
      ["reported", 2],
      ["positions", 1],
      ["ranges", 1],
    ]);
  expect(await rebuildVideo(writer, one.id)).toEqual([]);
});
