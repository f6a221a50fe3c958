import "server-only";
import { booleanArray, instantArray, numberArray, textArray } from "@/lib/db/literals";
import type { Queries } from "@/lib/db/writer";
import { formatMultirange, size } from "@/lib/measure/ranges";
import { newId } from "@/lib/platform/ids";
import type { ImportedAttendee } from "./plan";

/* The rows that an import writes, in sets. The caller holds the session's lock. */

/** What an import keeps of what it changed, to take it back: each value before, and as the import left it. */
export type BeforeImport = {
  session?: { before: TimesRow; after: TimesRow };
  attendees?: { id: string; before: Record<string, unknown>; after: Record<string, unknown> }[];
  /** Names that the import gave to attendees who were there. */
  identities?: { identity: string; attendee_id: string }[];
  /** Attendees whom the import made, and whose registration is the report's. */
  registered?: string[];
};

export type TimesRow = { status: string; started_at: string | null; ended_at: string | null };

/** The columns of an attendee that an import may change, as the database calls them. */
export type ImportedColumns = {
  display_name: string;
  email: string | null;
  user_id: string | null;
  host: boolean;
  registered_at: string | null;
  cancelled_at: string | null;
  reported_ms: number | null;
  reported_messages: number;
};
export const importedColumns = [
  "display_name",
  "email",
  "user_id",
  "host",
  "registered_at",
  "cancelled_at",
  "reported_ms",
  "reported_messages",
] as const satisfies (keyof ImportedColumns)[];

export type AttendeeRow = ImportedColumns & { id: string; import_id: string | null };

type RawRow = Omit<AttendeeRow, "registered_at" | "cancelled_at" | "reported_ms"> & {
  registered_at: Date | null;
  cancelled_at: Date | null;
  reported_ms: string | null;
};

/** A row as plain values, so that it can be kept as JSON and compared. */
const plainRow = (row: RawRow): AttendeeRow => ({
  ...row,
  registered_at: row.registered_at?.toISOString() ?? null,
  cancelled_at: row.cancelled_at?.toISOString() ?? null,
  reported_ms: row.reported_ms === null ? null : Number(row.reported_ms),
});

export async function readRows(
  tx: Queries,
  sessionId: string,
  ids: readonly string[],
): Promise<AttendeeRow[]> {
  const rows = await tx<RawRow[]>`
    select id, import_id, display_name, email, user_id, host, registered_at, cancelled_at, reported_ms, reported_messages
    from attendees where session_id = ${sessionId} and id = any(${textArray(ids)}::uuid[])`;
  return rows.map(plainRow);
}

