import "server-only";
import { booleanArray, instantArray, numberArray, textArray } from "@/lib/db/literals";
import type { Queries } from "@/lib/db/writer";
import { formatMultirange, parseMultirange } from "@/lib/measure/ranges";
import type { LiveEvent } from "../live-events";
import {
  type Attendee,
  type ClientPresence,
  identitiesOf,
  type LiveSession,
  type Message,
  type Rating,
  type Reaction,
  rowKey,
} from "../live-fold";

/*
 * The live family's rows, in sets. Whoever writes holds the sessions' advisory locks (lock.ts) from before its first read.
 * Every statement goes by primary key with its keys in order, as in lib/domain/videos/ingest/rows.ts.
 */

type Keys = readonly (readonly [sessionId: string, key: string])[];

const column = (keys: Keys, index: 0 | 1): string => textArray(keys.map((key) => key[index]));

function distinct(keys: Keys): Keys {
  return [...new Map(keys.map((key) => [key.join(" "), key])).values()];
}

const identityKeys = (events: readonly LiveEvent[]): Keys =>
  distinct(
    events.flatMap((event) => identitiesOf(event.who).map((name) => [event.sessionId, name] as const)),
  );

/** What each session lays down. */
export async function readSessions(
  sql: Queries,
  sessionIds: readonly string[],
): Promise<Map<string, LiveSession>> {
  const rows = await sql<LiveSession[]>`
    select id, status, instructor_id as "instructorId", chat_enabled as "chatEnabled", scheduled_start as "scheduledStart",
      scheduled_end as "scheduledEnd", started_at as "startedAt", ended_at as "endedAt"
    from sessions where id = any(${textArray(sessionIds)}::uuid[])`;
  return new Map(rows.map((row) => [row.id, { ...row }]));
}

