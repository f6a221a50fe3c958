import { expect, it } from "vitest";
import { playback } from "@/lib/testing/beacons";
import { makeCourse, makeSchool, makeUser, makeVideo, scopeOf, testDatabase } from "@/lib/testing/database";
import { applyBeacons } from "../ingest/apply-beacons";
import { setLength } from "../ingest/set-length";
import { reachVideo } from "./reach";
import { retentionAndTypical, sampledRetention } from "./retention";

const { writer } = testDatabase();
const length = 120;

/** A school with an admin's view of a new video, and how to let somebody play one. */
async function makeWatchedSchool() {
  const school = await makeSchool();
  const admin = await scopeOf(await makeUser({ school_id: school.id, role: "admin" }));
  const add = async (courseId: string, seconds: number, viewers: number, play = 60) => {
    const { id } = await makeVideo({
      school_id: school.id,
      course_id: courseId,
      duration_ms: seconds * 1000,
    });
    const beacons = Array.from({ length: viewers }, (_, at) =>
      playback(id, `v:visitor-${at}`, { played: [[0, play]], position_seconds: play, plays: 1 }),
    );
    await applyBeacons(writer, beacons);
    return reachVideo(admin, id);
  };
  return { course: () => makeCourse({ school_id: school.id }), add };
}

it("takes a passage as replayed once five people replay it, not one person often", async () => {
  const { course, add } = await makeWatchedSchool();
  const { id } = await course();
  for (const [people, times, kinds] of [
    [1, 20, []],
    [4, 5, []],
    [5, 1, ["spike"]],
  ] as const) {
    const video = await add(id, length, 20, length);
    const replays = Array.from({ length: people }, (_, at) =>
      playback(video.id, `v:again-${at}`, {
        played: [[0, length], ...Array.from({ length: times }, (): [number, number] => [40, 50])],
        position_seconds: length,
        plays: 1,
      }),
    );
    await applyBeacons(writer, replays);
    for (const days of [{}, { from: "2026-03-02", to: "2026-03-02" }]) {
      const { retention } = await retentionAndTypical(video, days);
      const spikes = retention.moments.map(({ kind }) => kind).filter((kind) => kind === "spike");
      expect(spikes, `${people} people, ${times} times`).toEqual(kinds);
    }
  }
});

it("compares with videos of the course, else of the school, that five people viewed", async () => {
  const { course, add } = await makeWatchedSchool();
  const [own, other] = [await course(), await course()];
  const video = await add(own.id, length, 5);
  const typical = async () => (await retentionAndTypical(video)).typical;
  for (let count = 0; count < 5; count++) await add(own.id, length, 4);
  expect(await typical()).toBeNull();
  for (let count = 0; count < 5; count++) await add(other.id, 100, 5, 50);
  expect(await typical()).toMatchObject({ videos: 5, of_course: false });
  // Longer by half and no more.
  for (let count = 0; count < 5; count++) await add(own.id, 180, 5, 90);
  expect(await typical()).toMatchObject({ videos: 5, of_course: true, from_seconds: 80, to_seconds: 180 });
});

it("reads a video's small curve anew after every change of its numbers", async () => {
  const { course, add } = await makeWatchedSchool();
  const { id } = await add((await course()).id, length, 4, 60);
  const curve = async () => (await sampledRetention([id], 4)).get(id);
  expect(await curve()).toEqual([100, 100, 0, 0]);
  expect(await curve()).toEqual([100, 100, 0, 0]);
  expect((await sampledRetention([id], 2)).get(id)).toEqual([100, 0]);
  await applyBeacons(writer, [
    playback(id, "v:visitor-5", { played: [[0, length]], position_seconds: length, plays: 1 }),
  ]);
  expect(await curve()).toEqual([100, 100, 20, 20]);
  await writer.longTransaction((sql) => setLength(sql, id, 60_000));
  expect(await curve()).toEqual([100, 100, 100, 100]);
});
