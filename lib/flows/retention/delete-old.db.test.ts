import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { limitsOf } from "@/lib/domain/compliance/retention/kinds";
import { changeRetention } from "@/lib/domain/compliance/retention/mutations";
import { retentionOf } from "@/lib/domain/compliance/retention/queries";
import { applyLearningEvents } from "@/lib/domain/learning/ingest/apply-events";
import type { LearningEvent } from "@/lib/domain/learning/roll-ups";
import { mergeAttendees } from "@/lib/domain/sessions/mutations/attendees";
import { verifyNumbers } from "@/lib/domain/sessions/mutations/recount";
import { countNumbers } from "@/lib/domain/sessions/queries/numbers";
import { deletionsOf, sessionById } from "@/lib/domain/sessions/queries/session";
import { rebuildAll } from "@/lib/flows/rollups/rebuild";
import { newId } from "@/lib/platform/ids";
import { endOf, makeSchool, makeUser, scopeOf, testDatabase } from "@/lib/testing/database";
import { makePeople, randomOf, record } from "@/lib/testing/random-session";
import { deleteOldFacts } from "../jobs/retention";

const { sql, writer } = testDatabase();

const long = 600_000;
/** The sessions end on 18 November 2026 at 18:40 UTC, which is 19 November in Kathmandu. */
const settings = { time_zone: "Asia/Kathmandu", created_at: new Date("2026-01-01T00:00:00Z") };
/** 03:30 in Kathmandu, in the last night in which chat stays, in the first in which it goes, and in the first in which feedback goes. */
const [lastWith, firstWithout, later] = ["2027-11-18T21:45Z", "2027-11-19T21:45Z", "2028-11-19T21:45Z"].map(
  (at) => new Date(at),
) as [Date, Date, Date];

const numbersOf = async (id: string, now: Date) => countNumbers((await sessionById(id))!, now);
const stored = async (id: string) =>
  (
    await sql`select (select count(*)::int from messages where session_id = ${id}) as messages,
      (select count(*)::int from reactions where session_id = ${id}) as reactions, (select count(*)::int from feedback where session_id = ${id}) as feedback`
  )[0];

describe.each([5, 12, 31])("random session %i", (seed) => {
  it("keeps its numbers when its chat and its ratings go, also under other rules and after a merging", async () => {
    const twins = [
      await record(makePeople(seed), randomOf(seed), settings),
      await record(makePeople(seed), randomOf(seed), {
        ...settings,
        retention: { chat: 240, feedback: 240 },
      }),
    ];
    const [ours, theirs] = twins.map(({ session }) => session.id) as [string, string];
    // A host's reactions and rating count for nothing.
    for (const id of [ours, theirs])
      await sql`update attendees set host = true where session_id = ${id} and display_name = 'Person 01'`;
    const before = await stored(ours);
    expect(before).toEqual(await stored(theirs));
    const same = async (now: Date) =>
      expect(await numbersOf(ours, now)).toEqual(await numbersOf(theirs, now));
    await same(lastWith);

    await deleteOldFacts(lastWith, long);
    expect(await stored(ours)).toEqual(before);
    await deleteOldFacts(firstWithout, long);
    expect(await stored(ours)).toEqual({ messages: 0, reactions: 0, feedback: before!.feedback });
    expect(await stored(theirs)).toEqual(before);
    await same(firstWithout);

    await deleteOldFacts(later, long);
    expect(await stored(ours)).toEqual({ messages: 0, reactions: 0, feedback: 0 });
    await same(later);
    expect(await deletionsOf({ id: ours })).toEqual({
      chat_deleted_at: before!.messages + before!.reactions > 0 ? firstWithout : null,
      feedback_deleted_at: before!.feedback > 0 ? later : null,
    });

    for (const { session, scope } of twins) {
      await sql`update schools set attendance_minimum_seconds = 600 where id = ${session.school_id}`;
      const [one, other] = await sql<{ id: string }[]>`
        select id from attendees where session_id = ${session.id} and display_name in ('Person 02', 'Person 03') order by display_name`;
      const ctx = { scope, request: { id: "r", address: "" }, now: later };
      await mergeAttendees(ctx, session.id, one!.id, other!.id);
    }
    await same(later);
    expect((await verifyNumbers(later)).differences).toEqual([]);
  });
});

