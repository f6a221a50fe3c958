import "server-only";
import { booleanArray, instantArray, numberArray, textArray } from "@/lib/db/literals";
import type { Queries } from "@/lib/db/writer";
import { formatMultirange, parseMultirange } from "@/lib/measure/ranges";
import type { LiveEvent } from "./events";
import {
  type Attendee,
  type ClientPresence,
  identitiesOf,
  type LiveSession,
  type Message,
  type Rating,
  type Reaction,
  rowKey,
} from "./fold";

/*
 * The live family's rows, in sets. A writer holds the sessions' advisory locks (lock.ts) before its first read.
 * Every statement uses the primary key, with its keys in order, as in lib/domain/videos/ingest/rows.ts.
 */

type Keys = readonly (readonly [sessionId: string, key: string])[];

const column = (keys: Keys, index: 0 | 1): string => textArray(keys.map((key) => key[index]));

function distinct(keys: Keys): Keys {
  return [...new Map(keys.map((key) => [key.join(" "), key])).values()];
}

const identityKeys = (events: readonly LiveEvent[]): Keys =>
  distinct(
    events.flatMap((event) => identitiesOf(event.who).map((name) => [event.session_id, name] as const)),
  );

/** The settings of each session. */
export async function readSessions(
  sql: Queries,
  sessionIds: readonly string[],
): Promise<Map<string, LiveSession>> {
  const rows = await sql<LiveSession[]>`
    select id, status, instructor_id, chat_enabled, scheduled_start,
      scheduled_end, started_at, ended_at
    from sessions where id = any(${textArray(sessionIds)}::uuid[])`;
  return new Map(rows.map((row) => [row.id, { ...row }]));
}

/** The attendees that these events' identities belong to. */
export async function readAttendees(
  sql: Queries,
  events: readonly LiveEvent[],
): Promise<{ identities: Map<string, string>; attendees: Map<string, Attendee> }> {
  const keys = identityKeys(events);
  const rows = await sql<(Attendee & { identity: string })[]>`
    select i.identity, a.session_id, a.id, a.display_name, a.email, a.user_id, a.host,
      a.created_at, (a.registered_at is not null or a.import_id is not null) as named
    from unnest(${column(keys, 0)}::uuid[], ${column(keys, 1)}::text[]) k(session_id, identity)
    join attendee_identities i on i.session_id = k.session_id and i.identity = k.identity
    join attendees a on a.session_id = i.session_id and a.id = i.attendee_id`;
  const identities = new Map<string, string>();
  const attendees = new Map<string, Attendee>();
  for (const { identity, ...attendee } of rows) {
    identities.set(rowKey(attendee, identity), attendee.id);
    attendees.set(rowKey(attendee, attendee.id), attendee);
  }
  return { identities, attendees };
}

type PresenceRow = Omit<ClientPresence, "heard" | "left_ms"> & { heard: string; left_ms: string | null };

/** The presence of these events' clients: the client's own row, and its row for this attendee. */
export async function readPresence(
  sql: Queries,
  events: readonly LiveEvent[],
): Promise<Map<string, ClientPresence>> {
  const beats = events.filter((event) => event.kind === "presence");
  if (beats.length === 0) return new Map();
  const keys = distinct(beats.map((beat) => [beat.session_id, beat.client_id] as const));
  const named = [
    ...new Map(
      beats.flatMap(({ session_id: sessionId, client_id: clientId, who }) =>
        identitiesOf(who).map((name) => [
          `${sessionId} ${clientId} ${name}`,
          { session_id: sessionId, client_id: clientId, name },
        ]),
      ),
    ).values(),
  ];
  const rows = await sql<PresenceRow[]>`
    select p.session_id, p.client_id, p.attendee_id, p.heard, p.grace_ms,
      p.left_ms
    from (
      select * from unnest(${column(keys, 0)}::uuid[], ${column(keys, 1)}::text[])
      union all
      select k.session_id, k.client_id || ':' || i.attendee_id
      from unnest(${textArray(named.map((one) => one.session_id))}::uuid[], ${textArray(named.map((one) => one.client_id))}::text[],
        ${textArray(named.map((one) => one.name))}::text[]) k(session_id, client_id, identity)
      join attendee_identities i on i.session_id = k.session_id and i.identity = k.identity
    ) k(session_id, client_id) join presence p on p.session_id = k.session_id and p.client_id = k.client_id`;
  return new Map(
    rows.map((row) => [
      rowKey(row, row.client_id),
      {
        ...row,
        heard: parseMultirange(row.heard),
        left_ms: row.left_ms === null ? null : Number(row.left_ms),
      },
    ]),
  );
}

/** Which of these events' messages or reactions are stored already. */
export async function readSaid(
  sql: Queries,
  kind: "message" | "reaction",
  events: readonly LiveEvent[],
): Promise<Map<string, null>> {
  const said = events.filter((event) => event.kind === "message" || event.kind === "reaction");
  const keys = distinct(
    said.filter((event) => event.kind === kind).map((event) => [event.session_id, event.id] as const),
  );
  if (keys.length === 0) return new Map();
  const rows = await sql<{ session_id: string; id: string }[]>`
    select t.session_id, t.id
    from unnest(${column(keys, 0)}::uuid[], ${column(keys, 1)}::uuid[]) k(session_id, id)
    join ${sql(kind === "message" ? "messages" : "reactions")} t on t.session_id = k.session_id and t.id = k.id`;
  return new Map(rows.map((row) => [rowKey(row, row.id), null]));
}

