import { expect, it } from "vitest";
import { replaceVideo } from "@/lib/domain/videos/mutations/replace";
import { reachVideo } from "@/lib/domain/videos/queries/reach";
import { earlierVersions } from "@/lib/domain/videos/queries/versions";
import { makeCourse, makeSchool, makeUser, makeVideo, scopeOf, testDatabase } from "@/lib/testing/database";
import { runNextWork } from "./work";

const { sql } = testDatabase();

it("a video with very many playbacks gets its new file in the background, with progress", async () => {
  const { id: school_id } = await makeSchool();
  const ines = await makeUser({ school_id, role: "instructor" });
  const course = await makeCourse({ school_id, instructorIds: [ines.id] });
  const { id } = await makeVideo({ school_id, course_id: course.id });
  await sql`
    insert into playbacks (video_id, playback_id, day, first_heard_at, last_heard_at)
    select ${id}, gen_random_uuid(), '2026-11-01', now(), now() from generate_series(1, 7000)`;
  const ctx = { scope: scopeOf(ines), request: { id: "r", address: "198.51.100.1" }, now: new Date() };
  const { work_id, version } = await replaceVideo(ctx, id, { source_url: "/new.mp4" }, 5000);
  expect(version).toBe(1);
  while (await runNextWork(new Date()));
  const [work] = await sql`select state, done, total, unit from background_work where id = ${work_id}`;
  expect(work).toEqual({ state: "done", done: 7000, total: 7000, unit: "rows" });
  const video = await reachVideo(ctx.scope, id);
  expect(video).toMatchObject({ version: 2, source_url: "/new.mp4" });
  const [earlier] = await earlierVersions(video);
  const sizes = await sql`select video_id, count(*)::int as playbacks from playbacks group by 1`;
  expect(sizes).toEqual([{ video_id: earlier?.id, playbacks: 7000 }]);
});
