import useSWRSubscription, { type SWRSubscriptionOptions } from "swr/subscription";
import type { LiveRow, LiveRows, LiveState } from "@/lib/domain/sessions/live/schema";
import type { Language } from "@/lib/language/language";

/** `reconnecting`: the page shows the last known state. */
export type Connection = "connected" | "reconnecting";

/** A connection that returns within this time is not reported as lost: streams end every few minutes by design. */
const graceMs = 3_000;
const firstRetryMs = 1_000;
const maxRetryMs = 30_000;

/** How long to wait after so many failures, in milliseconds; `chance` (0–1) spreads the clients that failed together. */
export function retryAfterMs(failures: number, chance: number): number {
  return Math.min(maxRetryMs, firstRetryMs * 2 ** failures) * (0.5 + chance / 2);
}

type State = { at: string };

/** Whether a state is newer than the current one. Both are whole, so the later instant decides. */
export function isNewer(next: State, current: State): boolean {
  return Date.parse(next.at) >= Date.parse(current.at) && next !== current;
}

/**
 * Subscribes to a stream whose every event is the whole state. It pauses while the page is hidden (browsers allow few
 * connections to one site) and gets the current state as soon as the page is visible again. `isLast` recognises the
 * final event.
 */
function subscribeTo<S extends State>(event: string, isLast: (state: S) => boolean) {
  return (address: string, { next }: SWRSubscriptionOptions<S, Error>) => {
    let source: EventSource | null = null;
    let failures = 0;
    let over = false;
    let lost: ReturnType<typeof setTimeout> | undefined;
    let retry: ReturnType<typeof setTimeout> | undefined;

    const connected = () => {
      clearTimeout(lost);
      lost = undefined;
      failures = 0;
      next(null, (current) => current as S);
    };
    const close = () => {
      clearTimeout(lost);
      clearTimeout(retry);
      lost = undefined;
      retry = undefined;
      source?.close();
      source = null;
    };
    const open = () => {
      if (over || source || document.hidden) return;
      const opened = new EventSource(address);
      source = opened;
      opened.onopen = connected;
      opened.addEventListener(event, ({ data }: MessageEvent<string>) => {
        const state: S = JSON.parse(data);
        connected();
        next(null, (current) => (current && !isNewer(state, current) ? current : state));
        if (!isLast(state)) return;
        over = true;
        close();
      });
      opened.onerror = () => {
        lost ??= setTimeout(() => next(new Error("The stream was lost.")), graceMs);
        // The browser retries automatically, but not after an answer that it could not read as a stream.
        if (opened.readyState !== EventSource.CLOSED) return;
        source = null;
        clearTimeout(retry);
        retry = setTimeout(open, retryAfterMs(failures++, Math.random()));
      };
    };
    const followVisibility = () => (document.hidden ? close() : open());
    // A loss in an earlier subscription does not count for this one.
    next(null, (current) => current as S);
    open();
    document.addEventListener("visibilitychange", followVisibility);
    return () => {
      document.removeEventListener("visibilitychange", followVisibility);
      close();
    };
  };
}

/** `initial`, which the page was rendered with, holds until the first event; after a new render it may be the later one. */
function useStream<S extends State>(
  address: string | null,
  initial: S,
  subscribe: ReturnType<typeof subscribeTo<S>>,
): { state: S; connection: Connection } {
  const { data, error } = useSWRSubscription<S, Error, string | null>(address, subscribe);
  return {
    state: data && isNewer(data, initial) ? data : initial,
    connection: error ? "reconnecting" : "connected",
  };
}

const isOver = ({ session_status }: LiveState) =>
  session_status === "ended" || session_status === "cancelled";
const sessionStream = subscribeTo<LiveState>("state", isOver);
const sessionsStream = subscribeTo<LiveRows>("sessions", () => false);

/** A session's state as it changes, until it has ended. */
export function useLiveSession(initial: LiveState): { state: LiveState; connection: Connection } {
  const address = `/api/admin/training/sessions/${initial.session_id}/live`;
  return useStream(isOver(initial) ? null : address, initial, sessionStream);
}

/** All sessions that are live, as they start, change and end. */
export function useLiveSessions(initial: LiveRows): { state: LiveRows; connection: Connection } {
  return useStream("/api/admin/training/live", initial, sessionsStream);
}

type Titled = Pick<LiveRow, "session_id" | "title">;

/** Which sessions started and ended between two lists, for a screen reader; empty when none did. */
export function startsAndEnds(before: readonly Titled[], after: readonly Titled[], { t }: Language): string {
  const lacks = (among: readonly Titled[]) => (one: Titled) =>
    !among.some(({ session_id }) => session_id === one.session_id);
  return [
    ...after.filter(lacks(before)).map(({ title }) => t("session.live_page.went_live", { title })),
    ...before.filter(lacks(after)).map(({ title }) => t("session.live_page.has_ended", { title })),
  ].join(" ");
}

/** The clock of a zone on a live page: `18:02`; with seconds `18:02:07`. */
export function liveClock(timeZone: string, seconds = false): (instant: string) => string {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    ...(seconds ? { second: "2-digit" } : {}),
  });
  return (instant) => format.format(new Date(instant));
}
