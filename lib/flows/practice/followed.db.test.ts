import { expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { practiceSessions } from "@/lib/db/tables/practice";
import { makeCourse, makeSchool, makeUser, makeVideo, testDatabase } from "@/lib/testing/database";
import { followedAt } from "./followed";

const { sql } = testDatabase();
const day = (n: number) => new Date(Date.UTC(2026, 9, n, 9));

/** Ten sessions on ten days, of which the first five name the area. */
async function practises(person: { id: string; school_id: string | null }, areas = (n: number) => n <= 5) {
  const own = { user_id: person.id, school_id: person.school_id!, session_type: "conversation" as const };
  const empty = {
    duration_seconds: 600,
    words_spoken: 500,
    topics: [],
    vocabulary_learned: [],
    metadata: {},
  };
  await db()
    .insert(practiceSessions)
    .values(
      Array.from({ length: 10 }, (_, index) => ({
        ...{ ...own, ...empty, created_at: day(index + 1) },
        areas_to_improve: areas(index + 1) ? ["Linking Words"] : [],
      })),
    );
}

it("is of the school's people who watched half of the stretch, from the view that reached it", async () => {
  const school = await makeSchool();
  const course = await makeCourse({ school_id: school.id });
  const video = await makeVideo({ school_id: school.id, course_id: course.id, duration_ms: 600_000 });
  const person = () => makeUser({ school_id: school.id });
  const views = (who: { id: string }, watched: string, at: Date, given: { preview?: boolean } = {}) => sql`
    insert into playbacks (video_id, playback_id, day, first_heard_at, last_heard_at, viewed_at, viewer_id, rolled_up, preview, watched)
    values (${video.id}, gen_random_uuid(), '2026-10-05', ${at}, ${at}, ${at}, ${`u:${who.id}`}, true, ${given.preview ?? false}, ${watched})`;
  const read = () =>
    followedAt(school.id, "linking words", { video_id: video.id, from_seconds: 190, to_seconds: 290 });
  expect(await read()).toEqual({ kind: "too_few", people: 0 });
  const noon = new Date(day(5).getTime() + 3 * 3_600_000);
  for (let n = 0; n < 4; n++) {
    const watcher = await person();
    await practises(watcher);
    // In two views: 40 of the 100 seconds, then 20 more.
    await views(watcher, "{[1900,2300)}", day(2));
    await views(watcher, "{[2200,2500)}", noon);
  }
  // A little less than half, as a preview, not practising, and another school's.
  const [less, preview] = [await person(), await person()];
  for (const who of [less, preview]) await practises(who);
  await views(less, "{[0,2399)}", noon);
  await views(preview, "{[0,6000)}", noon, { preview: true });
  await views(await person(), "{[0,6000)}", noon);
  const foreign = await makeUser({ school_id: (await makeSchool()).id });
  await practises(foreign);
  await views(foreign, "{[0,6000)}", noon);
  expect(await read()).toEqual({ kind: "too_few", people: 4 });
  await views(less, "{[2399,2400)}", noon);
  expect(await read()).toMatchObject({ kind: "less", people: 5, before: 100, after: 0, change: -100 });
});
