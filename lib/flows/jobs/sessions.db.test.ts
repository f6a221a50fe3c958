import { expect, it } from "vitest";
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

it("closes what nobody ended and keeps its numbers, once", async () => {
  const { id } = await makeSession({
    school_id: (await makeSchool()).id,
    status: "live",
    started_at: new Date("2026-11-18T18:00:00Z"),
    scheduled_end: end,
  });
  expect(await maintainSessions(new Date(closes.getTime() - 1))).toEqual({ closed: 0, counted: 0 });
  expect(await storedOf(id)).toEqual({ status: "live", attended: null });
  expect(await maintainSessions(closes)).toEqual({ closed: 1, counted: 1 });
  expect(await storedOf(id)).toEqual({ status: "ended", attended: 0 });
  expect(await maintainSessions(closes)).toEqual({ closed: 0, counted: 0 });
});

it("leaves the work to the process that is at it", async () => {
  await makeSession({ school_id: (await makeSchool()).id, status: "ended" });
  const whileOneWorks = await sql.begin(async (other) => {
    await other`select pg_advisory_xact_lock(7312)`;
    return maintainSessions(closes);
  });
  expect(whileOneWorks).toBeNull();
  expect(await maintainSessions(closes)).toEqual({ closed: 0, counted: 1 });
});
