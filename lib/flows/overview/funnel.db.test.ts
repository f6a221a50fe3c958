import { beforeEach, describe, expect, it } from "vitest";
import type { Scope } from "@/lib/auth/scope";
import { transaction } from "@/lib/db/tx";
import { createFunnel } from "@/lib/domain/learning/funnels/mutations";
import type { NewFunnel } from "@/lib/domain/learning/funnels/schema";
import { newFunnel } from "@/lib/domain/learning/funnels/schema";
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
import { countFunnel } from "./funnel";
import { FunnelFacts } from "./funnel-facts";

const { sql } = testDatabase();
const now = new Date("2026-11-30T12:00:00Z");
const request = { id: "request-1", address: "192.0.2.7" };

const event = (event_type: string) => ({ kind: "event" as const, event_type });
const video = (of: { course_id?: string; video_id?: string } = {}) => ({ kind: "video" as const, ...of });
const session = (of: { course_id?: string; session_id?: string } = {}) => ({
  kind: "session" as const,
  ...of,
});

/** A school whose smallest group is one person, with its admin and a way to count new funnels. */
async function schoolIn(time_zone: string, minimum_group_size = 1) {
  const school = await activeSchool(time_zone, { minimum_group_size });
  const admin = scopeOf(await makeUser({ school_id: school.school_id, role: "admin" }));
  const define = (given: Partial<NewFunnel> | object, scope: Scope = admin) =>
    createFunnel({ scope, request, now }, newFunnel.parse({ name: "Test", window_days: 7, ...given }));
  const count = async (
    steps: object[],
    { from = "2026-11-01", to = "2026-11-30", at = now, scope = admin, ...given } = {} as {
      from?: string;
      to?: string;
      at?: Date;
      scope?: Scope;
      window_days?: number;
      course_id?: string;
      class_id?: string;
    },
  ) => countFunnel(scope, await define({ steps, ...given }, scope), { from, to }, at);
  return { ...school, admin, define, count };
}
const people = ({ steps }: { steps: { people: number | null }[] }) => steps.map((step) => step.people);

