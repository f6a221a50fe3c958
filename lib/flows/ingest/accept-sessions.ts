import type { ZodType, z } from "zod";
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
import type { LiveRefusal } from "@/lib/domain/sessions/live/fold";
import { type AppError, type ErrorCode, fieldError } from "@/lib/platform/errors";
import { metrics } from "@/lib/platform/metrics";
import { invalid } from "@/lib/platform/problem";
import { identify } from "./identify";
import { liveQueue } from "./lanes";
import { type LiveRoute, limitAttendee } from "./limits";
import { findSession } from "./session-directory";
import {
  type Answer,
  counted,
  counting,
  goodAnswer,
  type LiveRequest,
  limitSchool,
  parseBody,
} from "./tracking-request";

const schemas = {
  presence: presenceBeacon,
  messages: messageBeacon,
  reactions: reactionBeacon,
  feedback: feedbackBeacon,
} satisfies Record<LiveRoute, ZodType>;
type Beacon = {
  [Route in LiveRoute]: { route: Route; body: z.output<(typeof schemas)[Route]> };
}[LiveRoute];

/** What the counters call a route's events. */
const kinds = {
  presence: "presence",
  messages: "message",
  reactions: "reaction",
  feedback: "feedback",
} as const satisfies Record<LiveRoute, LiveEvent["kind"]>;

/** Takes what a player says of a live session: one event. */
export async function acceptSession(request: LiveRequest): Promise<Answer> {
  const beacon = parse(request.route, parseBody(request, liveBodyBytesMax));
  const answer = await counting(kinds[beacon.route], () => take(request, beacon));
  return goodAnswer(request.request_id, answer);
}

function parse(route: LiveRoute, body: unknown): Beacon {
  const parsed = schemas[route].safeParse(body);
  if (!parsed.success) throw counted(invalid(parsed.error), kinds[route], "invalid");
  return { route, body: parsed.data } as Beacon;
}

/** One event, authorised, limited and committed. */
async function take(request: LiveRequest, beacon: Beacon): Promise<LiveAnswer> {
  const watcher = await identify(request.headers, beacon.body);
  const session = await findSession(request.session, watcher.school_id);
  await limitSchool(request, session);
  const who = await watcher.attendee(session);
  const client = beacon.route === "presence" ? ` ${beacon.body.client_id}` : "";
  await limitAttendee(beacon.route, `${session.session_id} ${who.identity}${client}`);
  const outcome = await liveQueue().submit(toEvent(beacon, session.session_id, who, request.received_at));
  const kind = kinds[beacon.route];
  if (outcome.kind === "refused") throw refused(outcome.reason);
  if (outcome.kind === "stored") metrics.beaconsStored.inc({ kind });
  else metrics.beaconsDuplicate.inc({ kind });
  return { success: true, session_status: outcome.status };
}

function toEvent(beacon: Beacon, sessionId: string, who: AttendeeIdentity, receivedAt: Date): LiveEvent {
  const base = { session_id: sessionId, who, received_at: receivedAt };
  const { route, body } = beacon;
  switch (route) {
    case "presence":
      return {
        ...base,
        kind: "presence",
        event: body.event,
        client_id: body.client_id,
        at: clamped(body.at, receivedAt),
      };
    case "messages":
      return { ...base, kind: "message", id: body.id, text: body.text, at: clamped(body.at, receivedAt) };
    case "reactions":
      return { ...base, kind: "reaction", id: body.id, type: body.type, at: clamped(body.at, receivedAt) };
    case "feedback":
      return {
        ...base,
        kind: "feedback",
        rating: body.rating,
        comment: body.comment || null,
        at: receivedAt.getTime(),
      };
  }
}

/** A client's clock is believed within the ten minutes before the receipt, in whole milliseconds; without one it was then. */
function clamped(at: string | undefined, receivedAt: Date): number {
  const received = receivedAt.getTime();
  if (at === undefined) return received;
  return Math.min(received, Math.max(received - clockBackMinutes * 60_000, Math.floor(Date.parse(at))));
}

const refusals: Record<LiveRefusal, [code: ErrorCode, path: string, words: string]> = {
  gone: ["not_found", "sessionId", "there is no such session"],
  cancelled: ["conflict", "sessionId", "this session was cancelled"],
  ended: ["conflict", "sessionId", "this session has ended"],
  not_started: ["conflict", "sessionId", "this session has not started yet"],
  chat_off: ["conflict", "text", "chat is switched off in this session"],
};

function refused(reason: LiveRefusal): AppError {
  const [code, path, message] = refusals[reason];
  return fieldError(path, message, code);
}
