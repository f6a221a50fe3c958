import "server-only";
import { difference } from "@/lib/auth/audit";
import type { Tx } from "@/lib/db/client";
import { insertRows } from "@/lib/db/insert-rows";
import { attendeeIdentities, attendees, presence, reactions } from "@/lib/db/tables/sessions";
import { formatMultirange, size } from "@/lib/measure/ranges";
import { newId } from "@/lib/platform/ids";
import { mapInSteps } from "@/lib/platform/steps";
import { attendeesNamed, presenceLengths } from "../mutations/attendees";
import type { ImportedAttendee } from "./plan";

/* The rows that an import writes, in sets. The caller must hold the session's lock. */

/** The values of one row that an import changed, as JSON. */
type Change = { before: Record<string, unknown>; after: Record<string, unknown> };

/** The data for undoing an import. */
export type BeforeImport = {
  session?: Change;
  attendees?: ({ id: string } & Change)[];
  /** Identities that the import gave to attendees who existed. */
  identities?: { identity: string; attendee_id: string }[];
  /** Attendees that the import created, and those whose registration comes from the report. */
  registered?: string[];
};

type Attendee = typeof attendees.$inferSelect;

/** The columns of an attendee that an import may change. */
export const importedColumns = [
  "display_name",
  "email",
  "user_id",
  "host",
  "registered_at",
  "cancelled_at",
  "reported_ms",
  "reported_messages",
] as const satisfies (keyof Attendee)[];

/** Writes attendees, new or existing. */
export async function writeRows(tx: Tx, rows: readonly Attendee[]): Promise<void> {
  await insertRows(tx, attendees, rows, importedColumns);
}

/** The attendee with what the report says: recorded data stays; of two reports' durations or message counts the larger is kept. */
function filledIn(
  existing: Attendee | undefined,
  heardMs: number,
  one: ImportedAttendee,
  { session_id, import_id, now }: { session_id: string; import_id: string; now: Date },
): Attendee {
  const registered_at = one.registered_at === null ? null : new Date(one.registered_at);
  const cancelled_at = one.cancelled && registered_at ? now : null;
  if (!existing)
    return {
      session_id,
      id: newId(),
      import_id,
      display_name: one.name,
      email: one.email,
      user_id: one.user_id,
      host: one.host,
      registered_at,
      rsvp: null,
      cancelled_at,
      reported_ms: one.reported_ms,
      present_ms: null,
      reported_messages: one.messages,
      deleted_messages: 0,
      deleted_questions: 0,
      deleted_reactions: 0,
      created_at: now,
    };
  const becomesKnown = existing.user_id === null && one.user_id !== null;
  return {
    ...existing,
    display_name: becomesKnown || existing.display_name === existing.email ? one.name : existing.display_name,
    email: existing.email ?? one.email,
    user_id: existing.user_id ?? one.user_id,
    host: existing.host || one.host,
    registered_at: existing.registered_at ?? registered_at,
    cancelled_at: existing.registered_at ? existing.cancelled_at : cancelled_at,
    reported_ms: lengthOf(existing.reported_ms, heardMs, one),
    reported_messages: Math.max(existing.reported_messages, one.messages),
  };
}

function lengthOf(reportedBefore: number | null, heardMs: number, { reported_ms, stays }: ImportedAttendee) {
  if (reportedBefore === null && reported_ms === null) return null;
  const stayMs = size(stays);
  const length = Math.max(reportedBefore ?? heardMs, reported_ms ?? stayMs);
  const staysBefore = reportedBefore === null && length === heardMs && stayMs === 0;
  const staysNow = reported_ms === null && length === stayMs && heardMs === 0;
  return staysBefore || staysNow ? null : length;
}

/** Writes the attendees of a report with all their data; returns the changes to existing ones. */
export async function storeAttendees(
  tx: Tx,
  sessionId: string,
  importId: string,
  imported: readonly ImportedAttendee[],
  now: Date,
): Promise<Required<Omit<BeforeImport, "session">>> {
  const { identities, rows, lengths } = await readExisting(tx, sessionId, imported);
  const before = new Map(rows);
  const written = new Map<string, Attendee>();
  const given: { identity: string; attendee_id: string }[] = [];
  const holders = await mapInSteps(imported, (one) => {
    const identity = one.identities.find((name) => identities.has(name));
    const existing = identity === undefined ? undefined : rows.get(identities.get(identity)!);
    const row = filledIn(existing, existing ? (lengths.get(existing.id) ?? 0) : 0, one, {
      session_id: sessionId,
      import_id: importId,
      now,
    });
    rows.set(row.id, row);
    written.set(row.id, row);
    for (const identity of one.identities) {
      // An attendee who was matched to another user is not found by this one.
      const anotherUser = identity.startsWith("u:") && identity !== `u:${row.user_id}`;
      if (identities.has(identity) || anotherUser) continue;
      identities.set(identity, row.id);
      given.push({ identity, attendee_id: row.id });
    }
    return row.id;
  });
  const rowsWritten = [...written.values()];
  await writeRows(tx, rowsWritten);
  await writeFacts(tx, sessionId, importId, imported, holders, given);
  const changes = await mapInSteps(
    rowsWritten.filter(({ id }) => before.has(id)),
    (row) => ({ id: row.id, ...difference(before.get(row.id)!, row, importedColumns) }),
  );
  return {
    attendees: changes.flatMap(({ keys, ...change }) => (keys.length ? [change] : [])),
    identities: given.filter(({ attendee_id }) => before.has(attendee_id)),
    registered: rowsWritten.flatMap(({ id, registered_at }) =>
      registered_at !== null && !before.has(id) ? [id] : [],
    ),
  };
}

/** The existing attendees; by name alone only those that an import created. */
async function readExisting(tx: Tx, sessionId: string, imported: readonly ImportedAttendee[]) {
  const wanted = [...new Set(imported.flatMap((one) => one.identities))];
  const named = await attendeesNamed(tx, sessionId, wanted);
  const usable = named.filter(
    ({ identity, attendee }) => attendee.import_id !== null || !identity.startsWith("n:"),
  );
  const rows = new Map(usable.map(({ attendee }) => [attendee.id, attendee]));
  return {
    rows,
    identities: new Map(usable.map(({ identity, attendee }) => [identity, attendee.id])),
    lengths: await presenceLengths(tx, sessionId, [...rows.keys()]),
  };
}

async function writeFacts(
  tx: Tx,
  session_id: string,
  import_id: string,
  imported: readonly ImportedAttendee[],
  holders: readonly string[],
  given: readonly { identity: string; attendee_id: string }[],
): Promise<void> {
  const identities = given.map((one) => ({ session_id, ...one }));
  await insertRows(tx, attendeeIdentities, identities, "ignore");
  const stays = imported.flatMap((one, n) => {
    if (one.stays.length === 0) return [];
    const client_id = `import:${import_id}:${n}`;
    const heartbeats = formatMultirange(one.stays);
    return [{ session_id, client_id, attendee_id: holders[n]!, heartbeats, grace_ms: 0, import_id }];
  });
  await insertRows(tx, presence, stays);
  const reacted = imported.flatMap((one, n) =>
    one.reactions.map(({ type, at }) => ({
      session_id,
      id: newId(),
      attendee_id: holders[n]!,
      type,
      sent_at: new Date(at),
      import_id,
    })),
  );
  await insertRows(tx, reactions, reacted);
}
