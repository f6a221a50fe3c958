import { describe, expect, it } from "vitest";
import { actorOf } from "@/lib/auth/pseudonym";
import { applyLearningEvents } from "@/lib/domain/learning/ingest/apply-events";
import { newId } from "@/lib/platform/ids";
import { dayOf } from "@/lib/platform/time";
import { makeSchool, makeUser, scopeOf, testDatabase } from "@/lib/testing/database";
import { ownHeatmap, ownOverview, ownProgress, ownWeek } from "./own";

const { writer } = testDatabase();

/** Somebody who learns in a zone, and what stores their events. */
async function learner(time_zone: string) {
  const school = await makeSchool({ time_zone });
  const user = await makeUser({ school_id: school.id });
  const actor = await actorOf(school.id, user.id);
  const event = (event_type: string, at: string, properties: Record<string, unknown> = {}) => ({
    ...{ actor, id: newId(), school_id: school.id, event_type, properties },
    occurred_at: new Date(at),
    received_at: new Date(at),
    day: dayOf(new Date(at), time_zone),
  });
  return {
    school,
    scope: scopeOf(user),
    store: (...events: [type: string, at: string, properties?: Record<string, unknown>][]) =>
      applyLearningEvents(
        writer,
        events.map((given) => event(...given)),
      ),
  };
}

describe("a learner's own days", () => {
  // Kathmandu is 5:45 ahead of UTC: its day begins at 18:15.
  it("are those of the school's zone", async () => {
    const { scope, store } = await learner("Asia/Kathmandu");
    await store(
      ["material_view", "2026-11-18T18:14:00Z", { material_id: "a" }],
      ["material_view", "2026-11-18T18:15:00Z", { material_id: "b" }],
      ["material_view", "2026-11-18T18:21:00Z", { material_id: "b" }],
      ["xp_earned", "2026-11-19T18:20:00Z", { amount: 30, reason: "attendance" }],
    );
    // 00:30 of the 20th there.
    const now = new Date("2026-11-19T18:45:00Z");
    expect(await ownHeatmap(scope, 4, now)).toMatchObject({
      time_zone: "Asia/Kathmandu",
      days: [
        { day: "2026-11-17", count: 0, minutes: 0, xp: 0 },
        { day: "2026-11-18", count: 1, minutes: 0, xp: 0 },
        { day: "2026-11-19", count: 2, minutes: 6, xp: 0 },
        { day: "2026-11-20", count: 0, minutes: 0, xp: 30 },
      ],
    });
    // The 18th is out of the last two days; a day of XP alone is no active one.
    expect(await ownOverview(scope, 2, now)).toMatchObject({
      ...{ from: "2026-11-19", to: "2026-11-20", active_days: 1, active_seconds: 360 },
      ...{ materials_viewed: 1, xp: 30, total_xp: 30, current_streak: 2, longest_streak: 2 },
    });
  });

  it("are as many where the clock is put back, and an hour longer", async () => {
    const { scope, store } = await learner("Europe/Lisbon");
    // 25 October 2026 has 25 hours in Lisbon: from 23:00 of the 24th (UTC) to 24:00.
    await store(
      ["material_view", "2026-10-24T22:59:00Z"],
      ["material_view", "2026-10-24T23:00:00Z"],
      ["material_view", "2026-10-25T23:59:00Z"],
      ["material_view", "2026-10-26T00:00:00Z"],
    );
    const { days } = await ownHeatmap(scope, 3, new Date("2026-10-26T12:00:00Z"));
    expect(days.map(({ day, count }) => [day, count])).toEqual([
      ["2026-10-24", 1],
      ["2026-10-25", 2],
      ["2026-10-26", 1],
    ]);
  });
});

it("totals are of all time, the rest of the days that were asked for", async () => {
  const { scope, store } = await learner("UTC");
  const [earlier, session] = [newId(), newId()];
  await store(
    ["session_start", "2026-09-01T10:00:00Z", { session_id: earlier }],
    ["material_complete", "2026-09-01T10:10:00Z", { session_id: earlier, material_id: "old" }],
    ["xp_earned", "2026-09-01T10:10:00Z", { amount: 250, reason: "video" }],
    ["achievement_earned", "2026-09-01T10:10:00Z", { achievement_id: "first_video", name: "First video" }],
    ["session_start", "2026-11-18T10:00:00Z", { session_id: session }],
    ["material_view", "2026-11-18T10:05:00Z", { session_id: session, material_id: "a" }],
    ["material_view", "2026-11-18T10:06:00Z", { session_id: session, material_id: "a" }],
    ["material_complete", "2026-11-18T10:20:00Z", { session_id: session, material_id: "a" }],
    ["session_end", "2026-11-18T10:25:00Z", { session_id: session }],
    ["xp_earned", "2026-11-18T10:20:00Z", { amount: 70, reason: "video" }],
  );
  expect(await ownOverview(scope, 30, new Date("2026-11-20T12:00:00Z"))).toEqual({
    ...{ from: "2026-10-22", to: "2026-11-20", time_zone: "UTC" },
    ...{ sessions: 1, active_seconds: 25 * 60, active_days: 1, materials_viewed: 1, materials_completed: 1 },
    // Level 3 begins with 300 XP, level 4 with 600.
    ...{ xp: 70, total_xp: 320, level: 3, xp_to_next_level: 280 },
    // The last active day is the day before yesterday.
    ...{ current_streak: 0, longest_streak: 1 },
    achievements: [
      { achievement_id: "first_video", name: "First video", earned_at: "2026-09-01T10:10:00.000Z" },
    ],
  });
});

it("somebody without events, or without a school, has none", async () => {
  const { scope } = await learner("UTC");
  const everywhere = scopeOf(await makeUser({ school_id: null, role: "admin" }));
  for (const one of [scope, everywhere])
    expect(await ownOverview(one, 7, new Date("2026-11-20T12:00:00Z"))).toMatchObject({
      ...{ sessions: 0, active_days: 0, total_xp: 0, level: 1, xp_to_next_level: 100, achievements: [] },
    });
});

it("the last seven days' XP, with its mean, and each of the last days'", async () => {
  const { scope, store } = await learner("Asia/Kathmandu");
  await store(
    // 18:15 UTC is midnight there: the 12th is out of the seven days to the 19th.
    ["xp_earned", "2026-11-12T18:14:00Z", { amount: 500, reason: "test" }],
    ["xp_earned", "2026-11-12T18:15:00Z", { amount: 40, reason: "test" }],
    ["material_view", "2026-11-18T08:00:00Z", { material_id: "a" }],
    ["xp_earned", "2026-11-19T08:00:00Z", { amount: 60, reason: "test" }],
  );
  const now = new Date("2026-11-19T09:00:00Z");
  const week = await ownWeek(scope, now);
  expect(week.days.map(({ weekday, xp }) => `${weekday} ${xp}`)).toEqual([
    "friday 40",
    "saturday 0",
    "sunday 0",
    "monday 0",
    "tuesday 0",
    "wednesday 0",
    "thursday 60",
  ]);
  // 100 ÷ 7.
  expect(week).toMatchObject({ total_xp: 100, daily_average: 14.3, current_streak: 1 });
  // Level 4 needs 600 XP in all, level 5 1,000.
  expect(await ownProgress(scope, 2, now)).toMatchObject({
    ...{ xp: 60, total_xp: 600, level: 4, xp_to_next_level: 400 },
    trend: [
      { day: "2026-11-18", xp: 0 },
      { day: "2026-11-19", xp: 60 },
    ],
  });
});
