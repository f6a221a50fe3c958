import { expect, test } from "vitest";
import { playback } from "@/lib/testing/beacons";
import {
  enroll,
  makeCourse,
  makeSchool,
  makeUser,
  makeVideo,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { applyBeacons } from "../ingest/apply-beacons";
import { ownVideos } from "./progress";

const { writer } = testDatabase();

test("a student's own videos are those of the courses they take, last watched first, with where they stopped", async () => {
  const school = await makeSchool();
  const student = await makeUser({ school_id: school.id });
  const other = await makeUser({ school_id: school.id });
  const taken = await makeCourse({ school_id: school.id, title: "Taken" });
  const elsewhere = await makeCourse({ school_id: school.id });
  const given = { school_id: school.id, course_id: taken.id, duration_ms: 100_000 };
  const begun = await makeVideo({ ...given, title: "Begun", source_url: "/clip.mp4" });
  const fresh = await makeVideo({ ...given, title: "Fresh" });
  await makeVideo({ school_id: school.id, course_id: elsewhere.id });
  await makeVideo({ ...given, title: "Not ready", status: "processing", duration_ms: null });
  await enroll(taken.id, student.id);
  const watched = (videoId: string, userId: string, to: number) =>
    playback(videoId, `u:${userId}`, { played: [[0, to]], position_seconds: to });
  await applyBeacons(writer, [watched(begun.id, student.id, 40), watched(fresh.id, other.id, 90)]);

  const scope = scopeOf(student);
  const all = await ownVideos(scope, { limit: 25, offset: 0 });
  expect(all).toMatchObject({ total: 2, begun: 1 });
  expect(all.items).toMatchObject([
    {
      title: "Begun",
      progress_percentage: 40,
      current_position_seconds: 40,
      watched: [[0, 40]],
      completed: false,
      href: `/watch/${begun.id}`,
      last_watched_at: "2026-03-02T10:00:00.000Z",
    },
    {
      title: "Fresh",
      progress_percentage: 0,
      current_position_seconds: null,
      watched: [],
      href: null,
      last_watched_at: null,
    },
  ]);
  expect((await ownVideos(scope, { limit: 1, offset: 1 })).items.map((video) => video.title)).toEqual([
    "Fresh",
  ]);
});
