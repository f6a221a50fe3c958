import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { forgetSingleton, processSingleton } from "@/lib/platform/process";
import { openFeeds } from "./activity";
import { type Hub, openHub } from "./hub";
import { type Lists, openLists } from "./lists";
import { endStreams, eventStream } from "./stream";

/** The process' hub, and the lists that use it. */
function realtime(): { hub: Hub; lists: Lists } {
  return processSingleton("live-hub", () => {
    const hub = openHub();
    return { hub, lists: openLists(hub) };
  });
}

/** An ended session no longer changes. */
const over = new Set(["ended", "cancelled"]);

/**
 * A stream of one session's whole state (`event: state`, a `LiveState`), which ends with the session. The caller must have checked
 * access.
 */
export function followSession(request: Request, sessionId: string): Response {
  return eventStream(request, ({ send, end }) =>
    realtime().hub.follow(sessionId, {
      next({ event, state }) {
        send(event);
        if (over.has(state.session_status)) end();
      },
      gone: end,
    }),
  );
}

/** A stream of all live sessions that a scope reaches (`event: sessions`, a `LiveRows`). */
export function followLiveSessions(request: Request, scope: Scope): Response {
  return eventStream(request, ({ send }) => realtime().lists.follow(scope, { next: send }));
}

/** A stream of what happens now in a scope (`event: activity`, a `Realtime`). */
export function followActivity(request: Request, scope: Scope): Response {
  const feeds = processSingleton("activity-feeds", () => openFeeds());
  return eventStream(request, ({ send }) => feeds.follow(scope, send));
}

/** Ends all streams and stops listening: for a process that stops, before its connections are closed. */
export async function closeRealtime(): Promise<void> {
  endStreams();
  const { hub, lists } = realtime();
  forgetSingleton("live-hub");
  lists.close();
  await hub.close();
}
