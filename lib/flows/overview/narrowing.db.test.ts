import { expect, it } from "vitest";
import { contentTrends } from "@/lib/domain/videos/queries/content-trends";
import { activeSchool } from "@/lib/testing/active-people";
import {
  endOf,
  enroll,
  makeClass,
  makeCourse,
  makeUser,
  makeVideo,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { generator } from "@/lib/testing/numbers-model";
import { engagement } from "./engagement";
import { assertEnough, isTooFew, narrowingOf } from "./narrowing";
import { learnerWeeks } from "./weeks";

testDatabase();
/** 17:45 of Friday the 20th in Kathmandu. */
const now = new Date("2026-11-20T12:00:00Z");

/** A course with the classes Monday (Ana, Ben) and Tuesday (Cem), another course of a colleague (Dee), and a smallest group of two. */
async function world() {
  const school = await activeSchool("Asia/Kathmandu", { minimum_group_size: 2 });
  const { school_id, student } = school;
  const [ana, ben, cem, dee] = [await student(), await student(), await student(), await student()];
  const [admin, teacher, other] = await Promise.all(
    (["admin", "instructor", "instructor"] as const).map((role) => makeUser({ school_id, role })),
  );
  const course = await makeCourse({ school_id, external_id: "statistics", instructorIds: [teacher!.id] });
  const elsewhere = await makeCourse({ school_id, instructorIds: [other!.id] });
  const monday = await makeClass({ course_id: course.id, external_id: "monday" });
  const tuesday = await makeClass({ course_id: course.id });
  for (const [who, course_id, class_id] of [
    [ana, course.id, monday.id],
    [ben, course.id, monday.id],
    [cem, course.id, tuesday.id],
    [dee, elsewhere.id, (await makeClass({ course_id: elsewhere.id })).id],
  ] as const)
    await enroll(course_id, who.id, class_id);
  const scopes = { admin: scopeOf(admin!), teacher: scopeOf(teacher!), other: scopeOf(other!) };
  const video = (course_id: string) => makeVideo({ school_id, course_id, duration_ms: 60_000 });
  return { ...school, ana, ben, cem, dee, course, elsewhere, monday, tuesday, video, ...scopes };
}

it("is of a course that the reader reaches and a class of it, by id or external id", async () => {
  const { admin, teacher, other, course, elsewhere, monday, tuesday } = await world();
  const ids = async (...given: Parameters<typeof narrowingOf>) => {
    const narrowing = await narrowingOf(...given);
    return narrowing && [narrowing.course_id, narrowing.students.length, narrowing.class_people?.length];
  };
  expect(await ids(admin, {})).toBeNull();
  expect(await ids(admin, { course_id: "statistics" })).toEqual([course.id, 3, undefined]);
  expect(await ids(teacher, { course_id: course.id, class_id: "monday" })).toEqual([course.id, 2, 2]);
  expect(await ids(admin, { class_id: monday.id })).toEqual([course.id, 2, 2]);
  expect(await endOf(narrowingOf(other, { course_id: course.id }))).toBe("forbidden");
  expect(await endOf(narrowingOf(other, { class_id: monday.id }))).toBe("not_found class_id");
  expect(await endOf(narrowingOf((await world()).admin, { course_id: course.id }))).toBe("not_found");
  expect(await endOf(narrowingOf(admin, { course_id: elsewhere.id, class_id: monday.id }))).toBe(
    "not_found class_id",
  );
  // One learner, of a school that shows two or more.
  const few = (await narrowingOf(admin, { class_id: tuesday.id }))!;
  expect(isTooFew(few)).toBe(true);
  expect(await endOf((async () => assertEnough(few))())).toBe("invalid class_id");
  assertEnough(await narrowingOf(admin, { class_id: monday.id }));
});

it("counts what a course's or class's learners do in the course, worked out by hand", async () => {
  const { ana, ben, cem, dee, course, elsewhere, monday, video, learned, watched, attended, ...rest } =
    await world();
  const { admin } = rest;
  const [own, theirs] = [await video(course.id), await video(elsewhere.id)];
  const guest: Person = await makeUser({ school_id: rest.school_id, role: "instructor" });
  await watched(ana, "2026-11-17T08:00:00Z", { video_id: own.id });
  await watched(ana, "2026-11-17T09:00:00Z", { video_id: own.id });
  await watched(ben, "2026-11-19T08:00:00Z", { video_id: theirs.id });
  await watched(cem, "2026-11-18T08:00:00Z", { video_id: own.id });
  await watched(guest, "2026-11-18T09:00:00Z", { video_id: own.id });
  await watched(dee, "2026-11-18T09:00:00Z", { video_id: theirs.id });
  await learned(ana, "2026-11-16T08:00:00Z");
  await attended(ben, "2026-11-18T10:00:00Z", { course_id: course.id });
  await attended(ben, "2026-11-19T10:00:00Z");
  const of = async (filter: Parameters<typeof narrowingOf>[1]) => {
    const narrowing = await narrowingOf(admin, filter);
    const { daily, summary } = await engagement(admin, 5, now, narrowing);
    return [
      ...daily.map((day) => `${day.daily_active_users} ${day.video_views} ${day.learning_events}`),
      `${summary.active_users} ${summary.video_views} ${summary.attendances}`,
    ];
  };
  // The stored numbers of sessions are not counted here, so that only a class's attendances are known.
  expect(await of({})).toEqual(["1 0 1", "1 2 0", "3 3 0", "1 1 0", "0 0 0", "4 6 0"]);
  expect(await of({ course_id: course.id })).toEqual([
    ...["0 0 null", "1 2 null", "2 2 null", "0 0 null", "0 0 null"],
    "3 4 0",
  ]);
  expect(await of({ class_id: monday.id })).toEqual([
    ...["0 0 null", "1 2 null", "1 0 null", "0 0 null", "0 0 null"],
    "2 2 1",
  ]);
  const ofClass = await narrowingOf(admin, { class_id: monday.id });
  const { days, weeks } = await learnerWeeks(admin, 2, now, ofClass);
  // The last whole week is over on the 15th. On the 17th Ana watched, on the 18th Ben came.
  expect(weeks.map(({ active_learners }) => active_learners)).toEqual([0, 0]);
  expect(days.slice(-5).map(({ active_learners }) => active_learners)).toEqual([0, 1, 1, 0, 0]);
  const later = new Date("2026-11-24T12:00:00Z");
  expect((await learnerWeeks(admin, 2, later, ofClass)).weeks[1]).toMatchObject({ active_learners: 2 });
  expect((await learnerWeeks(admin, 2, later)).weeks[1]).toMatchObject({ active_learners: 4 });
});

it.each([1, 2])(
  "what everybody in a class watched is what the sums by day have, with random views %i",
  async (seed) => {
    const { ana, ben, course, elsewhere, monday, video, watched, admin } = await world();
    const { pick, whole } = generator(seed);
    const clips = [await video(course.id), await video(course.id)];
    const other = await video(elsewhere.id);
    const narrowing = (await narrowingOf(admin, { class_id: monday.id }))!;
    const query = { days: 6, limit: 10 };
    for (let times = 0; times < 25; times++) {
      await watched(
        pick([ana, ben]),
        `2026-11-${whole(12, 20)}T${String(whole(0, 11)).padStart(2, "0")}:10:00Z`,
        {
          video_id: pick([...clips, other]).id,
          preview: whole(0, 4) === 0,
        },
      );
      // What is kept of the views so far must follow the next ones.
      if (times % 8 === 0 || times === 24) {
        const ofCourse = await contentTrends(admin, query, now, { course_id: course.id, class_people: null });
        expect(await contentTrends(admin, query, now, narrowing)).toEqual(ofCourse);
      }
    }
    const onlyAna = { course_id: course.id, class_people: [ana.id] };
    const onlyBen = { course_id: course.id, class_people: [ben.id] };
    const views = async (...given: Parameters<typeof contentTrends>) =>
      (await contentTrends(...given)).daily.map((day) => day.views);
    const [all, hers, his] = [
      await views(admin, query, now, narrowing),
      await views(admin, query, now, onlyAna),
      await views(admin, query, now, onlyBen),
    ];
    expect(hers.map((count, index) => count + his[index]!)).toEqual(all);
    expect(all.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(3);
  },
);
