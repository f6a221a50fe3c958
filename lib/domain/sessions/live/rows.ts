import "server-only";
import { textArray } from "@/lib/db/literals";
import { tableRows } from "@/lib/db/table-rows";
import {
  attendeeIdentities,
  attendees,
  feedback,
  messages,
  presence,
  reactions,
} from "@/lib/db/tables/sessions";
import type { Queries } from "@/lib/db/writer";
import type { LiveEvent } from "./events";
import {
  type Attendee,
  type ClientPresence,
  identitiesOf,
  type Message,
  type Rating,
  type Reaction,
  rowKey,
  type StoredSession,
} from "./fold";

/* The live family's rows, in sets, by primary key with the keys in order. A writer must hold the sessions' locks (lock.ts) before its first read. */

/* The columns that players write; reports and staff write the others. */

export const attendeeRows = tableRows<Attendee>(attendees, ["session_id", "id"], {
  columns: ["session_id", "id", "display_name", "email", "user_id", "host", "created_at"],
});
export const identityRows = tableRows<typeof attendeeIdentities.$inferSelect>(
  attendeeIdentities,
  ["session_id", "identity"],
  { updates: [] },
);
export const presenceRows = tableRows<ClientPresence>(presence, ["session_id", "client_id"], {
  columns: ["session_id", "client_id", "attendee_id", "heartbeats", "grace_ms", "left_ms"],
  updates: ["heartbeats", "left_ms"],
});
export const messageRows = tableRows<Message>(messages, ["session_id", "id"], {
  columns: ["session_id", "id", "attendee_id", "text", "question", "sent_at"],
  updates: [],
});
export const reactionRows = tableRows<Reaction>(reactions, ["session_id", "id"], {
  columns: ["session_id", "id", "attendee_id", "type", "sent_at"],
  updates: [],
});
export const feedbackRows = tableRows<Rating>(feedback, ["session_id", "attendee_id"], {
  columns: ["session_id", "attendee_id", "rating", "comment", "sent_at", "analysis_version"],
});

type Keys = readonly (readonly string[])[];

const column = (keys: Keys, index: number): string => textArray(keys.map((key) => key[index]!));

function distinct(keys: Keys): Keys {
  return [...new Map(keys.map((key) => [key.join(" "), key])).values()];
}

const identityKeys = (events: readonly LiveEvent[]): Keys =>
  distinct(events.flatMap((event) => identitiesOf(event.who).map((name) => [event.session_id, name])));

/** The settings of each session. */
export async function readSessions(sql: Queries, sessionIds: readonly string[]) {
  const rows = await sql<StoredSession[]>`
    select id, status, instructor_id, chat_enabled, scheduled_start, scheduled_end, started_at, ended_at
    from sessions where id = any(${textArray(sessionIds)}::uuid[])`;
  return new Map(rows.map((row) => [row.id, { ...row }]));
}

/** The attendees that these events' identities belong to. */
export async function readAttendees(sql: Queries, events: readonly LiveEvent[]) {
  const keys = identityKeys(events);
  const rows = await sql<(Attendee & { identity: string })[]>`
    select i.identity, a.session_id, a.id, a.display_name, a.email, a.user_id, a.host,
      a.created_at, (a.registered_at is not null or a.import_id is not null) as named
    from unnest(${column(keys, 0)}::uuid[], ${column(keys, 1)}::text[]) k(session_id, identity)
    join attendee_identities i on i.session_id = k.session_id and i.identity = k.identity
    join attendees a on a.session_id = i.session_id and a.id = i.attendee_id`;
  const identities = new Map<string, string>();
  const byKey = new Map<string, Attendee>();
  for (const { identity, ...attendee } of rows) {
    identities.set(rowKey(attendee, identity), attendee.id);
    byKey.set(rowKey(attendee, attendee.id), attendee);
  }
  return { identities, attendees: byKey };
}

/** The presence of these events' clients: the client's own row, and its row for this attendee. */
export async function readPresence(sql: Queries, events: readonly LiveEvent[]) {
  const beats = events.filter((event) => event.kind === "presence");
  if (beats.length === 0) return new Map<string, ClientPresence>();
  const keys = distinct(beats.map(({ session_id, client_id }) => [session_id, client_id]));
  const named = distinct(
    beats.flatMap(({ session_id, client_id, who }) =>
      identitiesOf(who).map((name) => [session_id, client_id, name]),
    ),
  );
  const rows = await sql`
    select p.session_id, p.client_id, p.attendee_id, p.heartbeats, p.grace_ms, p.left_ms
    from (
      select * from unnest(${column(keys, 0)}::uuid[], ${column(keys, 1)}::text[])
      union all
      select k.session_id, k.client_id || ':' || i.attendee_id
      from unnest(${column(named, 0)}::uuid[], ${column(named, 1)}::text[], ${column(named, 2)}::text[])
        k(session_id, client_id, identity)
      join attendee_identities i on i.session_id = k.session_id and i.identity = k.identity
    ) k(session_id, client_id) join presence p on p.session_id = k.session_id and p.client_id = k.client_id`;
  return new Map(rows.map(presenceRows.read).map((row) => [rowKey(row, row.client_id), row]));
}

/** Which of these events' messages or reactions are stored already. */
export async function readSaid(sql: Queries, kind: "message" | "reaction", events: readonly LiveEvent[]) {
  const said = events.filter((event) => event.kind === "message" || event.kind === "reaction");
  const keys = distinct(
    said.filter((event) => event.kind === kind).map((event) => [event.session_id, event.id]),
  );
  if (keys.length === 0) return new Map<string, null>();
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
    select f.session_id, f.attendee_id, f.rating, f.comment, f.sent_at, f.analysis_version
    from unnest(${column(keys, 0)}::uuid[], ${column(keys, 1)}::text[]) k(session_id, identity)
    join attendee_identities i on i.session_id = k.session_id and i.identity = k.identity
    join feedback f on f.session_id = i.session_id and f.attendee_id = i.attendee_id`;
  return new Map(rows.map((row) => [rowKey(row, row.attendee_id), row]));
}
