import { expect, test } from "vitest";
import { openWriter } from "@/lib/db/writer";
import { newId } from "@/lib/platform/ids";
import { view } from "@/lib/testing/beacons";
import { makeSchool, makeVideo, testDatabase } from "@/lib/testing/database";
import { applyBeacons } from "./apply-beacons";
import { rebuildVideo } from "./rebuild";

const { sql, writer } = testDatabase();

test("several writers with the same beacons store each once", async () => {
  const school = await makeSchool();
  const videos = await Promise.all(
    [1, 2, 3].map(() => makeVideo({ school_id: school.id, duration_ms: 60_000 })),
  );
  const beacons = videos.flatMap((video) =>
    Array.from({ length: 40 }, (_, i) => view(video.id, newId(), i % 2 ? null : `u:${i % 5}`)),
  );
  const writers = Array.from({ length: 4 }, () => openWriter());
  await Promise.all(
    writers.map(async (writer) => {
      for (let i = 0; i < beacons.length; i += 10) await applyBeacons(writer, beacons.slice(i, i + 10));
      await writer.close();
    }),
  );
  const [stored] =
    await sql`select (select count(*)::int from playbacks) as playbacks, (select sum(views)::int from video_totals) as views`;
  expect(stored).toEqual({ playbacks: 120, views: 120 });
  for (const video of videos) expect(await rebuildVideo(writer, video.id)).toEqual([]);
});
