import fc from "fast-check";
import { expect, test } from "vitest";
import { openWriter } from "@/lib/db/writer";
import { rebuildAll } from "@/lib/flows/rollups/rebuild";
import { newId } from "@/lib/platform/ids";
import { makeSchool, testDatabase } from "@/lib/testing/database";
import { drawn, eventsOf, storedRollUps } from "@/lib/testing/learning-events";
import { learningModel } from "@/lib/testing/learning-model";
import { applyLearningEvents } from "./apply-events";

const { sql } = testDatabase();

test.each([
  ["Asia/Kathmandu", 20_261_101],
  ["Europe/Lisbon", 20_261_025],
])(
  "in any order, doubled and in any batches, by two writers at once, events in %s make the same roll-ups",
  async (time_zone, seed) => {
    await sql`select make_learning_partition('2026-10-01')`;
    await fc.assert(
      fc.asyncProperty(
        fc.array(drawn, { minLength: 1, maxLength: 60 }),
        fc.array(fc.integer({ min: 1, max: 17 }), { minLength: 3, maxLength: 9 }),
        fc.infiniteStream(fc.nat(1_000_000)),
        async (given, sizes, chance) => {
          const { id: school_id } = await makeSchool({ time_zone });
          const actors = Array.from({ length: 4 }, newId);
          const sessions = Array.from({ length: 3 }, newId);
          const events = eventsOf(given, { school_id, time_zone }, actors, sessions);
          const shuffled = () =>
            events
              .map((event) => [chance.next().value, event] as const)
              .sort(([a], [b]) => a - b)
              .map(([, event]) => event);
          // Each of two writers sends most events, together they send all.
          const halves = [shuffled(), shuffled()].map((all, who) =>
            all.filter((_, i) => (i + who) % 3 !== 0 || events.length < 4),
          );
          const missing = events.filter((event) => !halves.flat().includes(event));
          halves[0]!.push(...missing);
          const writers = [openWriter(), openWriter()];
          const stored = await Promise.all(
            writers.map(async (writer, who) => {
              let count = 0;
              const queue = halves[who]!;
              for (let at = 0, turn = 0; at < queue.length; turn++) {
                const size = sizes[turn % sizes.length]!;
                const outcomes = await applyLearningEvents(writer, queue.slice(at, at + size));
                count += outcomes.filter(({ kind }) => kind === "stored").length;
                at += size;
              }
              await writer.close();
              return count;
            }),
          );
          expect(stored[0]! + stored[1]!).toBe(events.length);
          const [held] =
            await sql`select count(*)::int as events from learning_events where school_id = ${school_id}`;
          expect(held!.events).toBe(events.length);
          expect(await storedRollUps(school_id)).toEqual(learningModel(events, time_zone));
          expect((await rebuildAll({ school_id })).differences).toEqual([]);
        },
      ),
      { numRuns: 12, seed },
    );
  },
);
