import { useEffect, useState } from "react";
import type { LiveRows } from "@/lib/domain/sessions/live/live-rows";
import type { LiveState } from "@/lib/domain/sessions/schema";
import { againMs, isNewer } from "./live-following";

/** `reconnecting`: what is shown is the last that was known. */
export type Connection = "connected" | "reconnecting";

/** A connection that comes back within this time was never missed: streams end every few minutes by design. */
const patienceMs = 3_000;

/**
 * Follows a stream whose every event is the whole truth; what the page was rendered with stands until the first. It rests while
 * nobody looks at the page (browsers allow few connections to one site) and has the present state as soon as somebody does.
 * `isLast` tells the event after which nothing comes.
 */
function useFollowed<State extends { at: string }>(
  address: string | null,
  event: string,
  initial: State,
  isLast: (state: State) => boolean,
): { state: State; connection: Connection } {
  const [state, setState] = useState(initial);
  const [connection, setConnection] = useState<Connection>("connected");
  // biome-ignore lint/correctness/useExhaustiveDependencies: `isLast` is the same rule on every render
  useEffect(() => {
    if (!address) return;
    let source: EventSource | null = null;
    let failures = 0;
    let over = false;
    let missing: ReturnType<typeof setTimeout> | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;

    const found = () => {
      clearTimeout(missing);
      missing = undefined;
      failures = 0;
      setConnection("connected");
    };
    const leave = () => {
      clearTimeout(missing);
      clearTimeout(again);
      missing = undefined;
      again = undefined;
      source?.close();
      source = null;
    };
    const open = () => {
      if (over || source || document.hidden) return;
      const opened = new EventSource(address);
      source = opened;
      opened.onopen = found;
      opened.addEventListener(event, ({ data }: MessageEvent<string>) => {
        const next: State = JSON.parse(data);
        found();
        setState((known) => (isNewer(next, known) ? next : known));
        if (!isLast(next)) return;
        over = true;
        leave();
      });
      opened.onerror = () => {
        missing ??= setTimeout(() => setConnection("reconnecting"), patienceMs);
        // The browser tries again by itself, but not after an answer that it could not read as a stream.
        if (opened.readyState !== EventSource.CLOSED) return;
        source = null;
        clearTimeout(again);
        again = setTimeout(open, againMs(failures++, Math.random()));
      };
    };
    const look = () => (document.hidden ? leave() : open());
    open();
    document.addEventListener("visibilitychange", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      leave();
    };
  }, [address, event]);
  // Rendered anew on the server, the page may know more than the last event.
  return { state: isNewer(initial, state) ? initial : state, connection };
}

const isOver = ({ session_status }: LiveState) =>
  session_status === "ended" || session_status === "cancelled";
const never = () => false;

/** A session's state as it changes, until it has ended. `initial` is what the page was rendered with. */
export function useLiveSession(initial: LiveState): { state: LiveState; connection: Connection } {
  const address = `/api/admin/training/sessions/${initial.session_id}/live`;
  return useFollowed(isOver(initial) ? null : address, "state", initial, isOver);
}

/** All sessions that are live, as they start, change and end. */
export function useLiveSessions(initial: LiveRows): { state: LiveRows; connection: Connection } {
  return useFollowed("/api/admin/training/live", "sessions", initial, never);
}