describe("a funnel", () => {
  it("joins learning events, views and attendances of the same person in their order", async () => {
    const { student, learned, watched, attended, count } = await schoolIn("UTC");
    const [ana, ben, cem, dee] = [await student(), await student(), await student(), await student()];
    await learned(ana, "2026-11-02T08:00:00Z");
    await watched(ana, "2026-11-03T08:00:00Z");
    await attended(ana, "2026-11-04T08:00:00Z");
    // In another order.
    await watched(ben, "2026-11-02T08:00:00Z");
    await learned(ben, "2026-11-03T08:00:00Z");
    await learned(cem, "2026-11-02T08:00:00Z");
    await watched(cem, "2026-11-02T20:00:00Z");
    await attended(cem, "2026-11-02T08:00:00Z");
    // A preview is no view, a session that is left out no attendance, and another type another step.
    await learned(dee, "2026-11-02T08:00:00Z");
    await watched(dee, "2026-11-03T08:00:00Z", { preview: true });
    await learned(dee, "2026-11-03T08:00:00Z", "ai_message_sent");
    await attended(dee, "2026-11-03T08:00:00Z", { left_out: true });
    const found = await count([event("material_view"), video(), session()]);
    expect(people(found)).toEqual([4, 2, 1]);
    // Ana took a day, Cem half a day; then Ana a day.
    expect(found.steps.map(({ median_seconds }) => median_seconds)).toEqual([null, 18 * 3600, 24 * 3600]);
    // Four views of a material, three of videos, two attendances.
    expect(found).toMatchObject({ people_read: 4, facts_read: 9, can_go_on: 0, time_zone: "UTC" });
    expect(people(await count([event("material_view"), event("ai_message_sent")]))).toEqual([4, 1]);
  });

  it("reads a step only of who took the one before, and says of how many it read", async () => {
    const { student, learned, watched, attended, count } = await schoolIn("UTC");
    const [ana, ben, cem] = [await student(), await student(), await student()];
    await learned(ana, "2026-11-02T08:00:00Z");
    await watched(ana, "2026-11-03T08:00:00Z");
    await attended(ana, "2026-11-04T08:00:00Z");
    await learned(ben, "2026-11-02T08:00:00Z");
    for (const day of ["05", "06", "07"]) await attended(ben, `2026-11-${day}T08:00:00Z`);
    for (const day of ["05", "06"]) await watched(cem, `2026-11-${day}T08:00:00Z`);
    const found = await count([event("material_view"), video(), session(), video()]);
    expect(people(found)).toEqual([2, 1, 1, 0]);
    // Two events, Ana's view, her attendance; her views are not read twice.
    expect([found.people_read, found.facts_read]).toEqual([3, 4]);
  });

  it("ends with its window, 24 hours for each day", async () => {
    const { student, learned, count } = await schoolIn("UTC");
    const [ana, ben] = [await student(), await student()];
    for (const [who, last] of [
      [ana, "2026-11-09T08:00:00.000Z"],
      [ben, "2026-11-09T08:00:00.001Z"],
    ] as const) {
      await learned(who, "2026-11-02T08:00:00Z");
      await learned(who, last, "material_complete");
    }
    const steps = [event("material_view"), event("material_complete")];
    expect(people(await count(steps, { window_days: 7 }))).toEqual([2, 1]);
    expect(people(await count(steps, { window_days: 8 }))).toEqual([2, 2]);
    // While the window is open, Ben can go on.
    const early = await count(steps, { window_days: 7, at: new Date("2026-11-09T08:00:00Z") });
    expect([people(early), early.can_go_on]).toEqual([[2, 1], 1]);
  });

  it("takes one event for one of two steps of its type, and an award at the act's instant for the next", async () => {
    const { student, learned, count } = await schoolIn("UTC");
    const [ana, ben] = [await student(), await student()];
    await learned(ana, "2026-11-02T08:00:00Z");
    await learned(ana, "2026-11-02T08:00:00Z", "xp_earned");
    await learned(ben, "2026-11-02T08:00:00Z");
    await learned(ben, "2026-11-02T08:00:01Z");
    expect(people(await count([event("material_view"), event("material_view")]))).toEqual([2, 1]);
    expect(people(await count([event("material_view"), event("xp_earned")]))).toEqual([2, 1]);
  });

  it("begins on days of the school's zone, 5:45 ahead of UTC", async () => {
    const { student, watched, count } = await schoolIn("Asia/Kathmandu");
    const [ana, ben, cem] = [await student(), await student(), await student()];
    await watched(ana, "2026-11-17T18:14:00Z");
    await watched(ben, "2026-11-17T18:15:00Z");
    await watched(cem, "2026-11-18T18:15:00Z");
    // The step after may follow after the days.
    await watched(ben, "2026-11-20T18:15:00Z");
    const one = await count([video(), video()], { from: "2026-11-18", to: "2026-11-18" });
    expect(people(one)).toEqual([1, 1]);
    expect(people(await count([video(), video()], { from: "2026-11-17", to: "2026-11-19" }))).toEqual([3, 1]);
  });

  it("begins on a day of 25 hours where the clock is put back", async () => {
    const { student, watched, count } = await schoolIn("Europe/Lisbon");
    // 25 October 2026 is from 23:00 of the 24th (UTC) to 24:00.
    for (const at of ["24T22:59:59", "24T23:00:00", "25T23:59:59", "26T00:00:00"])
      await watched(await student(), `2026-10-${at}Z`);
    const day = async (from: string, to = from) => people(await count([video(), video()], { from, to }))[0];
    expect(await day("2026-10-25")).toBe(2);
    expect([await day("2026-10-24"), await day("2026-10-26"), await day("2026-10-24", "2026-10-26")]).toEqual(
      [1, 1, 4],
    );
  });

  it("hides what fewer people than the smallest group did", async () => {
    const { student, watched, count } = await schoolIn("UTC", 3);
    for (const again of [true, true, false]) {
      const who = await student();
      await watched(who, "2026-11-02T08:00:00Z");
      if (again) await watched(who, "2026-11-03T08:00:00Z");
    }
    const found = await count([video(), video()], { at: new Date("2026-11-04T08:00:00Z") });
    expect(people(found)).toEqual([3, null]);
    expect(found.steps[1]).toMatchObject({ of_first: null, of_previous: null, median_seconds: null });
    // One can go on, which would tell the number that is hidden.
    expect(found.can_go_on).toBeNull();
  });
});

