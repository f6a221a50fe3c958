import "server-only";
import { forgetKey, type Writing, writingOf } from "@/lib/auth/pseudonym";
import type { Queries, Writer } from "@/lib/db/writer";
import { addEvent, changedRows, copyOf, hoursOf, type LearningEvent, summariesOf } from "../roll-ups";
import { isKeyReplaced, namesInUse, namesOfPerson, nameToWrite } from "./names";
import {
  addHours,
  addSummaries,
  eventIdRows,
  eventKey,
  eventRows,
  lockActors,
  readHours,
  readIds,
  readRows,
  readSince,
  writeRows,
} from "./rows";

/** A stored event as the bus announces it. */
export const announcementOf = ({ event_type, id, actor, occurred_at, properties }: LearningEvent) => ({
  type: event_type,
  ...{ id, actor, occurred_at, properties },
});

/** `too_old`: from before the time since when the school keeps events; it is in no number any more. */
export type LearningOutcome = { kind: "stored" } | { kind: "duplicate" } | { kind: "too_old" };

/** An event of a person, by the names that their rows can have. Without them it is of the actor that it names: a person who has no account, or a move. */
export type NewEvent = LearningEvent & { of?: Writing };

/** A key is replaced by a person, and so often while a batch waits. */
const attemptsMax = 3;

/**
 * Stores a batch of events and all roll-ups in one transaction of two round trips. Returns one outcome per event, in order, after the commit; throws,
 * with nothing stored, when the transaction fails. An id that its actor has used is a repetition, whatever else it says.
 */
export async function applyLearningEvents(
  writer: Pick<Writer, "transaction">,
  given: readonly NewEvent[],
): Promise<LearningOutcome[]> {
  if (given.length === 0) return [];
  let events = given;
  for (let attempt = 1; attempt <= attemptsMax; attempt++) {
    const outcomes = await applyOnce(writer, events);
    if (outcomes) return outcomes;
    for (const id of new Set(events.map(({ school_id }) => school_id))) forgetKey(id);
    events = await Promise.all(events.map(named));
  }
  throw new Error("the key of the pseudonyms was replaced again and again");
}

async function named({ of, ...event }: NewEvent): Promise<NewEvent> {
  if (!of) return event;
  const now = await writingOf(event.school_id, of.user_id);
  return { ...event, actor: now.actor, of: now };
}

/** What the transaction reads before it writes; null where a name is of a key that was replaced. */
async function readStored(sql: Queries, events: readonly NewEvent[]) {
  const people = events.flatMap(({ of, school_id }) => (of ? [{ ...of, school_id }] : []));
  const names = events.flatMap(({ of, actor }) => (of ? namesOfPerson(of) : [actor]));
  const stored = (now: readonly LearningEvent[]) =>
    Promise.all([
      readIds(sql, now),
      readRows(sql, now),
      readHours(sql, now),
      readSince(
        sql,
        now.map(({ school_id }) => school_id),
      ),
    ]);
  // The first statement waits for other writers; the others then see what those committed.
  const locked = lockActors(sql, names);
  const replaced = isKeyReplaced(sql, people);
  if (people.every(({ former_actor }) => former_actor === null)) {
    const [, isReplaced, [ids, rows, hours, since]] = await Promise.all([locked, replaced, stored(events)]);
    return isReplaced ? null : { events, ids, rows, hours, since };
  }
  const [, isReplaced, inUse] = await Promise.all([locked, replaced, namesInUse(sql, names)]);
  if (isReplaced) return null;
  const now = events.map((event) => (event.of ? { ...event, actor: nameToWrite(event.of, inUse) } : event));
  const [ids, rows, hours, since] = await stored(now);
  return { events: now, ids, rows, hours, since };
}

/** Null, with nothing stored, where a name is of a key that was replaced. */
const applyOnce = (
  writer: Pick<Writer, "transaction">,
  given: readonly NewEvent[],
): Promise<LearningOutcome[] | null> =>
  writer.transaction<Awaited<ReturnType<typeof readStored>>, LearningOutcome[] | null>(
    (sql) => readStored(sql, given),
    (sql, read) => {
      if (!read) return { writes: [], result: null };
      const { events, ids: stored, rows, hours, since } = read;
      const seen = new Set(stored);
      const before = copyOf(rows);
      const outcomes: LearningOutcome[] = [];
      const added: LearningEvent[] = [];
      for (const event of events) {
        const key = eventKey(event);
        const isDuplicate = seen.has(key);
        const isTooOld = event.occurred_at < (since.get(event.school_id) ?? event.occurred_at);
        outcomes.push({ kind: isDuplicate ? "duplicate" : isTooOld ? "too_old" : "stored" });
        if (isDuplicate || isTooOld) continue;
        seen.add(key);
        added.push(event);
        addEvent(rows, event);
      }
      const writes =
        added.length === 0
          ? []
          : [
              eventIdRows.write(sql, added),
              eventRows.write(sql, added),
              ...writeRows(sql, changedRows(before, rows)),
              // Other actors' writers share these rows: all lock the days before the hours, and nothing else afterwards.
              addSummaries(sql, summariesOf(before.days, rows.days)),
              addHours(sql, hoursOf(added, hours)),
            ];
      return { writes, result: outcomes };
    },
  );
