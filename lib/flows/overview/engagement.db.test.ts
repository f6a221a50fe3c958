import { describe, expect, it } from "vitest";
import { actorOf } from "@/lib/auth/pseudonym";
import { db } from "@/lib/db/client";
import { sessionNumbers } from "@/lib/db/tables/sessions";
import { videoDaily } from "@/lib/db/tables/videos";
import { applyLearningEvents } from "@/lib/domain/learning/ingest/apply-events";
import { newId } from "@/lib/platform/ids";
import { dayOf } from "@/lib/platform/time";
import { makeSchool, makeSession, makeUser, makeVideo, scopeOf, testDatabase } from "@/lib/testing/database";
import { engagement } from "./engagement";

const { writer } = testDatabase();

/** A school with two learners and its admin. */
async function schoolIn(time_zone: string) {
  const school = await makeSchool({ time_zone });
  const [ana, ben] = await Promise.all([1, 2].map(() => makeUser({ school_id: school.id })));
  const admin = scopeOf(await makeUser({ school_id: school.id, role: "admin" }));
  const store = async (...events: [who: { id: string }, type: string, at: string, amount?: number][]) =>
    applyLearningEvents(
      writer,
      await Promise.all(
        events.map(async ([who, event_type, at, amount]) => ({
          ...{ actor: await actorOf(school.id, who.id), id: newId(), school_id: school.id, event_type },
          properties: amount === undefined ? { material_id: "a" } : { amount, reason: "test" },
          ...{ occurred_at: new Date(at), received_at: new Date(at), day: dayOf(new Date(at), time_zone) },
        })),
      ),
    );
  const held = async (at: string, total_attended: number, left_out = false) => {
    const begun = new Date(at);
    const { id: session_id } = await makeSession({
      ...{ school_id: school.id, status: "ended", started_at: begun, scheduled_start: begun, left_out },
      ...{
        scheduled_end: new Date(begun.getTime() + 3_600_000),
        ended_at: new Date(begun.getTime() + 3_600_000),
      },
    });
    await db()
      .insert(sessionNumbers)
      .values({
        ...{ session_id, version: 1, total_registered: 0, total_attended, registered_attended: 0 },
        ...{ total_responses: 0, detail: {} },
      });
  };
  const watched = async (views: Record<string, number>, given: { archived_at?: Date } = {}) => {
    const video = await makeVideo({ school_id: school.id, ...given });
    await db()
      .insert(videoDaily)
      .values(Object.entries(views).map(([day, count]) => ({ video_id: video.id, day, views: count })));
  };
  return { school, ana: ana!, ben: ben!, admin, store, held, watched };
}