describe("a course's funnel", () => {
  const world = async () => {
    const school = await schoolIn("UTC");
    const { school_id } = school;
    const teacher = await makeUser({ school_id, role: "instructor" });
    const course = await makeCourse({ school_id, instructorIds: [teacher.id] });
    const { id: class_id } = await makeClass({ course_id: course.id });
    const [ana, ben, cem] = [await school.student(), await school.student(), await school.student()];
    await enroll(course.id, ana.id, class_id);
    await enroll(course.id, ben.id);
    const of = (id: string, who: Person, at: string) => school.watched(who, at, { video_id: id });
    const [first, second, other] = [
      await makeVideo({ school_id, course_id: course.id }),
      await makeVideo({ school_id, course_id: course.id }),
      await makeVideo({ school_id }),
    ];
    return {
      ...school,
      teacher,
      scope: scopeOf(teacher),
      course,
      class_id,
      ana,
      ben,
      cem,
      of,
      first,
      second,
      other,
    };
  };

  it("counts its learners, or a class, in its videos and the instructor's sessions", async () => {
    const { ana, ben, cem, of, first, second, other, ...rest } = await world();
    const { course, class_id, teacher, scope, count, attended } = rest;
    for (const who of [ana, ben, cem]) await of(first.id, who, "2026-11-02T08:00:00Z");
    await of(second.id, ana, "2026-11-03T08:00:00Z");
    await of(other.id, ben, "2026-11-03T08:00:00Z");
    await attended(ana, "2026-11-04T08:00:00Z", { course_id: course.id, instructor_id: teacher.id });
    await attended(ben, "2026-11-04T08:00:00Z", { course_id: course.id });
    const course_id = course.id;
    // Cem does not take the course, and the other video is not of it.
    expect(people(await count([video(), video()], { course_id, scope }))).toEqual([2, 1]);
    expect(people(await count([video(), video()], { course_id, class_id, scope }))).toEqual([1, 1]);
    // An instructor reads the attendance of the sessions that they teach, an admin all.
    expect(people(await count([video(), session()], { course_id, scope }))).toEqual([2, 1]);
    expect(people(await count([video(), session()], { course_id }))).toEqual([2, 2]);
    // Of one video; and in the whole school of a course.
    const named = [video({ video_id: second.id }), session()];
    expect(people(await count(named, { course_id, scope }))).toEqual([1, 1]);
    expect(people(await count([video({ course_id }), video({ course_id: other.course_id })]))).toEqual([
      3, 1,
    ]);
  });

  it("counts the views of a video's earlier versions", async () => {
    const { ana, of, first, course, school_id, scope, count } = await world();
    const earlier = await makeVideo({ school_id, course_id: course.id, version_of: first.id });
    await of(earlier.id, ana, "2026-11-02T08:00:00Z");
    await of(first.id, ana, "2026-11-03T08:00:00Z");
    const steps = [video({ video_id: first.id }), video({ video_id: first.id })];
    expect(people(await count(steps, { course_id: course.id, scope }))).toEqual([1, 1]);
  });
});

describe("what is read", () => {
  let school: Awaited<ReturnType<typeof schoolIn>>;
  beforeEach(async () => {
    school = await schoolIn("UTC");
  });

  it("is at most so many events in all", async () => {
    const { student, learned, admin, school_id } = school;
    const who = await student();
    for (const at of ["2026-11-02T08:00:00Z", "2026-11-03T08:00:00Z"]) await learned(who, at);
    await learned(who, "2026-11-04T08:00:00Z", "search_query");
    const frame = {
      ...{ school_id, course_id: null, class_id: null, time_zone: "UTC" },
      ...{ from: new Date(0), until: now },
    };
    const steps = ["material_view", "material_view", "search_query"].map(event);
    const read = (most: number) =>
      transaction(async (tx) => {
        const facts = new FunnelFacts(tx, admin, { ...frame, most });
        for (const step of steps) await facts.timesOf(step, [who.id]);
        return facts.facts_read;
      });
    // Two steps of one type are one reading.
    expect(await read(3)).toBe(3);
    expect(await endOf(read(2))).toMatch(/^invalid/);
    expect(await endOf(read(1))).toMatch(/^invalid/);
  });

  it("is of a year at most, forwards, and of a funnel that exists", async () => {
    const { define, admin } = school;
    const id = await define({ steps: [video(), video()] });
    const ends = (from: string, to: string) => endOf(countFunnel(admin, id, { from, to }, now));
    expect(await ends("2025-11-30", "2026-11-30")).toBe("invalid from");
    expect(await ends("2026-12-01", "2026-11-30")).toBe("invalid to");
    // By default the last 28 days, with today.
    expect(await countFunnel(admin, id, {}, now)).toMatchObject({ from: "2026-11-03", to: "2026-11-30" });
    const stranger = (await schoolIn("UTC")).admin;
    expect(await endOf(countFunnel(stranger, id, {}, now))).toBe("not_found");
  });

  it("is given up after a few seconds, and the answer says to try again", async () => {
    const { define, admin, student } = school;
    await student();
    const id = await define({ steps: [video(), video()] });
    const held = await sql.reserve();
    await held`begin`;
    await held`lock table playbacks in access exclusive mode`;
    try {
      expect(await endOf(countFunnel(admin, id, {}, now))).toBe("unavailable");
    } finally {
      await held`rollback`;
      held.release();
    }
  });
});
