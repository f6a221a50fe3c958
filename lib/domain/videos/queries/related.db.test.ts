import { expect, it } from "vitest";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { viewerProgress } from "@/lib/db/tables/videos";
import {
  endOf,
  makeCourse,
  makeSchool,
  makeUser,
  makeVideo,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { type CoViewed, relatedOf } from "../related";
import { reachVideo } from "./reach";
import { relatedVideos } from "./related";

const { sql } = testDatabase();

/** Views of videos by people, as their names: `u:ana`. */
const watch = (views: readonly (readonly [video_id: string, viewer: string, playbacks?: number])[]) =>
  db()
    .insert(viewerProgress)
    .values(
      views.map(([video_id, viewer, playbacks = 1]) => ({ video_id, viewer_id: `s:${viewer}`, playbacks })),
    );
const people = (count: number, name: string) =>
  Array.from({ length: count }, (_, index) => `${name}${index}`);
const related = async (scope: Scope, id: string, limit = 8) =>
  relatedVideos(scope, await reachVideo(scope, id), limit);

async function makeWorld() {
  const { id: school_id } = await makeSchool({ minimum_group_size: 5 });
  const teacher = await makeUser({ school_id, role: "instructor" });
  const course = await makeCourse({ school_id, instructorIds: [teacher.id] });
  const video = (more = {}) => makeVideo({ school_id, course_id: course.id, ...more });
  const admin = scopeOf(await makeUser({ school_id, role: "admin" }));
  return { school_id, course, video, admin, teacher: scopeOf(teacher) };
}

it("are videos that at least the smallest group viewed both of, within the reader's reach", async () => {
  const { school_id, video, admin, teacher } = await makeWorld();
  const [one, near, few, everybody, archived] = [
    await video(),
    await video(),
    await video(),
    await video(),
    await video({ archived_at: new Date() }),
  ];
  const colleagues = await makeVideo({ school_id });
  const elsewhere = await makeWorld();
  const strange = await elsewhere.video();
  const ours = people(12, `${school_id} `);
  const others = people(80, `${school_id} other `);
  await watch([
    ...ours.map((name) => [one.id, name] as const),
    // A row without a view is of somebody who only looked at the preview.
    [one.id, `${school_id} preview`, 0],
    ...ours.slice(0, 8).flatMap((name) => [near, archived, colleagues].map(({ id }) => [id, name] as const)),
    ...ours.slice(0, 8).map((name) => [strange.id, name] as const),
    ...ours.slice(0, 4).map((name) => [few.id, name] as const),
    ...[...ours, ...others].map((name) => [everybody.id, name] as const),
    [near.id, others[0]!],
    [near.id, ours[9]!, 0],
  ]);
  const found = await related(admin, one.id);
  expect(found).toMatchObject({ viewers: 12, compared: 3 });
  // Only `everybody` has others: 80 pairs, one of `near`, none of the colleague's.
  expect(
    found.items.map(({ video_id, viewers_of_both, ratio }) => [video_id, viewers_of_both, ratio]),
  ).toEqual([
    [colleagues.id, 8, null],
    // 8 of 28 against 1 of 81.
    [near.id, 8, 23.14],
  ]);
  expect((await related(admin, one.id, 1)).items).toHaveLength(1);
  const own = await related(teacher, one.id);
  expect(own.items.map(({ video_id }) => video_id)).toEqual([near.id]);
  expect(own.compared).toBe(2);
  expect(await endOf(related(elsewhere.admin, one.id))).toBe("not_found");
});

it("are hidden where fewer people viewed the video than a comparison needs", async () => {
  const { school_id, video, admin } = await makeWorld();
  const [one, other] = [await video(), await video()];
  const nine = people(9, `${school_id} `);
  await watch(nine.flatMap((name) => [one, other].map(({ id }) => [id, name] as const)));
  expect(await related(admin, one.id)).toEqual({ viewers: null, compared: 0, items: [] });
  await sql`update schools set minimum_group_size = 20 where id = ${school_id}`;
  await watch(people(8, `${school_id} more `).map((name) => [one.id, name]));
  expect((await related(admin, one.id)).viewers).toBeNull();
  await watch(people(3, `${school_id} last `).map((name) => [one.id, name]));
  expect(await related(admin, one.id)).toEqual({ viewers: 20, compared: 0, items: [] });
});

it("agree with counting sets of viewers on random facts", async () => {
  const { school_id, video, admin } = await makeWorld();
  let state = 31;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const all = await Promise.all(Array.from({ length: 7 }, () => video()));
  const sets = all.map(() => new Set<string>());
  for (const name of people(120, `${school_id} `)) {
    // Two groups with tastes of their own.
    const group = random() < 0.5 ? 0 : 1;
    all.forEach((_, index) => {
      if (random() < (index % 2 === group ? 0.6 : 0.15)) sets[index]!.add(name);
    });
  }
  await watch(all.flatMap(({ id }, index) => [...sets[index]!].map((name) => [id, name] as const)));
  for (const [index, { id }] of all.entries()) {
    const expected = all.flatMap((other, place): CoViewed[] => {
      const both = [...sets[index]!].filter((name) => sets[place]!.has(name)).length;
      return place === index || both < 5
        ? []
        : [
            {
              video_id: other.id,
              title: "",
              course_id: "",
              course_title: "",
              both,
              viewers: sets[place]!.size,
            },
          ];
    });
    const found = await related(admin, id, 50);
    const numbers = ({ video_id, viewers_of_both, ratio, ratio_low }: (typeof found.items)[number]) => [
      ...[video_id, viewers_of_both, ratio, ratio_low],
    ];
    expect(found.viewers).toBe(sets[index]!.size);
    expect(found.compared).toBe(expected.length);
    expect(found.items.map(numbers)).toEqual(relatedOf(sets[index]!.size, expected).map(numbers));
    // Those of the same taste, and only they.
    expect(
      found.items.every((item) => all.findIndex((one) => one.id === item.video_id) % 2 === index % 2),
    ).toBe(true);
    expect(found.items.length).toBeGreaterThan(0);
  }
});
