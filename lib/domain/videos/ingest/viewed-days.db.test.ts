import { expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { progress, view } from "@/lib/testing/beacons";
import { makeCourse, makeSchool, makeVideo, testDatabase } from "@/lib/testing/database";
import type { Beacon } from "../playback";
import { applyBeacons } from "./apply-beacons";
import { rebuildVideo } from "./rebuild";

const { sql, writer } = testDatabase();

test("a viewer's days are those of their playbacks, whichever of the beacons is stored first", async () => {
  const school_id = (await makeSchool()).id;
  const course_id = (await makeCourse({ school_id })).id;
  const { id } = await makeVideo({ school_id, course_id, duration_ms: 60_000 });
  const [first, second, third] = [newId(), newId(), newId()];
  const onDay = (day: number, beacon: Beacon): Beacon => ({
    ...beacon,
    received_at: new Date(Date.UTC(2026, 2, day, 12)),
    day: `2026-03-0${day}`,
  });
  const days = async () =>
    (
      await sql`select viewed_days::text as days from viewer_progress where video_id = ${id} and viewer_id = 'u:ana'`
    )[0]?.days;
  // 2 March 2026 is day 20,514 of those since 1970.
  await applyBeacons(writer, [onDay(2, view(id, first, "u:ana")), onDay(2, view(id, newId(), "u:ben"))]);
  expect(await days()).toBe("{[20514,20515)}");
  await applyBeacons(writer, [onDay(5, view(id, second, "u:ana"))]);
  expect(await days()).toBe("{[20514,20515),[20517,20518)}");
  // A playback that goes on the next day is one of the day on which it began.
  await applyBeacons(writer, [onDay(3, progress(id, first, { seq: 0, played: [[0, 10]] }))]);
  expect(await days()).toBe("{[20514,20515),[20517,20518)}");
  await applyBeacons(writer, [onDay(5, view(id, third, "u:ana"))]);
  await applyBeacons(writer, [onDay(4, progress(id, third, { seq: 0, played: [[0, 10]] }))]);
  expect(await days()).toBe("{[20514,20515),[20516,20518)}");
  await applyBeacons(writer, [onDay(4, progress(id, second, { seq: 0, played: [[0, 10]] }))]);
  expect(await days()).toBe("{[20514,20515),[20516,20517)}");
  await applyBeacons(writer, [onDay(6, view(id, newId(), "u:ana", true))]);
  expect(await days()).toBe("{[20514,20515),[20516,20517)}");
  expect(await rebuildVideo(writer, id)).toEqual([]);
  await sql`update viewer_progress set viewed_days = '{[20514,20516)}' where video_id = ${id} and viewer_id = 'u:ana'`;
  expect((await rebuildVideo(writer, id)).map(({ table }) => table)).toEqual(["viewer_progress"]);
  expect(await days()).toBe("{[20514,20515),[20516,20517)}");
});
