import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { attendances } from "@/lib/db/attendance";
import { db } from "@/lib/db/client";
import { sessions } from "@/lib/db/tables/sessions";
import { makeUser, testDatabase } from "@/lib/testing/database";
import { makePeople, randomOf, record, secondsOf, start } from "@/lib/testing/random-session";
import { changed } from "../live/lock";
import { recount, recountStale, verifyNumbers } from "./recount";

const { sql } = testDatabase();
const now = new Date(start + 86_400_000);

/** Who came to a session, and for how long. */
const cameTo = async (session: { id: string }) =>
  new Map(
    [
      ...(await db().execute<{ user_id: string; present_ms: string }>(
        attendances(eq(sessions.id, session.id)),
      )),
    ].map((row) => [row.user_id, Number(row.present_ms)]),
  );

/** A random session whose people all have accounts, and who came by the model: it checks each second of each person. */
async function recorded(seed: number) {
  const people = makePeople(seed);
  const { session } = await record(people, randomOf(seed + 1));
  const expected = new Map<string, number>();
  for (const person of people) {
    const { id } = await makeUser({ school_id: session.school_id });
    await sql`update attendees set user_id = ${id} where session_id = ${session.id} and display_name = ${person.name}`;
    const ms = secondsOf(person).filter(Boolean).length * 1000;
    if (ms > 0) expected.set(id, ms);
  }
  await changed(sql, [session.id]);
  return { session, expected };
}

describe.each([3, 14, 25, 36, 47])("who came to random session %i", (seed) => {
  it("is the same by what is stored and by the facts, and by the facts once they have changed", async () => {
    const { session, expected } = await recorded(seed);
    expect(await cameTo(session)).toEqual(expected);
    await recountStale(now);
    expect(await cameTo(session)).toEqual(expected);

    // What is stored is read, as a wrong one shows; verifying finds and corrects it.
    const [one] = [...expected.keys()];
    await sql`update attendees set present_ms = present_ms + 7000 where session_id = ${session.id} and user_id = ${one!}`;
    expect(await cameTo(session)).toEqual(new Map([...expected, [one, expected.get(one!)! + 7000]]));
    expect((await verifyNumbers(now, session.school_id)).differences).toEqual([
      { session_id: session.id, attendees_with_other_presence: 1 },
    ]);
    expect(await cameTo(session)).toEqual(expected);
    expect((await verifyNumbers(now, session.school_id)).differences).toEqual([]);

    // Another end of the session: the facts until the job has stored them anew.
    await sql`update sessions set ended_at = started_at where id = ${session.id}`;
    expect(await cameTo(session)).toEqual(expected);
    await changed(sql, [session.id]);
    expect(await cameTo(session)).toEqual(new Map());
    expect(await recountStale(now)).toBe(1);
    expect(await cameTo(session)).toEqual(new Map());
    expect(await recountStale(now)).toBe(0);
  });
});

it("is stored of ended sessions only, and again for those whose numbers were stored before", async () => {
  const { session, expected } = await recorded(58);
  await recount(session, now);
  await sql`update session_versions set presence_version = null where session_id = ${session.id}`;
  await sql`update attendees set present_ms = null where session_id = ${session.id}`;
  expect(await cameTo(session)).toEqual(expected);
  expect(await recountStale(now)).toBe(1);
  const versions = () =>
    sql`select presence_version = version as stored from session_versions where session_id = ${session.id}`;
  expect(await versions()).toEqual([{ stored: true }]);

  // Reopened while it was being counted.
  await sql`update sessions set status = 'live', ended_at = null where id = ${session.id}`;
  await changed(sql, [session.id]);
  await recount(session, now);
  expect(await versions()).toEqual([{ stored: false }]);
});
