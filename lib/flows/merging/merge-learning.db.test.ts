import { expect, test } from "vitest";
import { actorOf } from "@/lib/auth/pseudonym";
import { applyLearningEvents } from "@/lib/domain/learning/ingest/apply-events";
import type { LearningEvent } from "@/lib/domain/learning/roll-ups";
import { newId } from "@/lib/platform/ids";
import { makeSchool, makeUser, scopeOf, testDatabase } from "@/lib/testing/database";
import { learningModel } from "@/lib/testing/learning-model";
import { removeDemo } from "../demo/remove";
import { rebuildAll } from "../rollups/rebuild";
import { mergePeople, moveLateFacts } from "./merge-people";

const { sql, writer } = testDatabase();

const event = (school_id: string, actor: string, occurred_at: string, more: Partial<LearningEvent> = {}) => ({
  ...{ actor, id: newId(), school_id, event_type: "material_view", properties: { material_id: "a" } },
  occurred_at: new Date(occurred_at),
  received_at: new Date(occurred_at),
  day: occurred_at.slice(0, 10),
  ...more,
});

test("the events of two people who are merged are those of one, also those that come late", async () => {
  const { id: school_id } = await makeSchool();
  const admin = await makeUser({ school_id, role: "admin" });
  const [person, duplicate, other] = [
    await makeUser({ school_id }),
    await makeUser({ school_id }),
    await makeUser({ school_id }),
  ];
  const [into, from, third] = await Promise.all(
    [person, duplicate, other].map(({ id }) => actorOf(school_id, id)),
  );
  const shared = newId();
  const xp = { event_type: "xp_earned", properties: { amount: 80 } };
  const own = [
    event(school_id, into!, "2026-11-18T10:00:00Z"),
    event(school_id, into!, "2026-11-17T10:00:00Z", { id: shared }),
    event(school_id, into!, "2026-11-18T10:00:00Z", xp),
  ];
  const theirs = [
    // In an hour that both have, in one that only the duplicate has, and one that both sent under one id.
    event(school_id, from!, "2026-11-18T10:25:00Z"),
    event(school_id, from!, "2026-11-19T09:00:00Z", xp),
    event(school_id, from!, "2026-11-17T12:00:00Z", { id: shared }),
  ];
  const else_ = [event(school_id, third!, "2026-11-18T10:05:00Z")];
  await applyLearningEvents(writer, [...own, ...theirs, ...else_]);
  const ctx = { scope: scopeOf(admin), request: { id: "request-1", address: "192.0.2.7" }, now: new Date() };
  await mergePeople(ctx, person.id, { duplicate_id: duplicate.id });
  const late = event(school_id, from!, "2026-11-20T09:00:00Z");
  await applyLearningEvents(writer, [late]);
  await moveLateFacts({ duplicate_id: duplicate.id, email: duplicate.email });

  const moved = [theirs[0]!, theirs[1]!, late].map((one) => ({ ...one, actor: into! }));
  const model = learningModel([...own, ...moved, ...else_], "Europe/Lisbon");
  const stats = await sql`
    select actor::text as key, xp::int, level, last_active_day::text as last_active_day, streak_days, longest_streak_days, materials_completed
    from gamification_stats where school_id = ${school_id} order by actor`;
  expect(stats).toEqual(model.stats);
  const hours = await sql`
    select to_char(hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24') || ' ' || event_type as key, events, actors
    from hourly_summary where school_id = ${school_id} and events > 0 order by hour, event_type`;
  expect(hours).toEqual(model.hours);
  expect(await sql`select from learning_event_ids where actor = ${from!}`).toHaveLength(0);
  expect((await rebuildAll({ school_id })).differences).toEqual([]);
});

test("removing a demo school leaves none of its events, and those of others", async () => {
  const [demo, real] = [await makeSchool({ demo: true }), await makeSchool()];
  const events = [demo, real].map(({ id }) =>
    event(id, newId(), "2026-11-18T10:00:00Z", {
      event_type: "ai_message_sent",
      properties: { session_id: newId() },
    }),
  );
  await applyLearningEvents(writer, events);
  await removeDemo(() => {});
  for (const table of [
    "learning_events",
    "learning_sessions",
    "daily_activity",
    "daily_summary",
    "gamification_stats",
    "ai_coach_metrics",
    "hourly_summary",
  ]) {
    const left = await sql`select school_id from ${sql(table)} where school_id in ${sql([demo.id, real.id])}`;
    expect([table, left.map(({ school_id }) => school_id)]).toEqual([table, [real.id]]);
  }
  const ids =
    await sql`select actor from learning_event_ids where actor in ${sql(events.map(({ actor }) => actor))}`;
  expect(ids.map(({ actor }) => actor)).toEqual([events[1]!.actor]);
});
