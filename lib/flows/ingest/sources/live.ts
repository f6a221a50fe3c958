import { eq, sql } from "drizzle-orm";
import type { z } from "zod";
import type { Person } from "@/lib/auth/token-subjects";
import { builtOnce, db } from "@/lib/db/client";
import { schools } from "@/lib/db/tables/schools";
import { sessions } from "@/lib/db/tables/sessions";
import { applyEvents } from "@/lib/domain/sessions/live/apply";
import {
  type AttendeeIdentity,
  clockBackMinutes,
  feedbackBeacon,
  type LiveAnswer,
  type LiveEvent,
  liveBodyBytesMax,
  messageBeacon,
  presenceBeacon,
  reactionBeacon,
} from "@/lib/domain/sessions/live/events";
import { guestName, type LiveOutcome, type LiveRefusal } from "@/lib/domain/sessions/live/fold";
import { sessionBucket } from "@/lib/domain/sessions/live/lock";
import { uuidPattern } from "@/lib/platform/ids";
import { processSingleton } from "@/lib/platform/process";
import type { Item, Source, Subject } from "../accept";
import { cachedRows } from "../cache";
import { callerRefusals, isTheirs, personOf } from "../caller";
import { createWriterQueue } from "../queue";
import { type Refusal, refused } from "../refusals";

/* Events that a player reports about a live session: one per request. The address names the session. */

type LiveItem =
  | Item<"presence", z.output<typeof presenceBeacon>>
  | Item<"message", z.output<typeof messageBeacon>>
  | Item<"reaction", z.output<typeof reactionBeacon>>
  | Item<"feedback", z.output<typeof feedbackBeacon>>;

type TrackedSession = Subject & { session_id: string; anonymous_viewers: boolean };

const unknownSession = {
  code: "not_found",
  path: "sessionId",
  message: "this session does not exist",
} as const;
const refusals = {
  ...callerRefusals,
  unknown_session: unknownSession,
  ambiguous_session: {
    code: "invalid",
    path: "sessionId",
    message: "more than one school uses this id; send the session's UUID",
  },
  nobody: {
    code: "unauthenticated",
    path: "client_id",
    message: "is required without a token or sign-in",
  },
  gone: unknownSession,
  cancelled: { code: "conflict", path: "sessionId", message: "this session was cancelled" },
  ended: { code: "conflict", path: "sessionId", message: "this session has ended" },
  not_started: { code: "conflict", path: "sessionId", message: "this session has not started yet" },
  chat_off: { code: "conflict", path: "text", message: "chat is off in this session" },
} as const satisfies Record<LiveRefusal | string, Refusal>;

/** Limits: a client that was offline sends ten minutes of heartbeats at once, and applause is many reactions. */
const routes = {
  presence: { kind: "presence", body: presenceBeacon, per_minute: 120 },
  messages: { kind: "message", body: messageBeacon, per_minute: 60 },
  reactions: { kind: "reaction", body: reactionBeacon, per_minute: 300 },
  feedback: { kind: "feedback", body: feedbackBeacon, per_minute: 30 },
};
const address = new RegExp(`^/api/sessions/([^/]+)/(${Object.keys(routes).join("|")})$`);

export type LiveRoute = keyof typeof routes;

export const liveSource = {
  match(path) {
    const [, reference, route] = address.exec(path) ?? [];
    return reference && route ? { route, reference: decoded(reference) } : null;
  },
  bodyBytesMax: liveBodyBytesMax,
  routes,
  subject: ({ target }, { token, scope }) =>
    findSession(target.reference, token?.school_id ?? scope?.school_id ?? null),
  authorize(_, session, { token, scope }) {
    if (token) {
      if (token.school_id !== session.school_id || token.session_id !== session.session_id)
        throw refused(refusals, "other_token");
    } else if (scope) {
      // For a user of another school this session does not exist.
      if (!isTheirs(scope, session)) throw refused(refusals, "unknown_session");
    } else if (!session.anonymous_viewers) throw refused(refusals, "proof_needed");
  },
  async sender({ beacon }, session, caller): Promise<AttendeeIdentity> {
    const person = (session && (await personOf(caller))) ?? guestOf(beacon);
    return {
      identity: person.identity,
      name: person.user?.name ?? beacon.name ?? guestName(person.identity),
      email: person.user?.email ?? null,
      user_id: person.user?.id ?? null,
    };
  },
  limited: {
    /** Per session and identity, so that nobody can exhaust another person's limit; per client for presence. */
    key: ({ kind, beacon }, session, who) =>
      `${session?.session_id} ${who.identity}${kind === "presence" ? ` ${beacon.client_id}` : ""}`,
    who: "this attendee",
  },
  newcomer: {
    what: "new attendees of this session",
    place: (session) => session.session_id,
    key: (_, _session, who) => who.identity,
  },
  toRow: (item, session, who) => toEvent(item, session!.session_id, who),
  store: (events) => eventQueue().submitAll(events),
  refusals,
  announced(_item, _session, event) {
    const what = event.kind === "presence" ? event.event : event.kind;
    return what === "heartbeat" ? null : { type: `live_${what}`, session_id: event.session_id };
  },
  checked({ target: { reference }, origin, school_id }, session) {
    if (session) return [{ kind: "session", name: session.session_id, school_id: session.school_id }];
    return [
      { kind: "session", name: reference, school_id: null, evidence: { school_id, course: null, origin } },
    ];
  },
  answer: async (_item, _session, _who, outcome): Promise<LiveAnswer> => ({
    success: true,
    session_status: outcome.status,
  }),
  close: () => eventQueue().close(),
} satisfies Source<LiveItem, TrackedSession, AttendeeIdentity, LiveEvent, LiveOutcome>;