async function schoolWithPractice(retention: Record<string, number> = {}) {
  const { id: school_id } = await makeSchool({ ...settings, retention });
  const { id: user_id } = await makeUser({ school_id, role: "student" });
  for (const at of ["2026-11-20T09:00Z", "2026-11-21T09:00Z", "2026-11-22T09:00Z"])
    await sql`insert into practice_sessions (id, school_id, user_id, session_type, duration_seconds, words_spoken, topics, vocabulary_learned,
        areas_to_improve, metadata, created_at)
      values (${newId()}, ${school_id}, ${user_id}, 'roleplay', 60, 10, '[]', '[]', '[]', '{}', ${at})`;
  const left = async () =>
    (await sql`select count(*)::int as n from practice_sessions where school_id = ${school_id}`)[0]!.n;
  const runs = async () => [
    ...(await sql`select kind, night::text as night, months, rows::int as rows, oldest_at, before, finished_at is not null as finished,
      failed_at is not null as failed from retention_runs where school_id = ${school_id} order by night, kind`),
  ];
  const log = async () => [
    ...(await sql`select action, actor_id, detail from audit_log where school_id = ${school_id} and action like 'retention.%' order by at, id`),
  ];
  return { school_id, left, runs, log };
}

it("says what each night has deleted, once, and the audit log of what was deleted only", async () => {
  const { left, runs, log } = await schoolWithPractice({ practice: 1 });
  const night = new Date("2026-12-22T00:00:00Z");
  await deleteOldFacts(night, long);
  await deleteOldFacts(new Date("2026-12-22T09:00:00Z"), long);
  expect(await left()).toBe(1);
  const run = { night: "2026-12-22", finished: true, failed: false };
  const none = { ...run, rows: 0, oldest_at: null };
  // Midnight of 22 November in Kathmandu.
  const before = new Date("2026-11-21T18:15:00Z");
  const oldest_at = new Date("2026-11-20T09:00:00Z");
  expect(await runs()).toEqual([
    { ...none, kind: "chat", months: 12, before: new Date("2025-12-21T18:15:00Z") },
    { ...none, kind: "feedback", months: 24, before: new Date("2024-12-21T18:15:00Z") },
    // The hour in which November 2025 begins in Kathmandu.
    { ...none, kind: "learning_events", months: 13, before: new Date("2025-10-31T18:00:00Z") },
    { ...run, kind: "practice", months: 1, before, rows: 2, oldest_at },
  ]);
  expect(await log()).toEqual([
    {
      ...{ action: "retention.delete", actor_id: null },
      detail: {
        ...{ kind: "practice", rows: 2, months: 1 },
        ...{ from: oldest_at.toISOString(), until: before.toISOString() },
      },
    },
  ]);
});

it("goes on where its time was over, and tries again an hour after it failed; other kinds and schools go on", async () => {
  const [failing, other] = [
    await schoolWithPractice({ practice: 1 }),
    await schoolWithPractice({ practice: 1 }),
  ];
  const night = new Date("2027-01-05T00:00:00Z");
  expect(await deleteOldFacts(night, -1)).toBe(true);
  expect(await failing.left()).toBe(3);
  await sql.unsafe(`
    create function refuse() returns trigger language plpgsql as $$ begin
      if old.school_id = '${failing.school_id}' then raise 'cannot be deleted'; end if; return old; end $$;
    create trigger refuse before delete on practice_sessions for each row execute function refuse()`);
  try {
    await expect(deleteOldFacts(night, long)).rejects.toMatchObject({
      cause: { message: "cannot be deleted" },
    });
  } finally {
    await sql`drop function refuse() cascade`;
  }
  expect([await failing.left(), await other.left()]).toEqual([3, 0]);
  const states = async () =>
    (await failing.runs()).map(({ kind, finished, failed }) => [kind, finished, failed]);
  const others = [
    ["chat", true, false],
    ["feedback", true, false],
    ["learning_events", true, false],
  ];
  expect(await states()).toEqual([...others, ["practice", false, true]]);
  await deleteOldFacts(new Date("2027-01-05T00:59:00Z"), long);
  expect(await failing.left()).toBe(3);
  await deleteOldFacts(new Date("2027-01-05T01:01:00Z"), long);
  expect(await failing.left()).toBe(0);
  expect(await states()).toEqual([...others, ["practice", true, false]]);
});

