import "server-only";
import { type Writing, writingOf } from "@/lib/auth/pseudonym";
import { ownSchool } from "@/lib/auth/school";
import { announceAll } from "@/lib/db/bus/bus";
import { insertRows } from "@/lib/db/insert-rows";
import { practiceSessions } from "@/lib/db/tables/practice";
import { transaction, writerOf } from "@/lib/db/tx";
import { openWriter } from "@/lib/db/writer";
import {
  announcementOf,
  applyLearningEvents,
  type NewEvent,
} from "@/lib/domain/learning/ingest/apply-events";
import { insertPractice } from "@/lib/domain/practice/mutations";
import type { PracticeInput, PracticeRow } from "@/lib/domain/practice/schema";
import type { Context } from "@/lib/http/context";
import { dayOf } from "@/lib/platform/time";

type Stored = Pick<PracticeRow, "id" | "session_type" | "duration_seconds">;

/** The learning event of a practice session, with its id. */
const eventOf = (
  { id, session_type, duration_seconds }: Stored,
  { of, school_id, time_zone, at }: { of: Writing; school_id: string; time_zone: string; at: Date },
): NewEvent => ({
  ...{ of, actor: of.actor, id, school_id, event_type: "practice_complete" },
  properties: { practice_id: id, session_type, duration_seconds },
  ...{ occurred_at: at, received_at: at, day: dayOf(at, time_zone) },
});

/**
 * Saves a practice session of the caller's own, and in the same transaction the learning event with its id, by which it counts among the caller's
 * active days and minutes; its XP and achievements come with the job that awards them. Throws as `insertPractice` does.
 */
export async function savePractice(
  ctx: Context,
  input: PracticeInput,
  key: string | null,
): Promise<PracticeRow> {
  const { time_zone } = await ownSchool(ctx.scope);
  const { session, event } = await transaction(async (tx) => {
    const { session, school_id, repeated } = await insertPractice(tx, ctx, input, key);
    if (repeated) return { session, event: null };
    const of = await writingOf(school_id, ctx.scope.user_id);
    const event = eventOf(session, { of, school_id, time_zone, at: ctx.now });
    await applyLearningEvents(writerOf(tx), [event]);
    return { session, event };
  });
  if (event)
    announceAll([
      { type: event.event_type, payload: { ...announcementOf(event), school_id: event.school_id } },
    ]);
  return session;
}

/** So many events are stored in a transaction. */
const eventsAtOnce = 500;

/** Stores practice sessions of a school's people that are over, each with its event. Those that are stored already change nothing. */
export async function storePractice(
  rows: readonly (typeof practiceSessions.$inferInsert & Stored & { created_at: Date })[],
  { id: school_id, time_zone }: { id: string; time_zone: string },
): Promise<void> {
  await transaction((tx) => insertRows(tx, practiceSessions, rows, "ignore"));
  const writer = openWriter();
  try {
    for (let from = 0; from < rows.length; from += eventsAtOnce) {
      const some = rows.slice(from, from + eventsAtOnce).map(async (row) =>
        eventOf(row, {
          ...{ of: await writingOf(school_id, row.user_id), school_id, time_zone },
          at: row.created_at,
        }),
      );
      await applyLearningEvents(writer, await Promise.all(some));
    }
  } finally {
    await writer.close();
  }
}