const eventQueue = () =>
  processSingleton("live queue", () =>
    createWriterQueue({
      what: "live events",
      shards: 2,
      shardOf: ({ session_id }: LiveEvent) => sessionBucket(session_id),
      flush: applyEvents,
    }),
  );

/* ---- Which session ---- */

/** A decoded part of an address; null if it cannot be decoded. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return "";
  }
}

/** Whether a text can be a session's id, by its length and characters. */
const isReference = (text: string): boolean =>
  text.length > 0 && text.length <= 200 && !text.includes("\u0000") && text.isWellFormed();

/** A session by id or external id. Built once, since it runs often. */
const sessionsBy = (by: "id" | "external_id") =>
  builtOnce(`tracked sessions by ${by}`, () =>
    db()
      .select({
        session_id: sessions.id,
        school_id: sessions.school_id,
        anonymous_viewers: sessions.anonymous_viewers,
        address_limit_per_minute: schools.address_limit_per_minute,
      })
      .from(sessions)
      .innerJoin(schools, eq(schools.id, sessions.school_id))
      .where(eq(sessions[by], sql.placeholder("reference")))
      .limit(50),
  );

const sessionsByReference = cachedRows<TrackedSession>("sessions", (reference) =>
  sessionsBy(uuidPattern.test(reference) ? "id" : "external_id").execute({ reference }),
);

/** The session that an address names. If two schools use the same external id, the caller's school decides, or the event is refused. */
async function findSession(reference: string, schoolId: string | null): Promise<TrackedSession> {
  const all = isReference(reference) ? await sessionsByReference(reference) : [];
  const theirs = all.filter((session) => session.school_id === schoolId);
  const [session, another] = theirs.length > 0 ? theirs : all;
  if (!session) throw refused(refusals, "unknown_session");
  if (another) throw refused(refusals, "ambiguous_session");
  return session;
}

/* ---- Who and what ---- */

/** A guest is identified by their stored id, else by the client. */
function guestOf({ visitor_id, client_id }: LiveItem["beacon"]): Person {
  if (visitor_id !== undefined) return { identity: `v:${visitor_id}`, user: null };
  if (client_id !== undefined) return { identity: `c:${client_id}`, user: null };
  throw refused(refusals, "nobody");
}

function toEvent({ kind, beacon, request }: LiveItem, sessionId: string, who: AttendeeIdentity): LiveEvent {
  const { received_at } = request;
  const at = clamped("at" in beacon ? beacon.at : undefined, received_at);
  const base = { session_id: sessionId, who, received_at, at };
  switch (kind) {
    case "presence":
      return { ...base, kind, event: beacon.event, client_id: beacon.client_id };
    case "message":
      return { ...base, kind, id: beacon.id, text: beacon.text };
    case "reaction":
      return { ...base, kind, id: beacon.id, type: beacon.type };
    case "feedback":
      return { ...base, kind, rating: beacon.rating, comment: beacon.comment || null };
  }
}

/** When an event happened, in whole milliseconds: the client's time, clamped to the ten minutes before the receipt; without it the receipt. */
function clamped(at: string | undefined, receivedAt: Date): number {
  const received = receivedAt.getTime();
  if (at === undefined) return received;
  return Math.min(received, Math.max(received - clockBackMinutes * 60_000, Math.floor(Date.parse(at))));
}