it("deletes nothing in a night before the school was, and what its admin chose from the next night on", async () => {
  const { school_id, left, runs, log } = await schoolWithPractice();
  await sql`update schools set created_at = '2027-02-01T00:00:00Z' where id = ${school_id}`;
  await deleteOldFacts(new Date("2027-02-01T09:00:00Z"), long);
  expect(await runs()).toEqual([]);
  const scope = scopeOf(await makeUser({ school_id, role: "admin" }));
  const ctx = { scope, request: { id: "r", address: "" }, now: new Date("2027-02-01T10:00:00Z") };
  await changeRetention(ctx, school_id, { practice: 2, revision: 1 });
  expect(await endOf(changeRetention(ctx, school_id, { practice: 3, revision: 1 }))).toContain("conflict");
  const kept = (await retentionOf(school_id, ctx.now)).kept.find(({ kind }) => kind === "practice");
  expect(kept).toMatchObject({
    months: 2,
    stored: 3,
    due: 3,
    oldest_at: "2026-11-20T09:00:00.000Z",
    deleted: 0,
  });
  await deleteOldFacts(new Date("2027-02-02T00:00:00Z"), long);
  expect(await left()).toBe(0);
  const after = (await retentionOf(school_id, ctx.now)).kept.find(({ kind }) => kind === "practice");
  expect(after).toMatchObject({ stored: 0, due: 0, last_rows: 3, deleted: 3, failed_at: null });
  // Back to the usual is stored as nothing of the school's own.
  await changeRetention(ctx, school_id, { practice: 24, revision: 2 });
  expect((await sql`select retention from schools where id = ${school_id}`)[0]).toEqual({ retention: {} });
  expect((await log()).map(({ action, detail }) => [action, detail.before ?? detail.kind])).toEqual([
    ["retention.update", { practice: 24 }],
    ["retention.delete", "practice"],
    ["retention.update", { practice: 2 }],
  ]);
});

it("deletes a month of learning events once, says how many, and keeps awards; later ones of it are refused", async () => {
  const { id: school_id } = await makeSchool({ ...settings, time_zone: "UTC" });
  const actor = newId();
  const event = (
    event_type: string,
    day: string,
    properties: Record<string, unknown> = {},
  ): LearningEvent => ({
    ...{ actor, id: newId(), school_id, event_type, properties, day },
    ...{ occurred_at: new Date(`${day}T10:00:00Z`), received_at: new Date(`${day}T10:00:01Z`) },
  });
  await applyLearningEvents(writer, [
    event("session_start", "2026-02-28", { session_id: newId() }),
    event("search_query", "2026-02-28", { query: "residuals" }),
    event("xp_earned", "2026-02-28", { amount: 40, reason: "staff" }),
    event("session_start", "2026-03-01", { session_id: newId() }),
  ]);
  const left = async () =>
    (
      await sql`select event_type from learning_events where school_id = ${school_id} order by occurred_at, event_type`
    ).map((row) => row.event_type);
  const run = async (night: string) =>
    (
      await sql`select rows::int as rows, before, oldest_at, finished_at is not null as finished from retention_runs
      where school_id = ${school_id} and kind = 'learning_events' and night = ${night}`
    )[0];
  const kept = async (at: string) =>
    (await retentionOf(school_id, new Date(at))).kept.find(({ kind }) => kind === "learning_events");
  expect(await kept("2027-03-31T09:00Z")).toMatchObject({ stored: 3, due: 2 });
  // The night before 1 April 2027 by the clock of the school is the last in which February 2026 stays.
  await deleteOldFacts(new Date("2027-03-31T09:00Z"), long);
  expect(await left()).toHaveLength(4);
  await deleteOldFacts(new Date("2027-04-01T09:00Z"), long);
  expect(await left()).toEqual(["xp_earned", "session_start"]);
  const before = new Date("2026-03-01T00:00:00Z");
  const oldest_at = new Date("2026-02-28T10:00:00Z");
  expect(await run("2027-04-01")).toEqual({ rows: 2, before, oldest_at, finished: true });
  await deleteOldFacts(new Date("2027-04-02T09:00Z"), long);
  expect(await run("2027-04-02")).toEqual({ rows: 0, before, oldest_at: null, finished: true });
  expect(await kept("2027-04-02T09:00Z")).toMatchObject({ stored: 1, due: 0, last_rows: 0, deleted: 2 });
  expect(
    await applyLearningEvents(writer, [
      event("search_query", "2026-02-28", { query: "late" }),
      event("search_query", "2026-03-01", { query: "in time" }),
    ]),
  ).toEqual([{ kind: "too_old" }, { kind: "stored" }]);
  expect(
    (await sql`select day::text as day, events from daily_activity where actor = ${actor} order by day`).map(
      (row) => [row.day, row.events],
    ),
  ).toEqual([
    ["2026-02-28", 1],
    ["2026-03-01", 1],
  ]);
  expect((await rebuildAll({ school_id })).differences).toEqual([]);
});

it("deletes nothing of a school that was there before, until its admin sets limits", async () => {
  const [kept, limited] = [await makeSchool({}), await makeSchool({ retention: { chat: 6 } })];
  await sql.unsafe(await readFile("drizzle/migrations/0067_keep_until_set.sql", "utf8"));
  const all = { learning_events: 240, chat: 240, practice: 240, feedback: 240 };
  const own =
    await sql`select id, retention from schools where id in (${kept.id}, ${limited.id}) order by id`;
  expect(new Map(own.map(({ id, retention }) => [id, limitsOf(retention)]))).toEqual(
    new Map([
      [kept.id, all],
      [limited.id, { ...all, chat: 6 }],
    ]),
  );
});