/** Writes attendees, new or over what stands. */
export async function writeRows(
  tx: Queries,
  sessionId: string,
  rows: readonly AttendeeRow[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return;
  const texts = (pick: (row: AttendeeRow) => string | null) => textArray(rows.map(pick));
  const numbers = (pick: (row: AttendeeRow) => number | null) => numberArray(rows.map(pick));
  await tx`
    insert into attendees (session_id, id, import_id, display_name, email, user_id, host, registered_at, cancelled_at,
      reported_ms, reported_messages, created_at)
    select ${sessionId}::uuid, x.*, ${now}::timestamptz from unnest(
      ${texts((row) => row.id)}::uuid[], ${texts((row) => row.import_id)}::uuid[], ${texts((row) => row.display_name)}::text[],
      ${texts((row) => row.email)}::text[], ${texts((row) => row.user_id)}::uuid[], ${booleanArray(rows.map((row) => row.host))}::boolean[],
      ${texts((row) => row.registered_at)}::timestamptz[], ${texts((row) => row.cancelled_at)}::timestamptz[],
      ${numbers((row) => row.reported_ms)}::bigint[], ${numbers((row) => row.reported_messages)}::int[]) x
    on conflict (session_id, id) do update set display_name = excluded.display_name, email = excluded.email,
      user_id = excluded.user_id, host = excluded.host, registered_at = excluded.registered_at,
      cancelled_at = excluded.cancelled_at, reported_ms = excluded.reported_ms, reported_messages = excluded.reported_messages`;
}

/**
 * The attendee as the report leaves them. What stands is kept; what is missing is filled. Two reports of one meeting mostly tell
 * of the same minutes, so that of two lengths, or of two counts of messages, the larger stands; where stays say a length, none does.
 */
function filledIn(
  found: AttendeeRow | undefined,
  heardMs: number,
  one: ImportedAttendee,
  importId: string,
  now: Date,
): AttendeeRow {
  const registered = one.registered_at === null ? null : new Date(one.registered_at).toISOString();
  const cancelled = one.cancelled && registered ? now.toISOString() : null;
  if (!found)
    return {
      id: newId(),
      import_id: importId,
      display_name: one.name,
      email: one.email,
      user_id: one.user_id,
      host: one.host,
      registered_at: registered,
      cancelled_at: cancelled,
      reported_ms: one.reported_ms,
      reported_messages: one.messages,
    };
  const becomesKnown = found.user_id === null && one.user_id !== null;
  return {
    ...found,
    display_name: becomesKnown || found.display_name === found.email ? one.name : found.display_name,
    email: found.email ?? one.email,
    user_id: found.user_id ?? one.user_id,
    host: found.host || one.host,
    registered_at: found.registered_at ?? registered,
    cancelled_at: found.registered_at ? found.cancelled_at : cancelled,
    reported_ms: lengthOf({ reported: found.reported_ms, heard_ms: heardMs }, one),
    reported_messages: Math.max(found.reported_messages, one.messages),
  };
}

function lengthOf(
  before: { reported: number | null; heard_ms: number },
  { reported_ms: reportedMs, stays }: Pick<ImportedAttendee, "reported_ms" | "stays">,
): number | null {
  if (before.reported === null && reportedMs === null) return null;
  const stayMs = size(stays);
  const length = Math.max(before.reported ?? before.heard_ms, reportedMs ?? stayMs);
  const oldSayIt = before.reported === null && length === before.heard_ms && stayMs === 0;
  const newSayIt = reportedMs === null && length === stayMs && before.heard_ms === 0;
  return oldSayIt || newSayIt ? null : length;
}

/** Writes the attendees of a report with all that it says of them; gives back what it changed of those who were there. */
export async function storeAttendees(
  tx: Queries,
  sessionId: string,
  importId: string,
  planned: readonly ImportedAttendee[],
  now: Date,
): Promise<Required<Omit<BeforeImport, "session">>> {
  const { identities, rows, heard } = await readFound(tx, sessionId, planned);
  const written = new Map<string, AttendeeRow>();
  const given: { identity: string; attendee_id: string }[] = [];
  const holders = planned.map((one) => {
    const name = one.identities.find((identity) => identities.has(identity));
    const found = name === undefined ? undefined : rows.get(identities.get(name)!);
    const row = filledIn(found, found ? (heard.get(found.id) ?? 0) : 0, one, importId, now);
    rows.set(row.id, row);
    written.set(row.id, row);
    for (const identity of one.identities) {
      // Whom a person has said to be somebody else is not found by this user any more.
      const another = identity.startsWith("u:") && identity !== `u:${row.user_id}`;
      if (identities.has(identity) || another) continue;
      identities.set(identity, row.id);
      given.push({ identity, attendee_id: row.id });
    }
    return row.id;
  });
  const old = new Map((await readRows(tx, sessionId, [...written.keys()])).map((row) => [row.id, row]));
  await writeRows(tx, sessionId, [...written.values()], now);
  await writeFacts(tx, sessionId, importId, planned, holders, given);
  return {
    attendees: [...old.values()].flatMap((row) => differenceOf(row, written.get(row.id)!)),
    identities: given.filter(({ attendee_id: attendeeId }) => old.has(attendeeId)),
    registered: [...written.values()].flatMap(({ id, registered_at }) =>
      registered_at !== null && !old.has(id) ? [id] : [],
    ),
  };
}

function differenceOf(before: AttendeeRow, after: AttendeeRow) {
  const keys = importedColumns.filter((key) => before[key] !== after[key]);
  const pick = (row: AttendeeRow) => Object.fromEntries(keys.map((key) => [key, row[key]]));
  return keys.length ? [{ id: before.id, before: pick(before), after: pick(after) }] : [];
}

/** Who of the session the planned may be: by name alone only those whom an import made. */
async function readFound(tx: Queries, sessionId: string, planned: readonly ImportedAttendee[]) {
  const wanted = [...new Set(planned.flatMap((one) => one.identities))];
  const found = await tx<{ identity: string; attendee_id: string; by_name: boolean }[]>`
    select i.identity, i.attendee_id, i.identity like 'n:%' and a.import_id is null as by_name
    from attendee_identities i join attendees a on a.session_id = i.session_id and a.id = i.attendee_id
    where i.session_id = ${sessionId} and i.identity = any(${textArray(wanted)}::text[])`;
  const usable = found.filter((one) => !one.by_name);
  const ids = [...new Set(usable.map((one) => one.attendee_id))];
  const rows = new Map((await readRows(tx, sessionId, ids)).map((row) => [row.id, row]));
  const lengths = await tx<{ attendee_id: string; ms: string }[]>`
    select p.attendee_id, sum(upper(r) - lower(r) - p.grace_ms) as ms
    from presence p, unnest(p.heard) r
    where p.session_id = ${sessionId} and p.attendee_id = any(${textArray(ids)}::uuid[]) group by 1`;
  return {
    rows,
    identities: new Map(usable.map((one) => [one.identity, one.attendee_id])),
    heard: new Map(lengths.map(({ attendee_id: attendeeId, ms }) => [attendeeId, Number(ms)])),
  };
}

async function writeFacts(
  tx: Queries,
  sessionId: string,
  importId: string,
  planned: readonly ImportedAttendee[],
  holders: readonly string[],
  given: readonly { identity: string; attendee_id: string }[],
): Promise<void> {
  if (given.length)
    await tx`
      insert into attendee_identities (session_id, identity, attendee_id)
      select ${sessionId}::uuid, x.* from unnest(${textArray(given.map((one) => one.identity))}::text[],
        ${textArray(given.map((one) => one.attendee_id))}::uuid[]) x
      on conflict (session_id, identity) do nothing`;
  const stays = planned.flatMap((one, n) =>
    one.stays.length ? [{ n, heard: formatMultirange(one.stays), attendee_id: holders[n]! }] : [],
  );
  if (stays.length)
    await tx`
      insert into presence (session_id, client_id, attendee_id, heard, grace_ms, import_id)
      select ${sessionId}::uuid, x.client_id, x.attendee_id, x.heard, 0, ${importId}::uuid from unnest(
        ${textArray(stays.map(({ n }) => `import:${importId}:${n}`))}::text[], ${textArray(stays.map((stay) => stay.attendee_id))}::uuid[],
        ${textArray(stays.map((stay) => stay.heard))}::int8multirange[]) x(client_id, attendee_id, heard)`;
  const reactions = planned.flatMap((one, n) =>
    one.reactions.map((reaction) => ({ ...reaction, attendee_id: holders[n]! })),
  );
  if (reactions.length)
    await tx`
      insert into reactions (session_id, id, attendee_id, type, sent_at, import_id)
      select ${sessionId}::uuid, x.*, ${importId}::uuid from unnest(${textArray(reactions.map(() => newId()))}::uuid[],
        ${textArray(reactions.map((one) => one.attendee_id))}::uuid[], ${textArray(reactions.map((one) => one.type))}::text[],
        ${instantArray(reactions.map((one) => new Date(one.at)))}::timestamptz[]) x`;
}
