import { eq } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { videos } from "@/lib/db/tables/videos";
import { newId } from "@/lib/platform/ids";
import { progress, view } from "@/lib/testing/beacons";
import { makeCourse, makeSchool, makeVideo, testDatabase } from "@/lib/testing/database";
import { metricsOf } from "../metrics";
import { selectVideos } from "../queries/reach";
import { retentionAndTypical, sampledRetention } from "../queries/retention";
import { totalsOfVideo } from "../queries/totals";
import { applyBeacons } from "./apply-beacons";
import { rebuildVideo } from "./rebuild";

/* Tenths of a second from the beacon to every number. */

const { sql, writer } = testDatabase();
let given: { school_id: string; course_id: string };

beforeAll(async () => {
  const school_id = (await makeSchool()).id;
  given = { school_id, course_id: (await makeCourse({ school_id })).id };
});

const video = async (duration_ms: number) => (await makeVideo({ ...given, duration_ms })).id;
const totals = async (videoId: string) =>
  (await sql`select * from video_totals where video_id = ${videoId}`)[0]!;

test("skimmed in half-seconds, 120 stretches are a minute in every number", async () => {
  const id = await video(120_000);
  const session = newId();
  const halves = Array.from({ length: 120 }, (_, second): [number, number] => [second, second + 0.5]);
  await applyBeacons(writer, [
    view(id, session, "u:ana"),
    progress(id, session, { seq: 0, played: halves.slice(0, 70) }),
    progress(id, session, { seq: 1, played: halves.slice(70) }),
  ]);
  expect(await totals(id)).toMatchObject({
    watch_ms: "60000",
    media_ms: "60000",
    covered_ms: "60000",
    half: 1,
    completed: 0,
    completers: 0,
  });
  const [stored] = await sql`select media_ms, replays from playbacks where video_id = ${id}`;
  expect(stored).toEqual({ media_ms: "60000", replays: "{}" });
  // Half of every second: half a view everywhere, and nothing was played twice.
  for (const days of [{}, { from: "2026-01-01" }]) {
    const [video] = await selectVideos({}).where(eq(videos.id, id));
    const { retention } = await retentionAndTypical({ ...video!, folds_small_groups: false }, days);
    expect(retention.covers).toEqual(Array(120).fill(0.5));
    expect(retention.plays).toEqual(Array(120).fill(0.5));
    expect(metricsOf(await totalsOfVideo({ id }, days), 120)).toMatchObject({
      average_watched_percentage: 50,
      total_watch_time_seconds: 60,
      average_watch_time_seconds: 60,
      replay_ratio: 1,
    });
  }
  expect(await sampledRetention([id], 60)).toEqual(new Map([[id, Array(60).fill(50)]]));
  expect(await rebuildVideo(writer, id)).toEqual([]);
});

test("who stops a few frames before the end of a video of 59.6 seconds has covered all of it", async () => {
  const id = await video(59_600);
  const session = newId();
  await applyBeacons(writer, [view(id, session), progress(id, session, { seq: 0, played: [[0, 59.3]] })]);
  expect(await totals(id)).toMatchObject({ covered_ms: "60000", media_ms: "59300", completed: 1 });
  const [last] = await sql`
    select sum(whole)::int as whole from video_segments where video_id = ${id} and segment <= 5`;
  expect(last).toEqual({ whole: 1 });
  expect(await totalsOfVideo({ id }, { from: "2026-01-01" })).toEqual(await totalsOfVideo({ id }));
  expect(await rebuildVideo(writer, id)).toEqual([]);
});
