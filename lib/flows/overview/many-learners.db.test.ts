import { expect, it } from "vitest";
import { actorOf } from "@/lib/auth/pseudonym";
import { applyLearningEvents } from "@/lib/domain/learning/ingest/apply-events";
import { activityByDay } from "@/lib/domain/learning/queries/activity";
import { newId } from "@/lib/platform/ids";
import { makeSchool, makeUser, scopeOf, testDatabase } from "@/lib/testing/database";
import { generator } from "@/lib/testing/numbers-model";
import { dashboard } from "./dashboard";

const { writer, sql } = testDatabase();
const now = new Date("2026-11-20T12:00:00Z");

/** A school of so many students, and what stores XP of one of them on a day. */
async function schoolOf(students: number) {
  const { id: school_id } = await makeSchool({ time_zone: "UTC" });
  const admin = scopeOf(await makeUser({ school_id, role: "admin" }));
  const people = await Promise.all(
    Array.from({ length: students }, async (_, index) => {
      const { id, name } = await makeUser({ school_id, name: `Student ${index}` });
      return { id, name, actor: await actorOf(school_id, id) };
    }),
  );
  const earned: { name: string; day: string; amount: number; actor: string }[] = [];
  const earn = (who: { name: string; actor: string }, day: string, amount: number) =>
    earned.push({ ...who, day, amount });
  const store = () =>
    applyLearningEvents(
      writer,
      earned.map(({ actor, day, amount }) => ({
        ...{ actor, id: newId(), school_id, day, event_type: "xp_earned" },
        ...{ properties: { amount, reason: "test" } },
        ...{ occurred_at: new Date(`${day}T08:00:00Z`), received_at: new Date(`${day}T08:00:00Z`) },
      })),
    );
  return { school_id, admin, people, earned, earn, store };
}

/** The first ten by the XP since a day, by sorting everybody's sums; who has as much as the tenth too. */
function firstTen(earned: { name: string; day: string; amount: number }[], from: string) {
  const sums = new Map<string, number>();
  for (const { name, day, amount } of earned) if (day >= from) sums.set(name, (sums.get(name) ?? 0) + amount);
  const sorted = [...sums].sort(([, a], [, b]) => b - a);
  const last = sorted[9]?.[1] ?? 0;
  return sorted.filter(([, xp]) => xp >= last).map(([name, xp]) => `${name} ${xp}`);
}

it.each([1, 2, 3])(
  "those with the most XP of some days are those of everybody's sums, with random XP %i",
  async (seed) => {
    const { admin, people, earned, earn, store } = await schoolOf(260);
    const { whole } = generator(seed);
    for (const [index, person] of people.entries()) {
      // The first hundred have the most of all time, but long ago: who leads this week is far down that list.
      if (index < 100) earn(person, "2026-01-05", 5000 + whole(0, 9));
      for (let times = whole(0, 3); times > 0; times--)
        earn(person, `2026-11-${whole(12, 20)}`, 1 + whole(0, 30 + index));
    }
    await store();
    for (const [range, from] of [
      ["week", "2026-11-14"],
      ["month", "2026-10-22"],
      ["year", "2025-11-21"],
    ] as const) {
      const { top_performers } = await dashboard(admin, range, now);
      expect(top_performers.map(({ name, xp }) => `${name} ${xp}`).sort()).toEqual(
        firstTen(earned, from).sort(),
      );
      expect(top_performers.map(({ xp }) => xp)).toEqual(
        top_performers.map(({ xp }) => xp).sort((a, b) => b - a),
      );
    }
  },
);

it("the activity of an admin's students is the school's without that of people who are none now", async () => {
  const { school_id, admin, people, earn, store } = await schoolOf(4);
  const [ana, ben, , left] = people;
  earn(ana!, "2026-11-18", 30);
  earn(ben!, "2026-11-18", 5);
  earn(left!, "2026-11-18", 700);
  earn(left!, "2026-11-19", 900);
  await store();
  const days = { from: "2026-11-17", to: "2026-11-20" };
  const xpOf = async (actors: readonly string[] | null) =>
    (await activityByDay(admin, days, actors)).daily.map(({ xp }) => xp);
  expect(await xpOf(null)).toEqual([0, 735, 900, 0]);
  const staying = people.slice(0, 3).map(({ actor }) => actor);
  expect(await xpOf(staying)).toEqual([0, 35, 0, 0]);
  // Of fewer than the others by their own rows.
  expect(await xpOf([ana!.actor])).toEqual([0, 30, 0, 0]);
  expect(await xpOf([])).toEqual([0, 0, 0, 0]);
  await sql`update users set disabled_at = now() where id = ${left!.id}`;
  expect((await dashboard(admin, "week", now)).total_students).toBe(3);
  const elsewhere = await schoolOf(1);
  expect(elsewhere.school_id).not.toBe(school_id);
  expect((await activityByDay(elsewhere.admin, days, null)).xp).toBe(0);
});
