import { deviceStorage, keyRoot, uuid, visitorId } from "./device";
import { heartbeatKeptMs, heartbeatMs, messageKeptMs } from "./limits";
import { type Attempt, createOutbox } from "./outbox";
import { type PageOptions, pageOf, quietly } from "./page";
import type { LiveItem, Presence } from "./wire";

export type LiveOptions = PageOptions & {
  sessionId?: string;
  /** A guest's name. */
  name?: string;
};

/** An item with its body's fields beside its route: all items of an outbox have their token in the same place. */
type Queued = LiveItem extends infer Item
  ? Item extends { route: string; body: object }
    ? Pick<Item, "route"> & Item["body"]
    : never
  : never;

/** What a page can do in a session that it has joined. */
export type JoinedSession = {
  /** Records what this attendee wrote in the chat. */
  say: (text: string) => void;
  /** Records a reaction: any emoji or name. */
  react: (type: string) => void;
  /** Rates the session from 1 to 5; the latest rating counts. */
  rate: (rating: number, comment?: string) => void;
  /** Leaves. */
  stop: () => void;
};

/** Joins a session. Never throws into the page. */
export function joinSession(element: Element, home: string, options?: LiveOptions): JoinedSession {
  const page = pageOf(element, home, options, "sessionanalytics");
  const { setting, endpoint, on, dispatch, ending } = page;
  const client = uuid();
  let status = "";
  let over = false;
  let present = false;

  const attempted = ({ items: [item], status: code, answer }: Attempt<Queued>) => {
    const { route, ...body } = item as Queued;
    dispatch("beacon", { item: { route, body }, status: code, answer });
    let reported = answer?.session_status;
    if (route === "presence") {
      // A 409 has no session status: the session was cancelled, or has ended.
      if (code === 409) reported = /cancel/.test(`${answer?.detail}`) ? "cancelled" : "ended";
      // Access that was refused stays refused. After a 401 the page may renew its token.
      over ||= code === 403 || code === 404;
    }
    if (reported && reported !== status) {
      status = reported;
      over ||= status === "ended" || status === "cancelled";
      dispatch("status", { status });
    }
  };
  const session = setting("sessionId") ?? "";
  const prefix = `${keyRoot}live:${endpoint}:${session}:`;
  const outbox = createOutbox<Queued>(
    prefix,
    prefix + client,
    ({ route }, ageMs) => ageMs < (route === "presence" ? heartbeatKeptMs : messageKeptMs),
    ([item]) => {
      const { route, ...body } = item as Queued;
      return [`${endpoint}/api/sessions/${encodeURIComponent(session)}/${route}`, body, [item as Queued]];
    },
    () => deviceStorage(setting("consent")),
    attempted,
    () => page,
  );
  const identity = () => ({
    token: setting("token") || undefined,
    visitor_id: visitorId(setting("consent")),
    name: setting("name") || undefined,
    client_id: client,
  });
  const at = () => new Date().toISOString();
  /** Joins if the client is not present; sends a heartbeat or leaves if it is. */
  const sendPresence = (event: Presence["event"], later?: boolean) => {
    if (over || present === (event === "join")) return;
    present = event !== "leave";
    outbox.push({ route: "presence", ...identity(), event, at: at() }, later);
  };

  on(document, "visibilitychange", () => {
    // Timers of hidden pages are slowed down, and some of these pages are never shown again: one heartbeat before and one after.
    sendPresence("heartbeat", document.hidden);
    if (document.hidden) outbox.leave();
    else outbox.wake();
  });
  on(window, "pagehide", () => {
    sendPresence("leave", true);
    outbox.leave();
  });
  on(window, "pageshow", () => {
    // Also dispatched when a page has just been loaded: then the client has joined already.
    sendPresence("join");
    outbox.wake();
  });
  on(window, "online", outbox.wake);
  const timer = setInterval(
    quietly(() => sendPresence("heartbeat")),
    heartbeatMs,
  );
  quietly(() => {
    outbox.attachPending();
    sendPresence("join");
  })();

  return {
    say: quietly((text) => outbox.push({ route: "messages", ...identity(), id: uuid(), text, at: at() })),
    react: quietly((type) => outbox.push({ route: "reactions", ...identity(), id: uuid(), type, at: at() })),
    rate: quietly((rating, comment) =>
      outbox.push({ route: "feedback", ...identity(), rating, comment: comment || undefined }),
    ),
    stop: quietly(() => {
      ending.abort();
      clearInterval(timer);
      sendPresence("leave", true);
      outbox.wake();
    }),
  };
}
