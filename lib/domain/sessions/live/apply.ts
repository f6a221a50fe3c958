import "server-only";
import type { Queries, Writer } from "@/lib/db/writer";
import { newId } from "@/lib/platform/ids";
import type { LiveEvent } from "./events";
import { foldEvents, type LiveChanges, type LiveOutcome, type StoredRows } from "./fold";
import { changed, lockSessions } from "./lock";
import {
  attendeeRows,
  feedbackRows,
  identityRows,
  messageRows,
  presenceRows,
  reactionRows,
  readAttendees,
  readFeedback,
  readPresence,
  readSaid,
  readSessions,
} from "./rows";

/** Stores a batch of live events in one transaction of two round trips, all or none; returns one outcome per event, in order, after the commit. */
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
      const rows: StoredRows = { sessions, ...people, presence, messages, reactions, feedback };
      const { outcomes, changes } = foldEvents(rows, events, newId);
      return { writes: writeChanges(sql, rows, changes), result: outcomes };
    },
  );
}

function writeChanges(sql: Queries, rows: StoredRows, changes: LiveChanges): Promise<void>[] {
  const identities = [...changes.identities].map((key) => {
    const [session_id = ""] = key.split(" ", 1);
    return { session_id, identity: key.slice(session_id.length + 1), attendee_id: rows.identities.get(key)! };
  });
  return [
    attendeeRows.write(sql, rowsUnder(rows.attendees, changes.attendees)),
    identityRows.write(sql, identities),
    presenceRows.write(sql, rowsUnder(rows.presence, changes.presence)),
    messageRows.write(sql, rowsUnder(rows.messages, changes.messages)),
    reactionRows.write(sql, rowsUnder(rows.reactions, changes.reactions)),
    feedbackRows.write(sql, rowsUnder(rows.feedback, changes.feedback)),
    changed(sql, changes.sessions),
  ];
}

/** The rows under these keys. */
function rowsUnder<Row>(rows: ReadonlyMap<string, Row | null>, keys: ReadonlySet<string>): Row[] {
  return [...keys].flatMap((key) => rows.get(key) ?? []);
}