/** The feedback that the attendees of these events have given so far. */
export async function readFeedback(sql: Queries, events: readonly LiveEvent[]): Promise<Map<string, Rating>> {
  const keys = identityKeys(events.filter((event) => event.kind === "feedback"));
  if (keys.length === 0) return new Map();
  const rows = await sql<Rating[]>`
    select f.session_id, f.attendee_id, f.rating, f.comment, f.sent_at
    from unnest(${column(keys, 0)}::uuid[], ${column(keys, 1)}::text[]) k(session_id, identity)
    join attendee_identities i on i.session_id = k.session_id and i.identity = k.identity
    join feedback f on f.session_id = i.session_id and f.attendee_id = i.attendee_id`;
  return new Map(rows.map((row) => [rowKey(row, row.attendee_id), row]));
}

/** Updates the columns of attendees that a player may change, or inserts the attendees. */
export async function writeAttendees(sql: Queries, rows: readonly Attendee[]): Promise<void> {
  if (rows.length === 0) return;
  const text = (pick: (row: Attendee) => string | null) => textArray(rows.map(pick));
  await sql`
    insert into attendees as a (session_id, id, display_name, email, user_id, host, created_at)
    select * from unnest(${text((row) => row.session_id)}::uuid[], ${text((row) => row.id)}::uuid[], ${text((row) => row.display_name)}::text[],
      ${text((row) => row.email)}::text[], ${text((row) => row.user_id)}::uuid[], ${booleanArray(rows.map((row) => row.host))}::boolean[],
      ${instantArray(rows.map((row) => row.created_at))}::timestamptz[])
    on conflict (session_id, id) do update set display_name = excluded.display_name, email = excluded.email,
      user_id = excluded.user_id, host = excluded.host, created_at = excluded.created_at`;
}

/** Inserts which attendee each identity belongs to. */
export async function writeIdentities(
  sql: Queries,
  rows: readonly (readonly [sessionId: string, identity: string, attendeeId: string])[],
): Promise<void> {
  if (rows.length === 0) return;
  const [sessions, identities, attendees] = ([0, 1, 2] as const).map((i) =>
    textArray(rows.map((row) => row[i])),
  );
  await sql`
    insert into attendee_identities (session_id, identity, attendee_id)
    select * from unnest(${sessions!}::uuid[], ${identities!}::text[], ${attendees!}::uuid[])
    on conflict (session_id, identity) do nothing`;
}

/** Updates or inserts clients' presence. */
export async function writePresence(sql: Queries, rows: readonly ClientPresence[]): Promise<void> {
  if (rows.length === 0) return;
  const text = (pick: (row: ClientPresence) => string) => textArray(rows.map(pick));
  await sql`
    insert into presence (session_id, client_id, attendee_id, heard, grace_ms, left_ms)
    select * from unnest(${text((row) => row.session_id)}::uuid[], ${text((row) => row.client_id)}::text[],
      ${text((row) => row.attendee_id)}::uuid[], ${text((row) => formatMultirange(row.heard))}::int8multirange[],
      ${numberArray(rows.map((row) => row.grace_ms))}::int[], ${numberArray(rows.map((row) => row.left_ms))}::bigint[])
    on conflict (session_id, client_id) do update set heard = excluded.heard, left_ms = excluded.left_ms`;
}

export async function writeMessages(sql: Queries, rows: readonly Message[]): Promise<void> {
  if (rows.length === 0) return;
  const text = (pick: (row: Message) => string) => textArray(rows.map(pick));
  await sql`
    insert into messages (session_id, id, attendee_id, text, question, sent_at)
    select * from unnest(${text((row) => row.session_id)}::uuid[], ${text((row) => row.id)}::uuid[], ${text((row) => row.attendee_id)}::uuid[],
      ${text((row) => row.text)}::text[], ${booleanArray(rows.map((row) => row.question))}::boolean[],
      ${instantArray(rows.map((row) => row.sent_at))}::timestamptz[])`;
}

export async function writeReactions(sql: Queries, rows: readonly Reaction[]): Promise<void> {
  if (rows.length === 0) return;
  const text = (pick: (row: Reaction) => string) => textArray(rows.map(pick));
  await sql`
    insert into reactions (session_id, id, attendee_id, type, sent_at)
    select * from unnest(${text((row) => row.session_id)}::uuid[], ${text((row) => row.id)}::uuid[], ${text((row) => row.attendee_id)}::uuid[],
      ${text((row) => row.type)}::text[], ${instantArray(rows.map((row) => row.sent_at))}::timestamptz[])`;
}

/** Updates or inserts feedback. */
export async function writeFeedback(sql: Queries, rows: readonly Rating[]): Promise<void> {
  if (rows.length === 0) return;
  const text = (pick: (row: Rating) => string | null) => textArray(rows.map(pick));
  await sql`
    insert into feedback (session_id, attendee_id, rating, comment, sent_at)
    select * from unnest(${text((row) => row.session_id)}::uuid[], ${text((row) => row.attendee_id)}::uuid[],
      ${numberArray(rows.map((row) => row.rating))}::int[], ${text((row) => row.comment)}::text[],
      ${instantArray(rows.map((row) => row.sent_at))}::timestamptz[])
    on conflict (session_id, attendee_id) do update set rating = excluded.rating, comment = excluded.comment, sent_at = excluded.sent_at`;
}
