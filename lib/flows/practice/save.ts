import "server-only";
import { actorOf } from "@/lib/auth/pseudonym";
import { ownSchool } from "@/lib/auth/school";
import { announceAll } from "@/lib/db/bus/bus";
import { transaction, writerOf } from "@/lib/db/tx";
import { announcementOf, applyLearningEvents } from "@/lib/domain/learning/ingest/apply-events";
import type { LearningEvent } from "@/lib/domain/learning/roll-ups";
import { insertPractice } from "@/lib/domain/practice/mutations";
import type { PracticeInput, PracticeRow } from "@/lib/domain/practice/schema";
import type { Context } from "@/lib/http/context";
import { dayOf } from "@/lib/platform/time";

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
    const { id, session_type, duration_seconds } = session;
    const event: LearningEvent = {
      ...{ actor: await actorOf(school_id, ctx.scope.user_id), id, school_id },
      ...{ event_type: "practice_complete", properties: { practice_id: id, session_type, duration_seconds } },
      ...{ occurred_at: ctx.now, received_at: ctx.now, day: dayOf(ctx.now, time_zone) },
    };
    await applyLearningEvents(writerOf(tx), [event]);
    return { session, event };
  });
  if (event)
    announceAll([
      { type: event.event_type, payload: { ...announcementOf(event), school_id: event.school_id } },
    ]);
  return session;
}
