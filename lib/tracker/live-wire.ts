/*
 * What the live client sends, in its own words, as `wire.ts` is for videos. A test beside the demo player holds these to the
 * routes' schemas.
 */

type Identity = {
  token?: string | undefined;
  visitor_id?: string | undefined;
  name?: string | undefined;
  client_id: string;
};

/** Somebody came, is there, or went. */
export type Presence = Identity & { event: "join" | "heartbeat" | "leave"; at: string };
export type Message = Identity & { id: string; text: string; at: string };
export type Reaction = Identity & { id: string; type: string; at: string };
/** The latest of an attendee stands. */
export type Feedback = Identity & { rating: number; comment?: string | undefined };

/** One fact and the route that takes it. */
export type LiveItem =
  | { route: "presence"; body: Presence }
  | { route: "messages"; body: Message }
  | { route: "reactions"; body: Reaction }
  | { route: "feedback"; body: Feedback };

/** What an answer may say: how the session stands, or why it was refused. */
export type LiveAnswer = { session_status?: string; detail?: string };
