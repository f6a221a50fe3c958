import { describe, expect, it } from "vitest";
import { quietDaysMin } from "@/lib/domain/learners/at-risk";
import { learnersQuery } from "@/lib/domain/learners/schema";
import {
  makeAssessment,
  makeClass,
  makeCourse,
  makeLesson,
  makeResult,
  makeSchool,
  makeSession,
  makeTerm,
  makeUser,
  makeVideo,
  type Person,
  scopeOf,
  testDatabase,
} from "@/lib/testing/database";
import { attend, enrollAt, watch } from "@/lib/testing/learner-facts";
import { generator } from "@/lib/testing/numbers-model";
import { learnerList, learnersInBatches } from "./learner-list";
import { myLearning } from "./my-learning";

const { sql } = testDatabase();
const hour = 3_600_000;

const query = (given: object = {}) => learnersQuery.parse({ limit: 100, ...given });

/** A day of a zone as a number of days, by the formatter of the platform. */
function dayNumber(at: Date, timeZone: string): number {
  const text = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(at);
  return Date.parse(`${text}T00:00:00Z`) / (24 * hour);
}

/** Three courses of two lessons each, and learners who did some of it at random, in the 16 days before `now`. */
async function makeWorld(seed: number, time_zone: string, now: Date) {
  const { whole, next } = generator(seed);
  const ago = () => new Date(now.getTime() - Math.floor(next() * 16 * 24 * hour));
  const school = await makeSchool({ time_zone, completion_threshold: 30, attendance_minimum_seconds: 300 });
  const person = (role: Person["role"], name?: string) =>
    makeUser({ school_id: school.id, role, ...(name ? { name } : {}) });
  const [teacher, admin] = [await person("instructor"), await person("admin")];
  const last = new Date((dayNumber(now, time_zone) - 1) * 24 * hour).toISOString().slice(0, 10);
  const term = await makeTerm({ school_id: school.id, starts_on: "2026-01-01", ends_on: last });
  const people: Person[] = [];
  for (let n = 0; n < 36; n++) people.push(await person("student", `Learner ${n + 10}`));
  /** By course and user: the instants of what counts, and whether the class is over. */
  const expected = new Map<string, { at: Date[]; over: boolean; person: Person; course_id: string }>();
  const courses = [];
  for (let n = 0; n < 3; n++) {
    const course = await makeCourse({ school_id: school.id, instructorIds: n < 2 ? [teacher.id] : [] });
    courses.push(course);
    const given = { school_id: school.id, course_id: course.id };
    const over = await makeClass({ course_id: course.id, term_id: term.id });
    const running = await makeClass({ course_id: course.id });
    const [one, two] = [
      await makeLesson({ course_id: course.id, position: 1 }),
      await makeLesson({ course_id: course.id, position: 2 }),
    ];
    const videos = [
      await makeVideo({ ...given, lesson_id: one.id, duration_ms: 100_000 }),
      await makeVideo({ ...given, lesson_id: null, duration_ms: 100_000, archived_at: now }),
    ];
    const sessions = [];
    for (let s = 0; s < 4; s++) {
      const begins = ago();
      sessions.push(
        await makeSession({
          ...{ ...given, lesson_id: s === 0 ? two.id : null, instructor_id: teacher.id, left_out: s === 3 },
          ...{ status: "ended", scheduled_start: begins, scheduled_end: new Date(begins.getTime() + hour) },
        }),
      );
    }
    const quiz = await makeAssessment({ course_id: course.id, lesson_id: two.id });
    for (const learner of people) {
      if (next() < 0.4) continue;
      const isOver = next() < 0.15;
      const class_id = isOver ? over.id : next() < 0.5 ? running.id : null;
      const at: Date[] = [];
      await enrollAt(sql, course.id, learner, new Date(now.getTime() - 30 * 24 * hour), class_id);
      for (const video of videos)
        if (next() < 0.4) {
          const when = ago();
          await watch(sql, video.id, learner, whole(200, 1000), when);
          at.push(when);
        }
      for (const session of sessions)
        if (next() < 0.3) {
          const minutes = next() < 0.7 ? 30 : 2;
          await attend(sql, session, learner, minutes);
          if (minutes === 30 && !session.left_out) at.push(session.begun_at);
        }
      if (next() < 0.4) {
        const [submitted_at, carried_over] = [next() < 0.8 ? ago() : null, next() < 0.2];
        await makeResult({
          assessment_id: quiz.id,
          user_id: learner.id,
          points: 50,
          submitted_at,
          carried_over,
        });
        if (submitted_at && !carried_over) at.push(submitted_at);
      }
      const key = `${course.id} ${learner.id}`;
      expected.set(key, { at, over: isOver, person: learner, course_id: course.id });
    }
  }
  return { school, teacher, admin, people, courses, expected };
}

