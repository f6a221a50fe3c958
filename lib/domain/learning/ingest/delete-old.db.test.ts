import fc from "fast-check";
import { expect, test } from "vitest";
import { stayingTypes } from "@/lib/db/tables/learning";
import { queriesOf, transaction } from "@/lib/db/tx";
import { rebuildAll } from "@/lib/flows/rollups/rebuild";
import { newId } from "@/lib/platform/ids";
import { makeSchool, testDatabase } from "@/lib/testing/database";
import { drawn, eventsOf, storedRollUps } from "@/lib/testing/learning-events";
import { learningModel } from "@/lib/testing/learning-model";
import type { LearningEvent } from "../roll-ups";
import { applyLearningEvents } from "./apply-events";
import { actorsBefore, deleteEventsOf, keepSince } from "./delete-old";
import { deleteActor, moveActor } from "./move-actor";

const { sql, writer } = testDatabase();

/** Deletes a school's events from before, a few at a time. */
async function deleteBefore(school_id: string, before: Date, limit: number): Promise<void> {
  const inOne = <Result>(work: (queries: ReturnType<typeof queriesOf>) => Promise<Result>) =>
    transaction((tx) => work(queriesOf(tx)));
  await inOne((queries) => keepSince(queries, school_id, before));
  const actors = await inOne((queries) => actorsBefore(queries, school_id, before));
  while ((await inOne((queries) => deleteEventsOf(queries, school_id, actors, { before, limit }))) === limit);
}

const leftBefore = async (school_id: string, before: Date) =>
  (
    await sql<{ event_type: string }[]>`
    select distinct event_type from learning_events where school_id = ${school_id} and occurred_at < ${before} order by 1`
  ).map(({ event_type }) => event_type);

/** Without the hours, which stay those of two people where their events were deleted, and without days of zeros, which mean the same as none. */
const withoutHours = ({ hours: _, summary, ...rows }: Awaited<ReturnType<typeof storedRollUps>>) => ({
  ...rows,
  summary: summary.filter(({ events, active_ms, xp }) => events !== 0 || active_ms !== 0 || xp !== 0),
});

/** Whole hours, some in the middle of a day, of a session and of a streak. */
const cuts = [
  "2026-10-24T20:00Z",
  "2026-10-25T01:00Z",
  "2026-10-31T18:00Z",
  "2026-11-01T18:00Z",
  "2026-11-03T00:00Z",
];

test.each([
  ["Asia/Kathmandu", 20_261_102],
  ["Europe/Lisbon", 20_261_026],
])(
  "events in %s that are deleted, at any two instants, leave the roll-ups of all events, and a rebuild finds no difference",
  async (time_zone, seed) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(drawn, { minLength: 1, maxLength: 40 }),
        fc.array(drawn, { maxLength: 25 }),
        fc.subarray(cuts, { minLength: 2, maxLength: 2 }),
        fc.integer({ min: 1, max: 9 }),
        async (given, later, [first, second], limit) => {
          const { id: school_id } = await makeSchool({ time_zone });
          const actors = Array.from({ length: 4 }, newId);
          const sessions = Array.from({ length: 3 }, newId);
          const of = (some: typeof given) => eventsOf(some, { school_id, time_zone }, actors, sessions);
          const kept: LearningEvent[] = of(given);
          const same = async () => {
            expect(await storedRollUps(school_id)).toEqual(learningModel(kept, time_zone));
            expect((await rebuildAll({ school_id })).differences).toEqual([]);
            expect(await storedRollUps(school_id)).toEqual(learningModel(kept, time_zone));
          };
          await applyLearningEvents(writer, kept);
          for (const cut of [first!, second!]) {
            const before = new Date(cut);
            await deleteBefore(school_id, before, limit);
            expect(
              (await leftBefore(school_id, before)).filter((type) => !stayingTypes.includes(type)),
            ).toEqual([]);
            await same();
            const more = of(later);
            const outcomes = await applyLearningEvents(writer, more);
            expect(outcomes.map(({ kind }) => kind)).toEqual(
              more.map(({ occurred_at }) => (occurred_at < before ? "too_old" : "stored")),
            );
            kept.push(...more.filter(({ occurred_at }) => occurred_at >= before));
            await same();
          }

          const [from, into] = [actors[0]!, actors[1]!];
          await transaction((tx) => moveActor(queriesOf(tx), school_id, from, into));
          const merged = kept.map((event) => ({
            ...event,
            actor: event.actor === from ? into : event.actor,
          }));
          expect(withoutHours(await storedRollUps(school_id))).toEqual(
            withoutHours(learningModel(merged, time_zone)),
          );
          expect((await rebuildAll({ school_id })).differences).toEqual([]);

          await transaction((tx) => deleteActor(queriesOf(tx), school_id, into));
          const others = merged.filter(({ actor }) => actor !== into);
          expect(withoutHours(await storedRollUps(school_id))).toEqual(
            withoutHours(learningModel(others, time_zone)),
          );
          for (const table of [
            "learning_session_bases",
            "daily_activity_bases",
            "gamification_bases",
            "ai_coach_bases",
          ])
            expect(await sql`select from ${sql(table)} where actor in (${from}, ${into})`).toHaveLength(0);
          expect((await rebuildAll({ school_id })).differences).toEqual([]);
        },
      ),
      { numRuns: 10, seed },
    );
  },
);
