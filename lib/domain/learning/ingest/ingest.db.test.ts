import { expect, test } from "vitest";
import { rebuildAll, recountLearning } from "@/lib/flows/rollups/rebuild";
import { newId } from "@/lib/platform/ids";
import { makeSchool, testDatabase } from "@/lib/testing/database";
import type { LearningEvent } from "../roll-ups";
import { applyLearningEvents } from "./apply-events";

const { sql, writer } = testDatabase();

function eventsOf(school_id: string, actor = newId()) {
  return (
    event_type: string,
    occurred_at: string,
    properties: Record<string, unknown> = {},
  ): LearningEvent => ({
    actor,
    id: newId(),
    school_id,
    event_type,
    properties,
    occurred_at: new Date(occurred_at),
    received_at: new Date("2026-11-20T12:00:00Z"),
    // In Lisbon in winter the day is that of UTC.
    day: occurred_at.slice(0, 10),
  });
}

test("a session, a day, XP, a coach's answers and hours, worked out by hand", async () => {
  const { id } = await makeSchool();
  const event = eventsOf(id);
  const session_id = newId();
  await applyLearningEvents(writer, [
    event("session_start", "2026-11-18T10:00:00Z", { session_id }),
    event("material_view", "2026-11-18T10:10:00Z", { session_id, material_id: "a" }),
    event("material_view", "2026-11-18T10:50:00Z", { session_id, material_id: "b" }),
    event("material_complete", "2026-11-18T11:00:00Z", { session_id, material_id: "b" }),
    event("session_end", "2026-11-18T11:05:00Z", { session_id }),
    event("xp_earned", "2026-11-18T11:05:00Z", { session_id, amount: 120 }),
    event("ai_message_sent", "2026-11-19T09:00:00Z"),
    event("ai_message_received", "2026-11-19T09:00:05Z", { response_time_ms: 4900 }),
    event("ai_message_received", "2026-11-19T09:01:00Z", { response_time_ms: 2100 }),
    event("ai_feedback_rated", "2026-11-19T09:02:00Z", { rating: 4 }),
  ]);
  // 10:00–10:10 and 10:50–11:05; the 40 minutes between are a pause.
  expect(
    await sql`select started_at, last_event_at, ended_at, duration_ms, events, materials, xp from learning_sessions where school_id = ${id}`,
  ).toEqual([
    {
      started_at: new Date("2026-11-18T10:00:00Z"),
      last_event_at: new Date("2026-11-18T11:05:00Z"),
      ended_at: new Date("2026-11-18T11:05:00Z"),
      duration_ms: String(25 * 60_000),
      events: 6,
      materials: 2,
      xp: "120",
    },
  ]);
  expect(
    await sql`select day::text, events, active_ms, xp from daily_activity where school_id = ${id} order by day`,
  ).toEqual([
    { day: "2026-11-18", events: 5, active_ms: String(25 * 60_000), xp: "120" },
    { day: "2026-11-19", events: 4, active_ms: String(2 * 60_000), xp: "0" },
  ]);
  expect(
    await sql`select xp, level, streak_days, longest_streak_days from gamification_stats where school_id = ${id}`,
  ).toEqual([{ xp: "120", level: 2, streak_days: 2, longest_streak_days: 2 }]);
  expect(
    await sql`select sent, received, median_response_ms, ratings, rating_sum from ai_coach_metrics where school_id = ${id}`,
  ).toEqual([{ sent: 1, received: 2, median_response_ms: 3500, ratings: 1, rating_sum: 4 }]);
  const other = eventsOf(id);
  await applyLearningEvents(writer, [
    other("material_view", "2026-11-18T10:20:00Z", { material_id: "a" }),
    other("material_view", "2026-11-18T10:30:00Z", { material_id: "a" }),
  ]);
  expect(
    await sql`select hour, events, actors from hourly_summary where school_id = ${id} and event_type = 'material_view'`,
  ).toEqual([{ hour: new Date("2026-11-18T10:00:00Z"), events: 4, actors: 2 }]);
});

