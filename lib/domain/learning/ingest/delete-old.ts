import "server-only";
import { instantArray, textArray } from "@/lib/db/literals";
import { stayingTypes } from "@/lib/db/tables/learning";
import type { Queries } from "@/lib/db/writer";
import { dayOf } from "@/lib/platform/time";
import { addEvent, changedRows, copyOf } from "../roll-ups";
import { eventRows, lockActors, readBasesOf, writeBases } from "./rows";

/*
 * Learning events are deleted by their age: what they add to their actor's roll-ups is added to the actor's base in the same transaction, so that a rebuild
 * still agrees. A school accepts none from before any more (apply-events.ts) once `keepSince` is committed. The hours of before stay as they are, so the
 * instant must begin an hour.
 */

/** Says that a school keeps events since an instant; an earlier one than before changes nothing. */
export async function keepSince(sql: Queries, schoolId: string, before: Date): Promise<void> {
  const at = before.toISOString();
  await sql`update schools set learning_since = ${at}::timestamptz
    where id = ${schoolId} and coalesce(learning_since, '-infinity') < ${at}::timestamptz`;
}

/** The actors of a school who have events from before that are to be deleted. */
export async function actorsBefore(sql: Queries, schoolId: string, before: Date): Promise<string[]> {
  const rows = await sql<{ actor: string }[]>`
    select distinct actor from learning_events
    where school_id = ${schoolId} and occurred_at < ${before.toISOString()}::timestamptz and event_type <> all(${textArray(stayingTypes)}::text[])
    order by 1`;
  return rows.map(({ actor }) => actor);
}

/** Deletes at most so many of these actors' events from before; returns how many. */
export async function deleteEventsOf(
  sql: Queries,
  schoolId: string,
  actors: readonly string[],
  { before, limit }: { before: Date; limit: number },
): Promise<number> {
  await lockActors(sql, actors);
  const [school] = await sql<{ time_zone: string }[]>`select time_zone from schools where id = ${schoolId}`;
  if (!school) return 0;
  const found = await sql`
    select * from learning_events
    where actor = any(${textArray(actors)}::uuid[]) and occurred_at < ${before.toISOString()}::timestamptz
      and event_type <> all(${textArray(stayingTypes)}::text[])
    order by actor, occurred_at, id limit ${limit}`;
  const events = [...found].map(eventRows.read);
  if (events.length === 0) return 0;
  const bases = await readBasesOf(sql, actors);
  const earlier = copyOf(bases);
  for (const event of events) addEvent(bases, { ...event, day: dayOf(event.occurred_at, school.time_zone) });
  await writeBases(sql, changedRows(earlier, bases));
  const [ofActors, ids] = [
    textArray(events.map(({ actor }) => actor)),
    textArray(events.map(({ id }) => id)),
  ];
  await sql`
    delete from learning_events e using unnest(${ofActors}::uuid[], ${instantArray(events.map(({ occurred_at }) => occurred_at))}::timestamptz[], ${ids}::uuid[])
      gone(actor, occurred_at, id)
    where e.actor = gone.actor and e.occurred_at = gone.occurred_at and e.id = gone.id`;
  await sql`
    delete from learning_event_ids i using unnest(${ofActors}::uuid[], ${ids}::uuid[]) gone(actor, id)
    where i.actor = gone.actor and i.id = gone.id`;
  return events.length;
}