/** What the rule says, by plain loops over the facts; whether somebody has completed a course as their own page has it. */
async function model({ expected }: Awaited<ReturnType<typeof makeWorld>>, now: Date, timeZone: string) {
  const rows = [];
  for (const { at, over, person, course_id } of expected.values()) {
    const own = await myLearning(scopeOf(person), now);
    const { lessons } = own.courses.find(({ id }) => id === course_id)!;
    const known = lessons.filter(({ progress_percentage }) => progress_percentage !== null);
    const last = at.length ? new Date(Math.max(...at.map(Number))) : null;
    rows.push({
      ...{ course_id, user_id: person.id, over, last },
      quiet: last && dayNumber(now, timeZone) - dayNumber(last, timeZone),
      completed: known.length > 0 && known.every(({ completed }) => completed),
    });
  }
  return rows;
}

describe("the rule of who is at risk, in SQL", () => {
  it.each([
    [1, "Asia/Kathmandu", "2026-11-20T18:20:00Z"],
    // The clocks of New York went back on 1 November.
    [2, "America/New_York", "2026-11-05T04:30:00Z"],
    [3, "Europe/Lisbon", "2026-11-20T00:10:00Z"],
  ])("says of random facts %i in %s what plain loops say", async (seed, timeZone, instant) => {
    const now = new Date(instant);
    const world = await makeWorld(seed, timeZone, now);
    const rows = await model(world, now, timeZone);
    const running = rows.filter(({ over }) => !over);
    const active = running.filter(({ last }) => last !== null);
    const quiet = active.filter((one) => one.quiet! >= quietDaysMin);
    const open = quiet.filter(({ completed }) => !completed);
    // The world has some of each.
    for (const [more, fewer] of [
      [rows, running],
      [running, active],
      [active, quiet],
      [quiet, open],
    ] as const)
      expect(fewer.length).toBeLessThan(more.length);
    expect(open.length).toBeGreaterThan(2);
    const list = await learnerList(scopeOf(world.admin), query(), now);
    expect(list.at_risk).toEqual({
      ...{ rule_version: 1, enrollments: rows.length, not_over: running.length },
      ...{ once_active: active.length, quiet: quiet.length, not_completed: open.length },
      learners: new Set(open.map(({ user_id }) => user_id)).size,
    });
    expect(list.learners).toBe(new Set(rows.map(({ user_id }) => user_id)).size);
    expect(list.seen_in_7_days).toBe(
      new Set(
        rows.filter(({ quiet }) => quiet !== null && quiet < quietDaysMin).map(({ user_id }) => user_id),
      ).size,
    );
    // Everybody of the school is listed; each course of each has the model's standing and days.
    expect(list.items.map(({ user_id }) => user_id).sort()).toEqual(world.people.map(({ id }) => id).sort());
    const standings = list.items.flatMap(({ user_id, courses }) =>
      courses.map(({ course_id, standing, quiet_days }) => [
        course_id,
        user_id,
        standing === "at_risk",
        quiet_days,
      ]),
    );
    expect(standings.sort()).toEqual(
      rows.map((one) => [one.course_id, one.user_id, open.includes(one), one.quiet]).sort(),
    );
    // Those at risk first, the longest quiet before the others; then by name.
    const worst = (id: string) =>
      Math.max(-1, ...open.filter(({ user_id }) => user_id === id).map(({ quiet }) => quiet!));
    expect(list.items.map(({ name }) => name)).toEqual(
      world.people
        .toSorted((a, b) => worst(b.id) - worst(a.id) || (a.name < b.name ? -1 : 1))
        .map(({ name }) => name),
    );
    const lastOf = (id: string) =>
      Math.max(
        0,
        ...rows.filter(({ user_id, last }) => user_id === id && last).map(({ last }) => last!.getTime()),
      );
    const seen = await learnerList(scopeOf(world.admin), query({ sort: "last_seen" }), now);
    const seenAt = seen.items.map(({ last_seen_at }) => (last_seen_at ? Date.parse(last_seen_at) : 0));
    expect(seenAt).toEqual(world.people.map(({ id }) => lastOf(id)).sort((a, b) => b - a));
    // Filters.
    const yes = await learnerList(scopeOf(world.admin), query({ at_risk: "yes" }), now);
    expect(yes.items.every(({ at_risk }) => at_risk)).toBe(true);
    expect(yes.total).toBe(list.at_risk.learners);
    const no = await learnerList(scopeOf(world.admin), query({ at_risk: "no" }), now);
    expect(no.total).toBe(world.people.length - yes.total);
    const before = new Date((dayNumber(now, timeZone) - 5) * 24 * hour).toISOString().slice(0, 10);
    const unseen = await learnerList(scopeOf(world.admin), query({ not_seen_since: before }), now);
    expect(unseen.items.map(({ user_id }) => user_id).sort()).toEqual(
      world.people
        .map(({ id }) => id)
        .filter(
          (id) =>
            lastOf(id) === 0 || dayNumber(new Date(lastOf(id)), timeZone) < dayNumber(now, timeZone) - 5,
        )
        .sort(),
    );
    // An instructor's chain is of the two courses that they teach.
    const own = await learnerList(scopeOf(world.teacher), query(), now);
    const taught = world.courses.slice(0, 2).map(({ id }) => id);
    expect(own.at_risk).toMatchObject({
      enrollments: rows.filter(({ course_id }) => taught.includes(course_id)).length,
      not_completed: open.filter(({ course_id }) => taught.includes(course_id)).length,
    });
    expect(own.courses).toBe(2);
    expect(
      own.items.flatMap(({ courses }) => courses).every(({ course_id }) => taught.includes(course_id)),
    ).toBe(true);
  });
});

