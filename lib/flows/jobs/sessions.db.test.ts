import { expect, it } from "vitest";
import { processLocks } from "@/lib/db/advisory-locks";
import { makeSchool, makeSession, testDatabase } from "@/lib/testing/database";
import { maintainSessions } from "./sessions";

const { sql } = testDatabase();
const end = new Date("2026-11-18T19:00:00Z");
const closes = new Date("2026-11-18T20:00:00Z");

const storedOf = async (id: string) =>
  (
    await sql<{ status: string; attended: number | null }[]>`
      select s.status, k.total_attended as attended
      from sessions s left join session_numbers k on k.session_id = s.id where s.id = ${id}`
  )[0];

it("closes overdue sessions and stores their numbers, once", async () => {
  const { id } = await makeSession({
    school_id: (await makeSchool()).id,
    status: "live",
    started_at: new Date("2026-11-18T18:00:00Z"),
    scheduled_end: end,
  });
  expect(await maintainSessions(new Date(closes.getTime() - 1))).toEqual({
    closed: 0,
    counted: 0,
    analysed: 0,
  });
  expect(await storedOf(id)).toEqual({ status: "live", attended: null });
  expect(await maintainSessions(closes)).toEqual({ closed: 1, counted: 1, analysed: 0 });
  expect(await storedOf(id)).toEqual({ status: "ended", attended: 0 });
  expect(await maintainSessions(closes)).toEqual({ closed: 0, counted: 0, analysed: 0 });
});

it("leaves the work to the process that is at it", async () => {
  await makeSession({ school_id: (await makeSchool()).id, status: "ended" });
  const whileOneWorks = await sql.begin(async (other) => {
    await other`select pg_advisory_xact_lock(${processLocks.sessions})`;
    return maintainSessions(closes);
  });
  expect(whileOneWorks).toBeNull();
  expect(await maintainSessions(closes)).toEqual({ closed: 0, counted: 1, analysed: 0 });
});

it("analyses comments when they are written, when they change, and when the analysis has changed", async () => {
  const { id } = await makeSession({ school_id: (await makeSchool()).id, status: "ended" });
  const comments = [
    "The break was too long for me",
    "Great break",
    "",
    "I would like a longer break than that",
  ];
  for (const comment of comments)
    await sql`insert into feedback (session_id, attendee_id, rating, comment, sent_at)
      values (${id}, gen_random_uuid(), 4, ${comment}, now())`;
  const kept = async (comment: string) => {
    const rows = await sql<
      { language: string; sentiment: string; names: string[][]; analysis_version: number }[]
    >`
      select language, sentiment, names, analysis_version from feedback where session_id = ${id} and comment = ${comment}`;
    return rows[0];
  };
  expect((await kept("Great break"))?.analysis_version).toBe(0);
  expect(await maintainSessions(closes)).toMatchObject({ analysed: 3 });
  expect(await kept("Great break")).toMatchObject({ language: "eng", sentiment: "positive" });
  expect((await kept("Great break"))?.names).toContainEqual(["break", "break"]);
  expect(await maintainSessions(closes)).toMatchObject({ analysed: 0 });

  // As a player's later feedback writes it, and as an earlier version left it.
  await sql`update feedback set comment = 'Bad sound', analysis_version = 0 where session_id = ${id} and comment = 'Great break'`;
  expect(await maintainSessions(closes)).toMatchObject({ analysed: 1 });
  expect(await kept("Bad sound")).toMatchObject({ sentiment: "negative" });
  await sql`update feedback set analysis_version = -1 where session_id = ${id}`;
  expect(await maintainSessions(closes)).toMatchObject({ analysed: 3 });
});
