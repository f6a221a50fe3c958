import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { signPlaybackToken } from "@/lib/auth/tokens";
import type { LiveEvent } from "@/lib/domain/sessions/live/events";
import { describeError, log } from "@/lib/platform/log";
import { between, randomOf } from "./distributions";
import { beginLive, endLive, type LiveNow } from "./live-session";

/*
 * The audience of the demo's live session. It is planned like that of every other session, and what it still does is sent at its
 * time through the tracking routes, over HTTP, with a playback token for each attendee.
 */

/** A demo begins in the middle of a session, this many minutes after its start. */
const sinceMinutes = [20, 35] as const;
/** Events that are later than this, in milliseconds, are left out: the machine was asleep. */
const lateMs = 60_000;
const timeoutMs = 5_000;
/** The delay of the next attempt after a failure. */
const retryMs = 30_000;
const tokenMs = 24 * 3_600_000;

export type LiveAudience = {
  /** Stops sending; resolves when the last request has been answered. */
  stop(): Promise<void>;
};

/** Simulates the audience of a live session of the demo school served at `address`, and of the next when that one has ended. */
export function startLiveAudience(address: string): LiveAudience {
  const stopping = new AbortController();
  const done = runSessions(address, stopping.signal);
  return {
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

/** Runs one session after another, until `signal`. */
async function runSessions(address: string, signal: AbortSignal): Promise<void> {
  const ratings = new Set<Promise<void>>();
  let since = between(randomOf("live since", Date.now()), ...sinceMinutes);
  while (!signal.aborted)
    try {
      // Sessions that an earlier run left live, or the one that has just ended.
      await endLive();
      const begunAt = Date.now();
      const live = await beginLive(new Date(begunAt), since);
      if (!live) return;
      since = 0;
      const send = sender(address, live);
      const isFeedback = ({ kind }: LiveEvent) => kind === "feedback";
      await play(
        live.upcoming.filter((event) => !isFeedback(event)),
        0,
        signal,
        send,
      );
      if (signal.aborted) break;
      // A user can end every session as soon as it begins.
      await until(begunAt + retryMs, signal);
      await endLive();
      // People rate it while the next one begins; it may have been ended early.
      const early = Math.min(0, Date.now() - live.ends_at);
      const rating = play(live.upcoming.filter(isFeedback), early, signal, send).finally(() =>
        ratings.delete(rating),
      );
      ratings.add(rating);
    } catch (error) {
      log.warn({ error: describeError(error) }, "the demo's live session failed");
      await until(Date.now() + retryMs, signal);
    }
  await Promise.allSettled(ratings);
}

/** Waits until an instant, or for `signal`; the timer does not keep the process alive. */
async function until(at: number, signal: AbortSignal): Promise<void> {
  const left = at - Date.now();
  if (left <= 0 || signal.aborted) return;
  await pause(left, undefined, { signal, ref: false }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}

/** Sends each event at its time plus `shift` milliseconds, until `signal` or until the session has ended. */
async function play(
  events: readonly LiveEvent[],
  shift: number,
  signal: AbortSignal,
  send: (event: LiveEvent) => Promise<"sent" | "ended">,
): Promise<void> {
  for (const event of events) {
    await until(event.at + shift, signal);
    if (signal.aborted) return;
    if (Date.now() > event.at + shift + lateMs) continue;
    if ((await send(event)) === "ended") return;
  }
}

/** Sends the events of everybody in a session, each with the attendee's own token. */
function sender(address: string, { session_id, school_id }: LiveNow) {
  const tokens = new Map<string, string>();
  const tokenOf = async ({ identity, user_id }: LiveEvent["who"]): Promise<string> => {
    const cached = tokens.get(identity);
    if (cached) return cached;
    const issued_at = new Date();
    const token = await signPlaybackToken({
      school_id,
      video_id: null,
      session_id,
      subject: user_id ?? identity.slice(2),
      issued_at,
      expires_at: new Date(issued_at.getTime() + tokenMs),
    });
    tokens.set(identity, token);
    return token;
  };
  return async (event: LiveEvent): Promise<"sent" | "ended"> => {
    const { route, fields } = requestOf(event);
    const name = event.who.user_id === null ? { name: event.who.name } : {};
    try {
      const answer = await fetch(`${address}/api/sessions/${session_id}/${route}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ ...fields, token: await tokenOf(event.who), ...name }),
        // Not `signal`: what has been sent is answered before we stop.
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await answer.text();
      if (answer.ok) return "sent";
      if (answer.status === 409 && event.kind === "presence") return "ended";
      log.warn(
        { status: answer.status, route, answer: text.slice(0, 300) },
        "the demo's audience was refused",
      );
    } catch (error) {
      log.warn({ error: describeError(error), route }, "the demo's audience got no answer");
    }
    return "sent";
  };
}

/** What a player sends for an event; it happens now, so it gives no time. */
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