it("pages, searches and narrows the list, and its file has the same rows", async () => {
  const now = new Date("2026-11-20T12:00:00Z");
  const world = await makeWorld(4, "Europe/Lisbon", now);
  const scope = scopeOf(world.admin);
  const all = await learnerList(scope, query(), now);
  const pages = [];
  for (const offset of [0, 10, 20, 30])
    pages.push(...(await learnerList(scope, query({ limit: 10, offset }), now)).items);
  expect(pages).toEqual(all.items);
  const rows = [];
  for await (const batch of learnersInBatches(scope, {}, query({ limit: 1, offset: 5 }), now))
    rows.push(...batch);
  expect(rows).toEqual(all.items);
  expect((await learnerList(scope, query({ q: "learner 23" }), now)).items.map(({ name }) => name)).toEqual([
    "Learner 23",
  ]);
  // Chosen ones, in the list's order; nobody whom one does not reach.
  const chosen = [all.items[7]!, all.items[2]!];
  const ids = chosen.map(({ user_id }) => user_id);
  const stranger = await makeUser({ school_id: (await makeSchool()).id, role: "student" });
  const some = await learnerList(scope, query({ ids: [...ids, stranger.id].join(",") }), now);
  expect(some.items).toEqual([all.items[2], all.items[7]]);
  expect(() => query({ ids: "me" })).toThrow();
  const [course] = world.courses;
  const narrowed = await learnerList(scope, query({ course_id: course!.id }), now);
  const takers = [...world.expected.values()].filter(({ course_id }) => course_id === course!.id);
  expect(narrowed.total).toBe(takers.length);
  expect(narrowed.at_risk.enrollments).toBe(takers.length);
  expect(narrowed.items.every(({ courses }) => courses.length === 1)).toBe(true);
  const [group] = await sql<{ id: string; name: string; learners: number }[]>`
    select c.id, c.name, count(*)::int as learners from classes c join enrollments e on e.class_id = c.id
    where c.course_id = ${course!.id} and c.term_id is null group by c.id`;
  const ofClass = await learnerList(scope, query({ course_id: course!.id, class_id: group!.id }), now);
  expect(ofClass).toMatchObject({ total: group!.learners, at_risk: { enrollments: group!.learners } });
  expect(
    new Set(ofClass.items.flatMap(({ courses }) => courses.map(({ class_name }) => class_name))),
  ).toEqual(new Set([group!.name]));
});
