import { getTableName } from "drizzle-orm";
import fc from "fast-check";
import { expect, it } from "vitest";
import { actorOf, pseudonymsOf, writingOf } from "@/lib/auth/pseudonym";
import { actorTables } from "@/lib/db/tables/facts";
import { queriesOf, transaction } from "@/lib/db/tx";
import { openWriter } from "@/lib/db/writer";
import { applyLearningEvents, type NewEvent } from "@/lib/domain/learning/ingest/apply-events";
import { actorsBefore, deleteEventsOf, keepSince } from "@/lib/domain/learning/ingest/delete-old";
import { newId } from "@/lib/platform/ids";
import { makeSchool, makeUser, type Person, scopeOf, testDatabase } from "@/lib/testing/database";
import { learningModel, localDay } from "@/lib/testing/learning-model";
import { learnerDays } from "../learning/days";
import { standingOf } from "../learning/own";
import { rebuildAll } from "../rollups/rebuild";
import { beginRotation, rotateKey } from "./rotate-key";

const { sql } = testDatabase();
const now = new Date("2026-11-20T10:00:00Z");
/** Older events are deleted by their age meanwhile. */
const cut = new Date("2026-11-06T10:00:00Z");
const recentMinutes = 20_000;
const time_zone = "Europe/Lisbon";

const drawn = fc.record({
  person: fc.nat(19),
  minute: fc.nat(40_000),
  kind: fc.constantFrom(
    "material_view",
    "material_complete",
    "xp_earned",
    "session_start",
    "ai_message_sent",
  ),
});
type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never;

async function makeWorld() {
  const school = await makeSchool({ time_zone });
  const admin = await makeUser({ school_id: school.id, role: "admin" });
  const people: Person[] = [];
  for (let n = 0; n < 24; n++) people.push(await makeUser({ school_id: school.id }));
  const ctx = { scope: scopeOf(admin), now, request: { id: "request-1", address: "192.0.2.7" } };
  const stored: { person: Person; event: NewEvent }[] = [];
  const eventOf = async ({ person: index, minute, kind }: Drawn): Promise<NewEvent> => {
    const person = people[index]!;
    const at = new Date(now.getTime() - minute * 60_000);
    const of = await writingOf(school.id, person.id);
    const properties = {
      ...(kind === "session_start" ? { session_id: newId() } : {}),
      ...(kind.startsWith("material") ? { material_id: `m${minute % 3}` } : {}),
      ...(kind === "xp_earned" ? { amount: 10 + (minute % 7) } : {}),
    };
    const event = {
      ...{ of, actor: of.actor, id: newId(), school_id: school.id, event_type: kind, properties },
      ...{ occurred_at: at, received_at: now, day: localDay(at, time_zone) },
    };
    stored.push({ person, event });
    return event;
  };
  return { school, people, ctx, stored, eventOf };
}

/** As the nightly job does, a few at a time. */
async function deleteOld(schoolId: string) {
  await transaction((tx) => keepSince(queriesOf(tx), schoolId, cut));
  for (;;) {
    const actors = await transaction((tx) => actorsBefore(queriesOf(tx), schoolId, cut));
    if (actors.length === 0) return;
    const remove = { before: cut, limit: 3 };
    for (const actor of actors)
      while (await transaction((tx) => deleteEventsOf(queriesOf(tx), schoolId, [actor], remove)));
  }
}

/** What pages show of a person. */
async function shownOf(school_id: string, person: Person) {
  const scope = scopeOf(person);
  const { achievements: _, ...standing } = await standingOf(scope, { user_id: person.id, school_id });
  const days = await learnerDays(scope, { user_id: person.id, school_id, time_zone }, now);
  return { standing, all: days.totals("2026-10-01", "2026-11-20"), streak: days.longest_streak };
}

