import { expect, it } from "vitest";
import { runsOf, setOfDays } from "@/lib/measure/day-set";
import { plusDays } from "@/lib/platform/time";
import { activeSchool } from "@/lib/testing/active-people";
import { makeUser, scopeOf } from "@/lib/testing/database";
import { generator } from "@/lib/testing/numbers-model";
import { activeDaysOf, activeOn } from "./active-days";
import { activeDaysOfMany } from "./school-days";
import { byActor, studentsOf } from "./students";

/** A school with what its people can do at an instant, and the days on which they were active. */
async function schoolIn(time_zone: string, settings: { attendance_minimum_seconds?: number } = {}) {
  const school = await activeSchool(time_zone, settings);
  const admin = scopeOf(await makeUser({ school_id: school.school_id, role: "admin" }));
  const days = async (from: string, to: string, now = "2026-11-30T00:00:00Z") => {
    const students = await studentsOf(admin);
    const given = [students, await byActor(students), { from, to, time_zone }, new Date(now)] as const;
    const sets = await activeDaysOf(...given);
    expect(await activeOn(...given)).toEqual(new Set(sets.keys()));
    const [, actors, between, at] = given;
    expect(await activeDaysOfMany(students, actors, { ...between, course_id: null }, at)).toEqual(sets);
    return new Map([...sets].map(([id, set]) => [id, runsOf(set).map((run) => `${run.from} ${run.days}`)]));
  };
  return { ...school, days };
}

// Kathmandu is 5:45 ahead of UTC: its day begins at 18:15.
it("are days of the school's zone with an event, a view or an attendance, each once", async () => {
  const { student, learned, watched, attended, days } = await schoolIn("Asia/Kathmandu");
  const [ana, ben, cem, dee] = [await student(), await student(), await student(), await student()];
  await learned(ana, "2026-11-17T18:14:00Z");
  await watched(ana, "2026-11-17T18:15:00Z");
  await attended(ana, "2026-11-18T18:15:00Z");
  await watched(ana, "2026-11-19T10:00:00Z");
  await attended(ben, "2026-11-18T18:14:00Z");
  await learned(ben, "2026-11-10T08:00:00Z");
  await watched(ben, "2026-11-20T18:15:00Z");
  // XP is nothing that she does herself, and a preview is no view.
  await learned(cem, "2026-11-18T08:00:00Z", "xp_earned");
  await watched(cem, "2026-11-18T08:00:00Z", { preview: true });
  await attended(cem, "2026-11-18T08:00:00Z", { left_out: true });
  await attended(cem, "2026-11-18T08:00:00Z", { host: true });
  expect(await days("2026-11-15", "2026-11-20")).toEqual(
    new Map([
      [ana.id, ["2026-11-17 3"]],
      [ben.id, ["2026-11-18 1"]],
    ]),
  );
  expect(await days("2026-11-21", "2026-11-21")).toEqual(new Map([[ben.id, ["2026-11-21 1"]]]));
  expect((await days("2026-11-01", "2026-11-30")).has(dee.id)).toBe(false);
});

it.each([1, 2, 3])("are those of a model that looks at each fact, with random facts %i", async (seed) => {
  const { student, learned, watched, attended, days } = await schoolIn("Asia/Kathmandu");
  const { pick, whole } = generator(seed);
  const people = await Promise.all(Array.from({ length: 12 }, student));
  const model = new Map<string, Set<string>>();
  const dayAt = (back: number) => plusDays("2026-11-20", -back);
  for (let fact = 0; fact < 45; fact++) {
    const [who, back] = [pick(people), whole(0, 19)];
    // Within the day there, which begins at 18:15 UTC of the one before.
    const at = new Date(
      Date.parse(`${dayAt(back)}T00:00:00+05:45`) + whole(0, 24 * 60 - 1) * 60_000,
    ).toISOString();
    await pick([learned, watched, attended])(who, at);
    model.set(who.id, (model.get(who.id) ?? new Set()).add(dayAt(back)));
    // What is kept of the facts so far must follow the next ones.
    if (fact % 9 === 0) await days(dayAt(19), dayAt(0));
  }
  for (const [first, last] of [...Array(8)].map(() => [whole(0, 19), whole(0, 3)] as const)) {
    const [from, to] = [dayAt(first), dayAt(Math.max(0, first - last))];
    const expected = [...model].flatMap(([id, all]) => {
      const own = [...all].filter((day) => day >= from && day <= to);
      return own.length
        ? [[id, runsOf(setOfDays(own)).map((run) => `${run.from} ${run.days}`)] as const]
        : [];
    });
    expect(await days(from, to)).toEqual(new Map(expected));
  }
});

it("need the school's minimum of a session, also of one that is live", async () => {
  const { student, attended, days } = await schoolIn("UTC", { attendance_minimum_seconds: 600 });
  const [ana, ben, cem] = [await student(), await student(), await student()];
  await attended(ana, "2026-11-18T08:00:00Z", { stayed: 9 });
  await attended(ben, "2026-11-18T08:00:00Z", { stayed: 10 });
  await attended(cem, "2026-11-19T08:00:00Z", { stayed: 12, status: "live" });
  expect(await days("2026-11-18", "2026-11-19", "2026-11-19T08:12:00Z")).toEqual(
    new Map([
      [ben.id, ["2026-11-18 1"]],
      [cem.id, ["2026-11-19 1"]],
    ]),
  );
});

it("follow the clock where it is put back, and end with the days that were asked for", async () => {
  const { student, watched, attended, days } = await schoolIn("Europe/Lisbon");
  const ana = await student();
  // 25 October 2026 has 25 hours in Lisbon: from 23:00 of the 24th (UTC) to 24:00.
  await attended(ana, "2026-10-24T22:59:00Z");
  await watched(ana, "2026-10-25T23:59:00Z");
  await attended(ana, "2026-10-26T00:00:00Z");
  expect(await days("2026-10-24", "2026-10-26")).toEqual(new Map([[ana.id, ["2026-10-24 3"]]]));
  expect(await days("2026-10-25", "2026-10-25")).toEqual(new Map([[ana.id, ["2026-10-25 1"]]]));
});
