import { deviceStorage, uuid, visitorId } from "./device";
import { createLiveOutbox, type LiveAttempt } from "./live-outbox";
import type { Presence } from "./live-wire";

/** Each may stand on the element too, as `data-…`. */
export type LiveOptions = {
  sessionId?: string;
  /** A playback token for the session: says who takes part. */
  token?: string;
  /** What a guest is called. */
  name?: string;
  /** "granted": this guest is recognised by a random id kept on their device. "denied": nothing is kept at all. */
  consent?: string;
  /** Where the analytics server is; the script's own origin where it is not given. */
  endpoint?: string;
};

export type Attendance = {
  /** Records what this attendee wrote in the chat. */
  say: (text: string) => void;
  /** Records a reaction: any emoji or name. */
  react: (type: string) => void;
  /** Rates the session from 1 to 5; the latest rating stands. */
  rate: (rating: number, comment?: string) => void;
  /** Leaves. */
  stop: () => void;
};

const beatMs = 15_000;

/** Takes part in a session from now on. Never throws into the page. */
export function attend(element: Element, options: LiveOptions, home: string): Attendance {
  const data = (element as HTMLElement).dataset ?? {};
  // Asked anew each time: pages renew tokens and ask for consent while the session goes on.
  const setting = (name: keyof LiveOptions) => (options[name] ?? data[name])?.toString() || undefined;
  const client = uuid();
  const ending = new AbortController();
  let status = "";
  let over = false;
  let here = false;

  /** Nothing that goes wrong here may reach the page. */
  const quietly =
    <T extends unknown[]>(work: (...given: T) => void) =>
    (...given: T) => {
      try {
        work(...given);
      } catch {
        // See above.
      }
    };
  const on = (target: EventTarget, type: string, work: () => void) =>
    target.addEventListener(type, quietly(work), { signal: ending.signal });
  const dispatch = (name: string, detail: unknown) =>
    element.dispatchEvent(new CustomEvent(`sessionanalytics${name}`, { detail, bubbles: true }));

  const heard = ({ item, status: code, answer }: LiveAttempt) => {
    dispatch("beacon", { item, status: code, answer });
    const refused = code === 409 && item.route === "presence";
    // 409 bears no status: the session was cancelled, or has ended.
    const told = refused
      ? /cancel/.test(answer?.detail ?? "")
        ? "cancelled"
        : "ended"
      : answer?.session_status;
    // What is closed to us stays so. With a 401 a page may renew its token.
    if (item.route === "presence" && (code === 403 || code === 404)) over = true;
    if (!told || told === status) return;
    status = told;
    over ||= told === "ended" || told === "cancelled";
    dispatch("status", { status });
  };
  const outbox = createLiveOutbox(
    (setting("endpoint") ?? home).replace(/\/$/, ""),
    setting("sessionId") ?? "",
    client,
    () => deviceStorage(setting("consent")),
    quietly(heard),
  );
  const identity = () => ({
    token: setting("token"),
    visitor_id: visitorId(setting("consent")),
    name: setting("name"),
    client_id: client,
  });
  const now = () => new Date().toISOString();
  const beat = (event: Presence["event"], send = true) => {
    if (over) return;
    here = event !== "leave";
    outbox.push({ route: "presence", body: { ...identity(), event, at: now() } }, send);
  };

  on(document, "visibilitychange", () => {
    // Hidden pages' timers are slowed down, and some are never seen again: the last word before it, and the first after.
    if (here) beat("heartbeat", !document.hidden);
    if (document.hidden) outbox.leave();
    else outbox.wake();
  });
  on(window, "pagehide", () => {
    if (here) beat("leave", false);
    outbox.leave();
  });
  on(window, "pageshow", () => {
    // Also said of a page that has just been loaded: there we are here already.
    if (!here) beat("join");
    outbox.wake();
  });
  on(window, "online", outbox.wake);
  const timer = setInterval(
    quietly(() => {
      if (here) beat("heartbeat");
    }),
    beatMs,
  );
  quietly(() => {
    outbox.adopt();
    beat("join");
  })();

  return {
    say: quietly((text: string) =>
      outbox.push({ route: "messages", body: { ...identity(), id: uuid(), text, at: now() } }),
    ),
    react: quietly((type: string) =>
      outbox.push({ route: "reactions", body: { ...identity(), id: uuid(), type, at: now() } }),
    ),
    rate: quietly((rating: number, comment?: string) =>
      outbox.push({ route: "feedback", body: { ...identity(), rating, comment: comment || undefined } }),
    ),
    stop: quietly(() => {
      if (ending.signal.aborted) return;
      ending.abort();
      clearInterval(timer);
      if (here) beat("leave", false);
      outbox.close();
    }),
  };
}
