import { expect, test } from "vitest";
import { closeLengths } from "@/lib/flows/ingest/lengths";
import { newId } from "@/lib/platform/ids";
import { makeCourse, makeSchool, makeVideo, testDatabase } from "@/lib/testing/database";
import { serveIngest, transports } from "@/lib/testing/transports";

const { sql } = testDatabase();
serveIngest();

test("a length that grows in the beacons of three players is raised, at the latest when the server stops", async () => {
  const school_id = (await makeSchool()).id;
  const course_id = (await makeCourse({ school_id })).id;
  const video = await makeVideo({ school_id, course_id, duration_ms: 60_000 });
  const { send } = transports[0]!;
  const lengthOf = async () =>
    (await sql`select duration_ms from videos where id = ${video.id}`)[0]!.duration_ms as number;
  for (let player = 0; player < 3; player++) {
    const ids = { video_id: video.id, session_id: newId() };
    await send("video-view", JSON.stringify({ ...ids, course_id, video_duration_seconds: 60 }));
    const said = { seq: 0, current_position_seconds: 75, played: [[60, 75]], video_duration_seconds: 75 };
    expect((await send("video-progress", JSON.stringify({ ...ids, ...said }))).status).toBe(200);
  }
  expect(await lengthOf()).toBe(60_000);
  await closeLengths();
  expect(await lengthOf()).toBe(75_000);
  expect(await sql`select covered_ms from video_totals where video_id = ${video.id}`).toEqual([
    { covered_ms: "45000" },
  ]);
});
