import "server-only";
import { isDeepStrictEqual } from "node:util";
import type { attendees, feedback, messages, presence, reactions } from "@/lib/db/tables/sessions";
import { formatMultirange, type Ranges, range, union } from "@/lib/measure/ranges";
import { closesAfterMs, isOverdue, type SessionStatus, type SessionTimes } from "../session";
import { type AttendeeIdentity, clockBackMinutes, graceSeconds, isQuestion, type LiveEvent } from "./events";

/*
 * Applies a batch of live events to the rows it touches. Any order, repetition and batching gives the same rows, except for which of two
 * guests had a client id first, and which of two names a guest gave last.
 */

/** Why an event is refused. */
export type LiveRefusal = "gone" | "cancelled" | "ended" | "not_started" | "chat_off";
export type LiveOutcome = { status: SessionStatus } & (
  | { kind: "stored" | "duplicate" }
  | { kind: "refused"; reason: LiveRefusal }
);

/** The settings of a session that its events depend on, read inside the same transaction. */
export type StoredSession = SessionTimes & { id: string; instructor_id: string; chat_enabled: boolean };

export type Attendee = Pick<
  typeof attendees.$inferSelect,
  "session_id" | "id" | "display_name" | "email" | "user_id" | "host" | "created_at"
> & {
  /** Named by staff or by a report: a guest's name does not replace it. */
  named: boolean;
};
export type ClientPresence = Omit<typeof presence.$inferSelect, "heartbeats" | "import_id"> & {
  heartbeats: Ranges;
};
export type Message = Omit<
  typeof messages.$inferSelect,
  "import_id" | "answered_at" | "answered_by" | "answer_id"
>;
export type Reaction = Omit<typeof reactions.$inferSelect, "import_id">;
export type Rating = Pick<
  typeof feedback.$inferSelect,
  "session_id" | "attendee_id" | "rating" | "comment" | "sent_at" | "analysis_version"
>;

/** The rows that a batch touches, by their session and key (`rowKey`). */
export type StoredRows = {
  sessions: Map<string, StoredSession>;
  /** Identity → attendee's id. */
  identities: Map<string, string>;
  attendees: Map<string, Attendee>;
  presence: Map<string, ClientPresence>;
  messages: Map<string, Message | null>;
  reactions: Map<string, Reaction | null>;
  feedback: Map<string, Rating>;
};
/** The keys of the rows that are new or changed. */
export type LiveChanges = Record<keyof StoredRows, Set<string>>;

export const rowKey = (row: { session_id: string }, key: string): string => `${row.session_id} ${key}`;

/** The identities that a person may already have, the most reliable first. */
export function identitiesOf({ identity, user_id: userId, email }: AttendeeIdentity): string[] {
  return userId !== null && email !== null ? [identity, `e:${email}`] : [identity];
}

/** The name of a guest without one: the same on every visit with the same identity. */
export function guestName(identity: string): string {
  if (identity.startsWith("c:")) return `Guest ${identity.slice(-4)}`;
  // FNV-1a, folded to 16 bits: it distinguishes guests and hides nothing.
  let hash = 0x811c9dc5;
  for (let i = 0; i < identity.length; i++) hash = Math.imul(hash ^ identity.charCodeAt(i), 0x01000193);
  return `Guest ${(((hash >>> 16) ^ hash) & 0xffff).toString(16).padStart(4, "0")}`;
}

/** A session's status as players see it: a session that nobody ended ends one hour after its schedule. */
function effectiveStatus(session: SessionTimes, now: Date): SessionStatus {
  return isOverdue(session, now) ? "ended" : session.status;
}

/** Why this event is refused, or null. Events from before the end count when they arrive within ten minutes of it; feedback has no end. */
function refusalOf(session: StoredSession, event: LiveEvent): LiveRefusal | null {
  const status = effectiveStatus(session, event.received_at);
  if (status === "cancelled") return "cancelled";
  if (event.kind === "feedback") return status === "scheduled" ? "not_started" : null;
  if (status === "ended" && !isFromBeforeEnd(session, event)) return "ended";
  return event.kind === "message" && !session.chat_enabled ? "chat_off" : null;
}

function isFromBeforeEnd(session: StoredSession, { at, received_at: receivedAt }: LiveEvent): boolean {
  const closing = session.scheduled_end.getTime() + (session.status === "live" ? closesAfterMs : 0);
  const end = session.ended_at?.getTime() ?? closing;
  return at <= end && receivedAt.getTime() <= end + clockBackMinutes * 60_000;
}

/** Folds events into the rows, which it changes; `newId` creates attendees' ids. One outcome per event, in order. */
export function foldEvents(rows: StoredRows, events: readonly LiveEvent[], newId: () => string) {
  const changes: LiveChanges = {
    sessions: new Set(),
    identities: new Set(),
    attendees: new Set(),
    presence: new Set(),
    messages: new Set(),
    reactions: new Set(),
    feedback: new Set(),
  };
  const outcomes = events.map((event): LiveOutcome => {
    const session = rows.sessions.get(event.session_id);
    if (!session) return { kind: "refused", reason: "gone", status: "cancelled" };
    const status = effectiveStatus(session, event.received_at);
    // A repeated event is acknowledged, also after the end.
    if (isStored(rows, event)) return { kind: "duplicate", status };
    const reason = refusalOf(session, event);
    if (reason) return { kind: "refused", reason, status };
    const before = countOf(changes);
    const attendee = attend(rows, changes, session, event, newId);
    const stored = apply(rows, changes, attendee, event);
    if (countOf(changes) > before || stored) changes.sessions.add(session.id);
    return { kind: stored ? "stored" : "duplicate", status };
  });
  return { outcomes, changes };
}