/** The attendees whom these events' identities lead to. */
export async function readAttendees(
  sql: Queries,
  events: readonly LiveEvent[],
): Promise<{ identities: Map<string, string>; attendees: Map<string, Attendee> }> {
  const keys = identityKeys(events);
  const rows = await sql<(Attendee & { identity: string })[]>`
    select i.identity, a.session_id as "sessionId", a.id, a.display_name as "displayName", a.email, a.user_id as "userId", a.host,
      a.created_at as "createdAt", (a.registered_at is not null or a.import_id is not null) as named
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

type PresenceRow = Omit<ClientPresence, "heard" | "leftMs"> & { heard: string; leftMs: string | null };

/** The presence of these events' clients: the client's own row, and the one it has under this attendee. */
export async function readPresence(
  sql: Queries,
  events: readonly LiveEvent[],
): Promise<Map<string, ClientPresence>> {
  const beats = events.filter((event) => event.kind === "presence");
  if (beats.length === 0) return new Map();
  const keys = distinct(beats.map((beat) => [beat.sessionId, beat.clientId] as const));
  const named = [
    ...new Map(
      beats.flatMap(({ sessionId, clientId, who }) =>
        identitiesOf(who).map((name) => [`${sessionId} ${clientId} ${name}`, { sessionId, clientId, name }]),
      ),
    ).values(),
  ];
  const rows = await sql<PresenceRow[]>`
    select p.session_id as "sessionId", p.client_id as "clientId", p.attendee_id as "attendeeId", p.heard, p.grace_ms as "graceMs",
      p.left_ms as "leftMs"
    from (
      select * from unnest(${column(keys, 0)}::uuid[], ${column(keys, 1)}::text[])
      union all
      select k.session_id, k.client_id || ':' || i.attendee_id
      from unnest(${textArray(named.map((one) => one.sessionId))}::uuid[], ${textArray(named.map((one) => one.clientId))}::text[],
        ${textArray(named.map((one) => one.name))}::text[]) k(session_id, client_id, identity)
      join attendee_identities i on i.session_id = k.session_id and i.identity = k.identity
    ) k(session_id, client_id) join presence p on p.session_id = k.session_id and p.client_id = k.client_id`;
  return new Map(
    rows.map((row) => [
      rowKey(row, row.clientId),
      {
        ...row,
        heard: parseMultirange(row.heard),
        leftMs: row.leftMs === null ? null : Number(row.leftMs),
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
    said.filter((event) => event.kind === kind).map((event) => [event.sessionId, event.id] as const),
  );
  if (keys.length === 0) return new Map();
  const rows = await sql<{ sessionId: string; id: string }[]>`
    select t.session_id as "sessionId", t.id
    from unnest(${column(keys, 0)}::uuid[], ${column(keys, 1)}::uuid[]) k(session_id, id)
    join ${sql(kind === "message" ? "messages" : "reactions")} t on t.session_id = k.session_id and t.id = k.id`;
  return new Map(rows.map((row) => [rowKey(row, row.id), null]));
}

/** What the attendees of these events have answered so far. */
export async function readFeedback(sql: Queries, events: readonly LiveEvent[]): Promise<Map<string, Rating>> {
  const keys = identityKeys(events.filter((event) => event.kind === "feedback"));
  if (keys.length === 0) return new Map();
  const rows = await sql<Rating[]>`
    select f.session_id as "sessionId", f.attendee_id as "attendeeId", f.rating, f.comment, f.sent_at as "sentAt"
    from unnest(${column(keys, 0)}::uuid[], ${column(keys, 1)}::text[]) k(session_id, identity)
    join attendee_identities i on i.session_id = k.session_id and i.identity = k.identity
    join feedback f on f.session_id = i.session_id and f.attendee_id = i.attendee_id`;
  return new Map(rows.map((row) => [rowKey(row, row.attendeeId), row]));
}

/** Writes attendees over what a player may change of their rows, or inserts them. */
export async function writeAttendees(sql: Queries, rows: readonly Attendee[]): Promise<void> {
  if (rows.length === 0) return;
  const text = (pick: (row: Attendee) => string | null) => textArray(rows.map(pick));
  await sql`
    insert into attendees as a (session_id, id, display_name, email, user_id, host, created_at)
    select * from unnest(${text((row) => row.sessionId)}::uuid[], ${text((row) => row.id)}::uuid[], ${text((row) => row.displayName)}::text[],
      ${text((row) => row.email)}::text[], ${text((row) => row.userId)}::uuid[], ${booleanArray(rows.map((row) => row.host))}::boolean[],
      ${instantArray(rows.map((row) => row.createdAt))}::timestamptz[])
    on conflict (session_id, id) do update set display_name = excluded.display_name, email = excluded.email,
      user_id = excluded.user_id, host = excluded.host, created_at = excluded.created_at`;
}

/** Lets identities lead to attendees; `keys` as `[session, identity, attendee]`. */
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

/** Writes clients' presence over their rows, or inserts it. */
export async function writePresence(sql: Queries, rows: readonly ClientPresence[]): Promise<void> {
  if (rows.length === 0) return;
  const text = (pick: (row: ClientPresence) => string) => textArray(rows.map(pick));
  await sql`
    insert into presence (session_id, client_id, attendee_id, heard, grace_ms, left_ms)
    select * from unnest(${text((row) => row.sessionId)}::uuid[], ${text((row) => row.clientId)}::text[],
      ${text((row) => row.attendeeId)}::uuid[], ${text((row) => formatMultirange(row.heard))}::int8multirange[],
      ${numberArray(rows.map((row) => row.graceMs))}::int[], ${numberArray(rows.map((row) => row.leftMs))}::bigint[])
    on conflict (session_id, client_id) do update set heard = excluded.heard, left_ms = excluded.left_ms`;
}

/** Inserts messages. */
export async function writeMessages(sql: Queries, rows: readonly Message[]): Promise<void> {
  if (rows.length === 0) return;
  const text = (pick: (row: Message) => string) => textArray(rows.map(pick));
  await sql`
    insert into messages (session_id, id, attendee_id, text, question, sent_at)
    select * from unnest(${text((row) => row.sessionId)}::uuid[], ${text((row) => row.id)}::uuid[], ${text((row) => row.attendeeId)}::uuid[],
      ${text((row) => row.text)}::text[], ${booleanArray(rows.map((row) => row.question))}::boolean[],
      ${instantArray(rows.map((row) => row.sentAt))}::timestamptz[])`;
}

/** Inserts reactions. */
export async function writeReactions(sql: Queries, rows: readonly Reaction[]): Promise<void> {
  if (rows.length === 0) return;
  const text = (pick: (row: Reaction) => string) => textArray(rows.map(pick));
  await sql`
    insert into reactions (session_id, id, attendee_id, type, sent_at)
    select * from unnest(${text((row) => row.sessionId)}::uuid[], ${text((row) => row.id)}::uuid[], ${text((row) => row.attendeeId)}::uuid[],
      ${text((row) => row.type)}::text[], ${instantArray(rows.map((row) => row.sentAt))}::timestamptz[])`;
}

/** Writes answers over those that stood, or inserts them. */
export async function writeFeedback(sql: Queries, rows: readonly Rating[]): Promise<void> {
  if (rows.length === 0) return;
  const text = (pick: (row: Rating) => string | null) => textArray(rows.map(pick));
  await sql`
    insert into feedback (session_id, attendee_id, rating, comment, sent_at)
    select * from unnest(${text((row) => row.sessionId)}::uuid[], ${text((row) => row.attendeeId)}::uuid[],
      ${numberArray(rows.map((row) => row.rating))}::int[], ${text((row) => row.comment)}::text[],
      ${instantArray(rows.map((row) => row.sentAt))}::timestamptz[])
    on conflict (session_id, attendee_id) do update set rating = excluded.rating, comment = excluded.comment, sent_at = excluded.sent_at`;
}