it("gives everybody a new name while events arrive and others are deleted by their age, in spite of crashes and of two runs at once; all numbers stay", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(drawn, { minLength: 30, maxLength: 60 }),
      fc.array(
        drawn.map((one) => ({ ...one, minute: one.minute % recentMinutes })),
        { minLength: 30, maxLength: 60 },
      ),
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 9 }),
      async (before, during, crashes, size) => {
        const { school, people, ctx, stored, eventOf } = await makeWorld();
        const first = openWriter();
        await applyLearningEvents(first, await Promise.all(before.map(eventOf)));
        // These do nothing more: what is shown of them stays the same.
        for (const index of [20, 21, 22])
          await applyLearningEvents(first, [
            await eventOf({ person: index, minute: index, kind: "xp_earned" }),
            await eventOf({ person: index, minute: 3000, kind: "material_view" }),
          ]);
        const still = people.slice(20, 23);
        const shown = await Promise.all(still.map((one) => shownOf(school.id, one)));
        const former = await Promise.all(people.map(({ id }) => actorOf(school.id, id)));
        // Accepted before the key was replaced, and stored after it.
        const late = await Promise.all(during.slice(0, 10).map(eventOf));
        const [{ salt }] = (await sql`select salt from school_keys where school_id = ${school.id}`) as [
          { salt: Buffer },
        ];
        const begun = await beginRotation(ctx, school.id);
        expect(await beginRotation(ctx, school.id)).toEqual(begun);

        let isOver = false;
        const send = async (drawn: readonly Drawn[], extra: readonly NewEvent[]) => {
          const writer = openWriter();
          const queue = [...drawn];
          if (extra.length > 0) await applyLearningEvents(writer, extra);
          while (queue.length > 0)
            await applyLearningEvents(writer, await Promise.all(queue.splice(0, size).map(eventOf)));
          await writer.close();
        };
        const rotate = async () => {
          for (let crash = 0; crash < crashes; crash++)
            await rotateKey(school.id, (done) => {
              if (done >= 8 * (crash + 1)) throw new Error("the process ended");
            }).catch((error: Error) => expect(error.message).toBe("the process ended"));
          await rotateKey(school.id, () => {});
        };
        const read = async () => {
          while (!isOver)
            expect(await Promise.all(still.map((one) => shownOf(school.id, one)))).toEqual(shown);
        };
        const half = during.slice(10).length / 2;
        const reading = read();
        await Promise.all([
          rotate(),
          rotate(),
          deleteOld(school.id),
          send(during.slice(10, 10 + half), late.slice(5)),
          send(during.slice(10 + half), []),
        ]).finally(() => {
          isOver = true;
        });
        await reading;
        // These waited longer than the replacement took.
        await applyLearningEvents(first, late.slice(0, 5));
        await first.close();

        const [key] = await sql`select * from school_keys where school_id = ${school.id}`;
        expect(key).toMatchObject({ former_salt: null, rotated_at: expect.any(Date) });
        expect(key!.salt.equals(salt)).toBe(false);
        for (const table of actorTables)
          expect(
            await sql`select actor from ${sql(getTableName(table))} where actor = any(${former}::uuid[])`,
          ).toEqual([]);
        expect(
          (await sql`select from gamification_bases where school_id = ${school.id}`).length,
        ).toBeGreaterThan(0);
        const named = await Promise.all(
          stored.map(async ({ person, event: { of: _, ...event } }) => {
            const names = await pseudonymsOf(school.id, person.id);
            expect(names).toHaveLength(1);
            return { ...event, actor: names[0]! };
          }),
        );
        const model = learningModel(named, time_zone);
        expect(
          await sql`select actor::text as key, xp::int, level, last_active_day::text as last_active_day, streak_days,
              longest_streak_days, materials_completed
            from gamification_stats where school_id = ${school.id} order by actor`,
        ).toEqual(model.stats);
        expect(
          await sql`select to_char(hour at time zone 'UTC', 'YYYY-MM-DD"T"HH24') || ' ' || event_type as key, events, actors
            from hourly_summary where school_id = ${school.id} order by hour, event_type collate "C"`,
        ).toEqual(model.hours);
        expect((await rebuildAll({ school_id: school.id })).differences).toEqual([]);
      },
    ),
    { numRuns: 4, seed: 20_261_130, endOnFailure: true },
  );
});

it("renames what nobody has, and what the bus still holds, and ends at once where nothing is left to do", async () => {
  const { school, people, ctx, eventOf } = await makeWorld();
  const writer = openWriter();
  const event = await eventOf({ person: 0, minute: 5, kind: "xp_earned" });
  const { of: _, ...nobodys } = await eventOf({ person: 1, minute: 5, kind: "xp_earned" });
  const nobody = newId();
  await applyLearningEvents(writer, [event, { ...nobodys, actor: nobody }]);
  await writer.close();
  await sql`insert into bus_events (number, type, payload)
    values (-30, 'xp_earned', ${sql.json({ actor: event.actor, school_id: school.id })})`;
  await beginRotation(ctx, school.id);
  await rotateKey(school.id, () => {});
  const name = await actorOf(school.id, people[0]!.id);
  expect(name).not.toBe(event.actor);
  const names = await sql`select distinct actor::text from learning_events where school_id = ${school.id}`;
  expect(names.map(({ actor }) => actor)).toContain(name);
  expect(names).toHaveLength(2);
  expect(names.map(({ actor }) => actor)).not.toContain(nobody);
  expect(await sql`select payload ->> 'actor' as actor from bus_events where number = -30`).toEqual([
    { actor: name },
  ]);
  await rotateKey(school.id, () => {
    throw new Error("nothing was left");
  });
  expect(await actorOf(school.id, people[0]!.id)).toBe(name);
});
