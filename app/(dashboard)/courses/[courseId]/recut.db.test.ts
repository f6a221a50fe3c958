import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/lib/db/client";
import { videoTotals } from "@/lib/db/tables/videos";
import { type Recut, recutsOf } from "@/lib/domain/videos/queries/versions";
import { languageIn } from "@/lib/platform/catalogues";
import {
  makeCourse,
  makeSchool,
  makeUser,
  makeVideo,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { differenceText, recutTitle } from "./recut";

testDatabase();

let school: { id: string };
let course: { id: string };
let teacher: Person;
beforeEach(async () => {
  school = await makeSchool();
  teacher = await makeUser({ school_id: school.id, role: "instructor" });
  course = await makeCourse({ school_id: school.id, instructorIds: [teacher.id] });
});

type Numbers = [views: number, viewers: number, completers: number];
/** A video whose file was replaced on this day, with the numbers of both versions. */
async function recut(title: string, day: string, before: Numbers, after: Numbers) {
  const given = { school_id: school.id, course_id: course.id, title };
  const video = await makeVideo({ ...given, duration_ms: 673_000, version: 2 });
  const earlier = await makeVideo({
    ...{ ...given, duration_ms: 755_000, version: 1, version_of: video.id },
    archived_at: new Date(`${day}T12:00:00Z`),
  });
  for (const [video_id, [views, viewers, completers]] of [
    [earlier.id, before],
    [video.id, after],
  ] as const)
    await db().insert(videoTotals).values({ video_id, views, viewers, completers });
}

describe("the re-cut videos of a course", () => {
  it("are those of which both versions have 10 viewers, the last re-cut first", async () => {
    await recut("Spread", "2026-10-28", [231, 120, 50], [96, 80, 48]);
    await recut("Averages", "2026-11-03", [40, 30, 20], [12, 10, 5]);
    await recut("Sampling", "2026-11-10", [40, 30, 20], [12, 9, 5]);
    await makeVideo({ school_id: school.id, course_id: course.id });
    const found = await recutsOf(scopeOf(teacher), course.id);
    expect(found.map(({ title }) => title)).toEqual(["Averages", "Spread"]);
    expect(found[1]).toMatchObject({
      replaced_at: new Date("2026-10-28T12:00:00Z"),
      before: { version: 1, duration_ms: 755_000, views: 231, viewers: 120, completers: 50 },
      after: { version: 2, duration_ms: 673_000, views: 96, viewers: 80, completers: 48 },
    });
    const colleague = await makeUser({ school_id: school.id, role: "instructor" });
    expect(await recutsOf(scopeOf(colleague), course.id)).toEqual([]);
  });
});

describe("what is said of a re-cut", () => {
  const of = (before: [number, number], after: [number, number]): Recut => {
    const cut = (version: number, [completers, viewers]: [number, number]) => ({
      ...{ id: "0192f3a4-5a02-7b11-9e00-2c6b1f8d4a70", version, duration_ms: 600_000, views: viewers },
      ...{ viewers, completers },
    });
    return { title: "Spread", replaced_at: new Date(), before: cut(1, before), after: cut(2, after) };
  };
  const english = languageIn("en");
  const said = (recut: Recut) =>
    [recutTitle(recut, english), differenceText(recut, english)].map((text) =>
      text?.replaceAll("\u00a0", " "),
    );

  it("is a change only beyond chance, with the interval of Newcombe’s method", () => {
    // 95 of 231 and 53 of 96: Wilson's intervals are 35.0 to 47.6 % and 45.3 to 64.8 %.
    // 14.08 − √(9.96² + 6.44²) = 2.22, 14.08 + √(9.56² + 6.15²) = 25.45.
    expect(said(of([95, 231], [53, 96]))).toEqual([
      "After the re-cut 55 % of viewers complete “Spread”; before it, 41 %",
      "Difference in the share: 14.1 points, between 2.2 and 25.4 (95 % interval).",
    ]);
    expect(said(of([53, 96], [95, 231]))[0]).toBe(
      "After the re-cut only 41 % of viewers complete “Spread”; before it, 55 %",
    );
    expect(said(of([12, 30], [15, 30]))).toEqual([
      "“Spread” was completed by 50 % of viewers after the re-cut and 40 % before it",
      expect.stringMatching(/^Difference in the share: 10\.0 points, between -?.*, so it can be chance\.$/),
    ]);
  });
});
