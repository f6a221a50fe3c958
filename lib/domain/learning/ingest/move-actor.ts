import "server-only";
import type { Queries } from "@/lib/db/writer";
import { mergedRows } from "../merged-rows";
import type { HourRow } from "../roll-ups";
import { rebuildLockedActors } from "./rebuild";
import { addHours, deleteBasesOf, hourRows, lockActors, readBasesOf, writeBases } from "./rows";

/**
 * Gives everything that one actor did to another of the same school: their numbers are then those of one person from the start. In the hours whose
 * events were deleted by their age they are still two.
 */
export async function moveActor(sql: Queries, schoolId: string, from: string, into: string): Promise<void> {
  await lockActors(sql, [from, into]);
  const [exists] = await sql`select from learning_event_ids where actor = ${from}
    union all select from gamification_bases where actor = ${from} limit 1`;
  if (!exists) return;
  const [base, added] = [await readBasesOf(sql, [into]), await readBasesOf(sql, [from])];
  await writeBases(sql, mergedRows(base, added, into));
  await deleteBasesOf(sql, from);
  const before = await hoursOfBoth(sql, from, into);
  // An event that both have under one id was sent twice.
  await sql`
    delete from learning_events e using learning_event_ids i where e.actor = ${from} and i.actor = ${into} and i.id = e.id`;
  await sql`
    delete from learning_event_ids i using learning_event_ids o where i.actor = ${from} and o.actor = ${into} and o.id = i.id`;
  await sql`update learning_event_ids set actor = ${into} where actor = ${from}`;
  await sql`update learning_events set actor = ${into} where actor = ${from}`;
  await rebuildLockedActors(sql, schoolId, [from, into]);
  const after = await hoursOfBoth(sql, from, into);
  const changes = [...before].flatMap(([key, row]): HourRow[] => {
    const now = after.get(key);
    const change = {
      ...row,
      events: (now?.events ?? 0) - row.events,
      actors: (now?.actors ?? 0) - row.actors,
    };
    return change.events === 0 && change.actors === 0 ? [] : [change];
  });
  await addHours(sql, changes);
}

/** Deletes everything that an actor did; the sums of their school are then those of the others. */
export async function deleteActor(sql: Queries, schoolId: string, actor: string): Promise<void> {
  await lockActors(sql, [actor]);
  const hours = await hoursOfBoth(sql, actor, actor);
  await sql`delete from learning_events where actor = ${actor}`;
  await sql`delete from learning_event_ids where actor = ${actor}`;
  await deleteBasesOf(sql, actor);
  await rebuildLockedActors(sql, schoolId, [actor]);
  await addHours(
    sql,
    [...hours.values()].map((row) => ({ ...row, events: -row.events, actors: -row.actors })),
  );
}

/** What the two add to the hours of their school, in the order of the hours' keys. */
async function hoursOfBoth(sql: Queries, one: string, other: string): Promise<Map<string, HourRow>> {
  const rows = await sql`
    select school_id, date_trunc('hour', occurred_at, 'UTC') as hour, event_type, count(*)::int as events, count(distinct actor)::int as actors
    from learning_events where actor in (${one}, ${other}) group by 1, 2, 3 order by 1, 2, 3`;
  return new Map(
    rows
      .map(hourRows.read)
      .map((row) => [`${row.school_id} ${row.hour.toISOString()} ${row.event_type}`, row]),
  );
}