describe("the days of a school's engagement", () => {
  // Kathmandu is 5:45 ahead of UTC: its day begins at 18:15.
  it("are those of its zone", async () => {
    const { ana, ben, admin, store, held, watched } = await schoolIn("Asia/Kathmandu");
    await store(
      [ana, "material_view", "2026-11-18T18:14:00Z"],
      [ana, "material_view", "2026-11-18T18:15:00Z"],
      [ana, "material_view", "2026-11-18T18:21:00Z"],
      [ben, "material_view", "2026-11-19T10:00:00Z"],
      [ben, "xp_earned", "2026-11-19T18:20:00Z", 30],
      // Out of the three days.
      [ben, "material_view", "2026-11-17T18:14:00Z"],
    );
    await held("2026-11-18T18:14:00Z", 4);
    await held("2026-11-18T18:15:00Z", 7);
    await held("2026-11-19T06:00:00Z", 2);
    await held("2026-11-19T06:00:00Z", 90, true);
    await watched({ "2026-11-17": 50, "2026-11-19": 3 });
    await watched({ "2026-11-19": 2, "2026-11-20": 1 });
    await watched({ "2026-11-19": 80 }, { archived_at: new Date("2026-11-20T00:00:00Z") });
    // 00:30 of the 20th there.
    expect(await engagement(admin, 3, new Date("2026-11-19T18:45:00Z"))).toEqual({
      ...{ from: "2026-11-18", to: "2026-11-20", time_zone: "Asia/Kathmandu" },
      daily: [
        {
          ...{ day: "2026-11-18", daily_active_users: 1, learning_events: 1, video_views: 0 },
          ...{ attendances: 4, activities: 5, minutes: 0, xp: 0 },
        },
        {
          ...{ day: "2026-11-19", daily_active_users: 2, learning_events: 3, video_views: 5 },
          ...{ attendances: 9, activities: 17, minutes: 6, xp: 0 },
        },
        {
          ...{ day: "2026-11-20", daily_active_users: 0, learning_events: 0, video_views: 1 },
          ...{ attendances: 0, activities: 1, minutes: 0, xp: 30 },
        },
      ],
      summary: {
        // 3 ÷ 3: on the 20th Ben has only earned XP.
        ...{ active_users: 2, average_daily_active_users: 1, busiest_day: "2026-11-19" },
        ...{ learning_events: 4, video_views: 6, attendances: 13, activities: 23, minutes: 6, xp: 30 },
      },
      growth: null,
    });
  });

  it("follow the clock where it is put back", async () => {
    const { ana, ben, admin, store, held } = await schoolIn("Europe/Lisbon");
    // 25 October 2026 has 25 hours in Lisbon: from 23:00 of the 24th (UTC) to 24:00.
    for (const at of ["24T22:59", "24T23:00", "25T23:59", "26T00:00"]) {
      await store([at.startsWith("24") ? ana : ben, "material_view", `2026-10-${at}:00Z`]);
      await held(`2026-10-${at}:00Z`, 1);
    }
    const { daily, summary } = await engagement(admin, 3, new Date("2026-10-26T12:00:00Z"));
    expect(
      daily.map((one) => [one.day, one.daily_active_users, one.learning_events, one.attendances]),
    ).toEqual([
      ["2026-10-24", 1, 1, 1],
      ["2026-10-25", 2, 2, 2],
      ["2026-10-26", 1, 1, 1],
    ]);
    expect(summary).toMatchObject({ active_users: 2, busiest_day: "2026-10-25" });
  });
});

it("compares the last week with the first, and keeps other schools out", async () => {
  const { ana, admin, store } = await schoolIn("UTC");
  const { ana: stranger, store: storeElsewhere } = await schoolIn("UTC");
  for (let day = 1; day <= 15; day++) {
    const at = `2026-11-${String(day).padStart(2, "0")}T12:00:00Z`;
    await storeElsewhere([stranger, "material_view", at]);
    // On the 1st, and each day from the 8th.
    if (day === 1 || day >= 8) await store([ana, "material_view", at]);
  }
  const { growth, summary } = await engagement(admin, 15, new Date("2026-11-15T20:00:00Z"));
  // Of seven days 1 with activity, then 7; the 15th is today.
  expect(growth).toEqual({
    first_week: { from: "2026-11-01", to: "2026-11-07", daily_active_users: 0.1, activities: 1 },
    last_week: { from: "2026-11-08", to: "2026-11-14", daily_active_users: 1, activities: 7 },
    active_users_change_percentage: 600,
    activities_change_percentage: 600,
    active_users_trend: null,
  });
  // 9 ÷ 15; of the equal days the first.
  expect(summary).toMatchObject({
    ...{ active_users: 1, average_daily_active_users: 0.6, busiest_day: "2026-11-01", learning_events: 9 },
  });
});

it("a school without anything has days of zeros", async () => {
  const { admin } = await schoolIn("UTC");
  const { daily, summary } = await engagement(admin, 365, new Date("2026-11-20T12:00:00Z"));
  expect(daily.length).toBe(365);
  expect(summary).toMatchObject({ active_users: 0, busiest_day: null, activities: 0 });
});