test("an id counts once for its actor, whatever time and type a repetition claims, in one batch and in another", async () => {
  const { id } = await makeSchool();
  const event = eventsOf(id);
  const first = event("material_view", "2026-10-31T23:59:00Z", { material_id: "a" });
  const again = { ...first, ...event("xp_earned", "2026-11-01T00:01:00Z", { amount: 50 }), id: first.id };
  expect(await applyLearningEvents(writer, [first, again])).toEqual([
    { kind: "stored" },
    { kind: "duplicate" },
  ]);
  expect(await applyLearningEvents(writer, [again])).toEqual([{ kind: "duplicate" }]);
  // The same id of somebody else is another event.
  expect(await applyLearningEvents(writer, [{ ...first, actor: newId() }])).toEqual([{ kind: "stored" }]);
  expect(await sql`select event_type from learning_events where actor = ${first.actor}`).toEqual([
    { event_type: "material_view" },
  ]);
  expect(await sql`select xp from gamification_stats where actor = ${first.actor}`).toEqual([{ xp: "0" }]);
});

test("a batch that fails stores nothing", async () => {
  const { id } = await makeSchool();
  const event = eventsOf(id);
  const good = event("material_view", "2026-11-18T10:00:00Z", { material_id: "a" });
  const bad = { ...event("xp_earned", "2026-11-18T10:00:00Z", { amount: 2 ** 62 * 4 }) };
  await expect(applyLearningEvents(writer, [good, bad])).rejects.toMatchObject({ code: "22003" });
  for (const table of [
    "learning_events",
    "daily_activity",
    "daily_summary",
    "gamification_stats",
    "hourly_summary",
  ])
    expect(await sql`select from ${sql(table)} where school_id = ${id}`).toHaveLength(0);
  expect(await sql`select from learning_event_ids where actor = ${good.actor}`).toHaveLength(0);
});

test("a rebuild finds and corrects what differs from the events, and puts days into the school's zone", async () => {
  const { id } = await makeSchool();
  const event = eventsOf(id);
  const sent = event("material_view", "2026-11-18T20:00:00Z", { material_id: "a", session_id: newId() });
  await applyLearningEvents(writer, [sent, event("xp_earned", "2026-11-18T20:00:00Z", { amount: 10 })]);
  await sql`update gamification_stats set xp = 99 where actor = ${sent.actor}`;
  await sql`update hourly_summary set actors = 7 where school_id = ${id} and event_type = 'material_view'`;
  await sql`update daily_summary set active_ms = active_ms + 1 where school_id = ${id}`;
  await sql`delete from learning_sessions where actor = ${sent.actor}`;
  const { differences } = await rebuildAll({ school_id: id });
  expect(differences.map((row) => ("table" in row ? row.table : "session_numbers")).sort()).toEqual([
    "daily_summary",
    "gamification_stats",
    "hourly_summary",
    "learning_sessions",
  ]);
  expect((await rebuildAll({ school_id: id })).differences).toEqual([]);
  await sql`update schools set time_zone = 'Asia/Kathmandu' where id = ${id}`;
  await recountLearning(id, 0);
  // 20:00 UTC is 01:45 on the next day.
  expect(await sql`select day::text, xp from daily_activity where actor = ${sent.actor}`).toEqual([
    { day: "2026-11-19", xp: "10" },
  ]);
  // A sum of zeros is left of the day before.
  expect(
    await sql`select day::text, events, xp from daily_summary where school_id = ${id} order by day`,
  ).toEqual([
    { day: "2026-11-18", events: "0", xp: "0" },
    { day: "2026-11-19", events: "1", xp: "10" },
  ]);
  expect(await sql`select last_active_day::text from gamification_stats where actor = ${sent.actor}`).toEqual(
    [{ last_active_day: "2026-11-19" }],
  );
});