const countOf = (changes: LiveChanges): number => changes.attendees.size + changes.identities.size;

/** Whether this message or reaction is in the rows already, from any sender. */
function isStored(rows: StoredRows, event: LiveEvent): boolean {
  if (event.kind === "message") return rows.messages.has(rowKey(event, event.id));
  if (event.kind === "reaction") return rows.reactions.has(rowKey(event, event.id));
  return false;
}

/** The event's attendee: found by one of their identities, or new. */
function attend(
  rows: StoredRows,
  changes: LiveChanges,
  session: StoredSession,
  event: LiveEvent,
  newId: () => string,
): Attendee {
  const { who, session_id: sessionId, received_at: receivedAt } = event;
  const names = identitiesOf(who).map((name) => rowKey(event, name));
  const existingId = names.map((name) => rows.identities.get(name)).find((id) => id !== undefined);
  const existing = existingId === undefined ? undefined : rows.attendees.get(rowKey(event, existingId));
  const before: Attendee = existing ?? {
    session_id: sessionId,
    id: newId(),
    display_name: who.name,
    email: who.email,
    user_id: who.user_id,
    host: false,
    created_at: receivedAt,
    named: false,
  };
  const userId = before.user_id ?? who.user_id;
  // Who was invited by address alone has a name once they come.
  const invited = before.user_id === null && who.user_id !== null && before.display_name === before.email;
  const renamed = invited || (userId === null && !before.named && who.name !== guestName(who.identity));
  const after: Attendee = {
    ...before,
    display_name: renamed ? who.name : before.display_name,
    email: before.email ?? who.email,
    user_id: userId,
    host: before.host || userId === session.instructor_id,
    created_at: receivedAt < before.created_at ? receivedAt : before.created_at,
  };
  const key = rowKey(event, after.id);
  if (!isDeepStrictEqual(existing, after)) {
    rows.attendees.set(key, after);
    changes.attendees.add(key);
  }
  for (const name of names)
    if (!rows.identities.has(name)) {
      rows.identities.set(name, after.id);
      changes.identities.add(name);
    }
  return after;
}

/** Adds one event to its attendee's rows; false when it changes nothing. */
function apply(rows: StoredRows, changes: LiveChanges, attendee: Attendee, event: LiveEvent): boolean {
  const said = { session_id: event.session_id, attendee_id: attendee.id, sent_at: new Date(event.at) };
  switch (event.kind) {
    case "presence":
      return beat(rows, changes, attendee, event);
    case "message": {
      const key = rowKey(event, event.id);
      rows.messages.set(key, { ...said, id: event.id, text: event.text, question: isQuestion(event.text) });
      changes.messages.add(key);
      return true;
    }
    case "reaction": {
      const key = rowKey(event, event.id);
      rows.reactions.set(key, { ...said, id: event.id, type: event.type });
      changes.reactions.add(key);
      return true;
    }
    case "feedback": {
      const key = rowKey(event, attendee.id);
      const existing = rows.feedback.get(key);
      const { rating, comment } = event;
      const age = existing ? event.at - existing.sent_at.getTime() : 1;
      if (age < 0 || (age === 0 && existing?.rating === rating && existing.comment === comment)) return false;
      rows.feedback.set(key, { ...said, rating, comment, analysis_version: 0 });
      changes.feedback.add(key);
      return true;
    }
  }
}

/** Adds a heartbeat: one at `t` adds `[t, t + grace)`, so neither order nor repetition matters. In epoch milliseconds. */
export function addBeat(heartbeats: Ranges, at: number, graceMs: number): Ranges {
  return union(heartbeats, range(at, at + graceMs));
}

/** The later of two leaves. */
export const laterLeave = (left: number | null, at: number): number => Math.max(left ?? at, at);

function beat(
  rows: StoredRows,
  changes: LiveChanges,
  attendee: Attendee,
  event: LiveEvent & { kind: "presence" },
): boolean {
  const { session_id: sessionId, client_id: clientId, at } = event;
  const first = rows.presence.get(rowKey(event, clientId));
  // A presence row belongs to one attendee, the first who used the client. A guest who then signs in is another attendee, whose
  // row has the client and the attendee as its key.
  const own = first && first.attendee_id !== attendee.id ? `${clientId}:${attendee.id}` : clientId;
  const key = rowKey(event, own);
  const existing = rows.presence.get(key);
  const graceMs = existing?.grace_ms ?? graceSeconds * 1000;
  const heartbeats = addBeat(existing?.heartbeats ?? [], at, graceMs);
  const before = existing?.left_ms ?? null;
  const leftMs = event.event === "leave" ? laterLeave(before, at) : before;
  if (existing && leftMs === before && formatMultirange(heartbeats) === formatMultirange(existing.heartbeats))
    return false;
  rows.presence.set(key, {
    session_id: sessionId,
    client_id: own,
    attendee_id: attendee.id,
    heartbeats,
    grace_ms: graceMs,
    left_ms: leftMs,
  });
  changes.presence.add(key);
  return true;
}
