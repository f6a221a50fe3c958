import "server-only";
import type { Queries, Writer } from "@/lib/db/writer";
import { newId } from "@/lib/platform/ids";
import type { LiveEvent } from "./events";
import { foldEvents, type LiveChanges, type LiveOutcome, type LiveRows } from "./fold";
import { changed, lockSessions } from "./lock";
import {
  readAttendees,
  readFeedback,
  readPresence,
  readSaid,
  readSessions,
  writeAttendees,
  writeFeedback,
  writeIdentities,
  writeMessages,
  writePresence,
  writeReactions,
} from "./rows";

/**
 * Stores a batch of live events in one transaction of two round trips: attendees, presence, messages, reactions and feedback
 * together, with the versions of the sessions that changed. Returns one outcome an event, in order, after the commit; throws,
 * with nothing stored, when the transaction fails.
 */
export async function applyEvents(writer: Writer, events: readonly LiveEvent[]): Promise<LiveOutcome[]> {
  if (events.length === 0) return [];
  const sessionIds = [...new Set(events.map((event) => event.session_id))];
  return writer.transaction(
    // The first statement waits for other writers; the others then see what those committed.
    (sql) =>
      Promise.all([
        lockSessions(sql, sessionIds),
        readSessions(sql, sessionIds),
        readAttendees(sql, events),
        readPresence(sql, events),
        readSaid(sql, "message", events),
        readSaid(sql, "reaction", events),
        readFeedback(sql, events),
      ]),
    (sql, [, sessions, people, presence, messages, reactions, feedback]) => {
      const rows: LiveRows = { sessions, ...people, presence, messages, reactions, feedback };
      const { outcomes, changes } = foldEvents(rows, events, newId);
      return { writes: writeChanges(sql, rows, changes), result: outcomes };
    },
  );
}

function writeChanges(sql: Queries, rows: LiveRows, changes: LiveChanges): Promise<void>[] {
  return [
    writeAttendees(sql, rowsUnder(rows.attendees, changes.attendees)),
    writeIdentities(
      sql,
      [...changes.identities].sort().map((key) => {
        const [sessionId = ""] = key.split(" ", 1);
        return [sessionId, key.slice(sessionId.length + 1), rows.identities.get(key)!] as const;
      }),
    ),
    writePresence(sql, rowsUnder(rows.presence, changes.presence)),
    writeMessages(sql, rowsUnder(rows.messages, changes.messages)),
    writeReactions(sql, rowsUnder(rows.reactions, changes.reactions)),
    writeFeedback(sql, rowsUnder(rows.feedback, changes.feedback)),
    changed(sql, changes.sessions),
  ];
}

/** The rows under these keys, in their keys' order, so that writers never deadlock. */
function rowsUnder<Row>(rows: ReadonlyMap<string, Row | null>, keys: ReadonlySet<string>): Row[] {
  return [...keys].sort().flatMap((key) => rows.get(key) ?? []);
}
