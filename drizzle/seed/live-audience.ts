import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { signPlaybackToken } from "@/lib/auth/tokens";
import type { LiveEvent } from "@/lib/domain/sessions/live/events";
import { describeError, log } from "@/lib/platform/log";
import { between, randomOf } from "./distributions";
import { beginLive, endLive, type LiveNow } from "./live-session";

/*
 * The people in the demo's live session. They are planned like every other session's, and what they are still going to do is
 * sent at its time through the tracking routes, over HTTP, with the playback token that each of them would have.
 */

/** A demo begins in the middle of a session, so many minutes after its start. */
const sinceMinutes = [20, 35] as const;
/** What should have been sent longer ago than this was slept through: those people were cut off. In milliseconds. */
const lateMs = 60_000;
const patienceMs = 5_000;
/** When something failed, the next try is so much later. */
const againMs = 30_000;
const tokenMs = 24 * 3_600_000;

export type LiveAudience = {
  /** Nobody says anything any more; resolves when the last has fallen silent. */
  stop(): Promise<void>;
};

/** Seats an audience in a live session of the demo school served at `address`, and in the next when that one has ended. */
export function startLiveAudience(address: string): LiveAudience {
  const stopping = new AbortController();
  const done = perform(address, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

/** One session after another, until `signal`. */
async function perform(address: string, signal: AbortSignal): Promise<void> {
  const afterwards = new Set<Promise<unknown>>();
  let since = between(randomOf("live since", Date.now()), ...sinceMinutes);
  while (!signal.aborted)
    try {
      // What another demo left running, or what has just come to its end.
      await endLive(new Date());
      const begunAt = Date.now();
      const live = await beginLive(new Date(begunAt), since);
      if (!live) return;
      since = 0;
      const send = sender(address, live);
      await play(
        live.upcoming.filter(({ kind }) => kind !== "feedback"),
        0,
        signal,
        send,
      );
      if (signal.aborted) break;
      // Somebody may end every session as soon as it begins.
      await until(begunAt + againMs, signal);
      await endLive(new Date());
      // People rate it while the next one begins. Somebody may have ended it before its time.
      const ratings = play(
        live.upcoming.filter(({ kind }) => kind === "feedback"),
        Math.min(0, Date.now() - live.ends_at),
        signal,
        send,
      ).finally(() => afterwards.delete(ratings));
      afterwards.add(ratings);
    } catch (error) {
      log.warn({ error: describeError(error) }, "the demo's live session went wrong");
      await until(Date.now() + againMs, signal);
    }
  await Promise.allSettled(afterwards);
}

/** Waits until an instant, or for `signal`. No timer of ours keeps the process alive. */
async function until(at: number, signal: AbortSignal): Promise<void> {
  const left = at - Date.now();
  if (left <= 0 || signal.aborted) return;
  await pause(left, undefined, { signal, ref: false }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

/** Sends each event at its time plus `shift` milliseconds, until `signal` or until the session takes no more. */
async function play(
  events: readonly LiveEvent[],
  shift: number,
  signal: AbortSignal,
  send: (event: LiveEvent) => Promise<"taken" | "over">,
): Promise<void> {
  for (const event of events) {
    await until(event.at + shift, signal);
    if (signal.aborted) return;
    if (Date.now() > event.at + shift + lateMs) continue;
    if ((await send(event)) === "over") return;
  }
}

/** Speaks for everybody in a session, each with a token of their own. */
function sender(address: string, { session_id: sessionId, school_id: schoolId }: LiveNow) {
  const tokens = new Map<string, Promise<string>>();
  const tokenOf = ({ identity, user_id: userId }: LiveEvent["who"]): Promise<string> => {
    const known = tokens.get(identity);
    if (known) return known;
    const issuedAt = new Date();
    const expiresAt = new Date(issuedAt.getTime() + tokenMs);
    const subject = userId ?? identity.slice(2);
    const token = signPlaybackToken({
      school_id: schoolId,
      video_id: null,
      session_id: sessionId,
      subject,
      issued_at: issuedAt,
      expires_at: expiresAt,
    });
    tokens.set(identity, token);
    return token;
  };
  return async (event: LiveEvent): Promise<"taken" | "over"> => {
    const { route, fields } = requestOf(event);
    const { who } = event;
    const body = JSON.stringify({
      ...fields,
      token: await tokenOf(who),
      ...(who.user_id === null ? { name: who.name } : {}),
    });
    try {
      const answer = await fetch(`${address}/api/sessions/${sessionId}/${route}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
        // Also when we stop: what has been sent is answered first.
        signal: AbortSignal.timeout(patienceMs),
      });
      const text = await answer.text();
      if (answer.ok) return "taken";
      if (answer.status === 409 && event.kind === "presence") return "over";
      log.warn(
        { status: answer.status, route, answer: text.slice(0, 300) },
        "the demo's audience was refused",
      );
    } catch (error) {
      log.warn({ error: describeError(error), route }, "the demo's audience was not heard");
    }
    return "taken";
  };
}

/** What a player sends for an event; it happens now, so that it gives no time. */
function requestOf(event: LiveEvent): { route: string; fields: Record<string, unknown> } {
  switch (event.kind) {
    case "presence":
      return { route: "presence", fields: { event: event.event, client_id: event.client_id } };
    case "message":
      return { route: "messages", fields: { id: event.id, text: event.text } };
    case "reaction":
      return { route: "reactions", fields: { id: event.id, type: event.type } };
    case "feedback":
      return { route: "feedback", fields: { rating: event.rating, comment: event.comment } };
  }
}
