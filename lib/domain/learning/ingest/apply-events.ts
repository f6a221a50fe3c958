import "server-only";
import type { Writer } from "@/lib/db/writer";
import { addEvent, changedRows, copyOf, hoursOf, type LearningEvent, summariesOf } from "../roll-ups";
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
  writeRows,
} from "./rows";

/** A stored event as the bus announces it. */
export const announcementOf = ({ event_type, id, actor, occurred_at, properties }: LearningEvent) => ({
  type: event_type,
  ...{ id, actor, occurred_at, properties },
});

export type LearningOutcome = { kind: "stored" } | { kind: "duplicate" };

/**
 * Stores a batch of events and all roll-ups in one transaction of two round trips. Returns one outcome per event, in order, after the commit; throws,
 * with nothing stored, when the transaction fails. An id that its actor has used is a repetition, whatever else it says.
 */
export async function applyLearningEvents(
  writer: Pick<Writer, "transaction">,
  events: readonly LearningEvent[],
): Promise<LearningOutcome[]> {
  if (events.length === 0) return [];
  return writer.transaction(
    // The first statement waits for other writers; the others then see what those committed.
    (sql) =>
      Promise.all([
        lockActors(
          sql,
          events.map(({ actor }) => actor),
        ),
        readIds(sql, events),
        readRows(sql, events),
        readHours(sql, events),
      ]),
    (sql, [, stored, rows, hours]) => {
      const seen = new Set(stored);
      const before = copyOf(rows);
      const outcomes: LearningOutcome[] = [];
      const added: LearningEvent[] = [];
      for (const event of events) {
        const key = eventKey(event);
        outcomes.push({ kind: seen.has(key) ? "duplicate" : "stored" });
        if (seen.has(key)) continue;
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
}
