import { z } from "zod";
import { instant, storableText, uuid } from "@/lib/http/contract";

/* The events of a live session's player: the contract of the tracking routes and of the live client. */

/** The largest body that is accepted. */
export const liveBodyBytesMax = 16 * 1024;
/** Between two heartbeats of a client. */
export const heartbeatSeconds = 15;
/** A stay continues over a gap of at most this long. */
export const graceSeconds = 45;
/** A client's own time is accepted this far back from the receipt. */
export const clockBackMinutes = 10;
const messageLengthMax = 4000;
const commentLengthMax = 4000;

const identity = {
  /** A playback token for this session: the person, signed by the school. */
  token: z.string().max(4096).optional(),
  /** A random id that the client keeps only with consent. */
  visitor_id: storableText(64)
    .regex(/^[A-Za-z0-9_-]{8,64}$/, "must be 8 to 64 letters, digits, - or _")
    .optional(),
  /** A guest's name; a user keeps the name of their account. */
  name: storableText(200).trim().min(1).optional(),
};

/** When it happened by the client's clock; the receipt if missing. Clamped to the ten minutes before the receipt. */
const at = instant.optional();
/** One tab or device; made by the client when it joins. */
const clientId = uuid;

export const presenceBeacon = z.object({
  ...identity,
  event: z.enum(["join", "heartbeat", "leave"]),
  client_id: clientId,
  at,
});
export const messageBeacon = z.object({
  ...identity,
  id: uuid,
  text: storableText(messageLengthMax).refine((value) => value.trim() !== "", "must not be empty"),
  /** The client that sends it: it identifies a guest without another identity. */
  client_id: clientId.optional(),
  at,
});
export const reactionBeacon = z.object({
  ...identity,
  id: uuid,
  type: storableText(64).trim().min(1),
  client_id: clientId.optional(),
  at,
});
export const feedbackBeacon = z.object({
  ...identity,
  rating: z.number().int().min(1).max(5),
  comment: storableText(commentLengthMax).trim().nullish(),
  client_id: clientId.optional(),
});

export const liveParams = z.object({
  /** The session's id or external id. */
  sessionId: z.string(),
});

/** `status`: the session's, so that a client learns when it has ended. */
export const liveAnswer = z.object({
  success: z.literal(true),
  session_status: z.enum(["scheduled", "live", "ended", "cancelled"]),
});
export type LiveAnswer = z.infer<typeof liveAnswer>;

/** Whether a message is a question: its trimmed text ends in a question mark (Latin, full-width, Arabic). */
export function isQuestion(text: string): boolean {
  return /[?？؟]$/.test(text.trim());
}

/** One event of a live session, ready to be stored; instants are epoch milliseconds, already clamped. */
export type LiveEvent = {
  session_id: string;
  /** The attendee with this identity; created if there is none. */
  who: AttendeeIdentity;
  received_at: Date;
} & (
  | { kind: "presence"; event: "join" | "heartbeat" | "leave"; client_id: string; at: number }
  | { kind: "message"; id: string; text: string; at: number }
  | { kind: "reaction"; id: string; type: string; at: number }
  | { kind: "feedback"; rating: number; comment: string | null; at: number }
);

export type AttendeeIdentity = {
  /** `u:` user, `s:` token subject, `v:` visitor, `c:` anonymous client. */
  identity: string;
  name: string;
  email: string | null;
  user_id: string | null;
};
