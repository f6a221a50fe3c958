import { root } from "./device";
import type { LiveAnswer, LiveItem } from "./live-wire";
import { patienceMs, waits } from "./outbox";

/** The server believes a clock ten minutes back: an older heartbeat would say that somebody was there when nobody knows. */
const beatKeptMs = 9.5 * 60_000;
/** Words, reactions and ratings that could not be delivered within a day are let go. */
const keptMs = 24 * 3600_000;
/** Past this the oldest heartbeats give way; ten minutes have 40. */
const itemsKept = 300;

/** One attempt: status 0 is no answer, 202 handed to the browser for sending, unconfirmed. */
export type LiveAttempt = { item: LiveItem; status: number; answer?: LiveAnswer | undefined };

/**
 * Holds what is said of a session until the server has acknowledged it: in memory, and in `store()` under a key of this client's
 * own. Sending twice is harmless: the server counts a beat's instant, a message's and a reaction's id once. An item never changes
 * after `push`.
 *
 * `store` answers null where nothing may be kept; `attempted` hears of every attempt.
 */
export function createLiveOutbox(
  endpoint: string,
  session: string,
  client: string,
  store: () => Storage | null,
  attempted: (attempt: LiveAttempt) => void,
) {
  const prefix = `${root}live:${endpoint}:${session}:`;
  let queue: LiveItem[] = [];
  let handed: LiveItem[] = [];
  let busy = false;
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  const addressOf = ({ route }: LiveItem) =>
    `${endpoint}/api/sessions/${encodeURIComponent(session)}/${route}`;
  /** Drops what is too old to be true, and heartbeats where there are too many. */
  const bounded = (items: LiveItem[]) =>
    items.filter(
      ({ route, body }, index) =>
        route !== "presence" ||
        (Date.now() - Date.parse(body.at) < beatKeptMs && index >= items.length - itemsKept),
    );
  const keep = () => {
    try {
      const storage = store();
      if (queue.length) storage?.setItem(prefix + client, JSON.stringify({ at: Date.now(), items: queue }));
      else storage?.removeItem(prefix + client);
    } catch {
      // The page's storage is full: memory still holds them.
    }
  };

  const outbox = {
    /** Takes over what earlier pages could not deliver. Where one of them is still open, both deliver it: counted once. */
    adopt() {
      const storage = store();
      for (const key of storage ? Object.keys(storage) : []) {
        if (!storage || !key.startsWith(prefix)) continue;
        try {
          const { at, items } = JSON.parse(storage.getItem(key) as string);
          if (Date.now() - at < keptMs) queue.push(...items);
        } catch {
          // Not ours: as good as empty.
        }
        storage.removeItem(key);
      }
      keep();
    },
    /** Queues an item; `send` false leaves the sending to `leave`. */
    push(item: LiveItem, send = true) {
      queue = bounded([...queue, item]);
      keep();
      if (send) outbox.send();
    },
    /** Delivers what waits, one after another, until nothing waits or an attempt fails. */
    async send() {
      queue = bounded(queue);
      const [item] = queue;
      if (busy || timer || !item) return;
      busy = true;
      let status = 0;
      let answer: LiveAnswer | undefined;
      let wait = 0;
      try {
        const response = await fetch(addressOf(item), {
          method: "POST",
          // A string goes as text/plain, which needs no preflight.
          body: JSON.stringify(item.body),
          keepalive: closed,
          signal: AbortSignal.timeout?.(patienceMs),
        });
        wait = Number(response.headers.get("retry-after"));
        // A portal that answers 200 with a page of its own has delivered nothing: then this throws.
        answer = await response.json();
        status = response.status;
      } catch {
        // No connection, no server or no answer in time: the retry is the answer to all three.
      }
      busy = false;
      const done = status >= 200 && status !== 429 && status < 500;
      if (done) {
        failures = 0;
        queue = queue.filter((other) => other !== item);
        keep();
      } else {
        wait = Math.max(wait, waits[failures++] ?? 0);
        if (wait && !closed)
          timer = setTimeout(() => {
            timer = undefined;
            outbox.send();
          }, wait * 1000);
      }
      attempted({ item, status, answer });
      if (done) outbox.send();
    },
    /** Something changed for the better (the page is seen again, the network is back): tries now. */
    wake() {
      clearTimeout(timer);
      timer = undefined;
      failures = 0;
      handed = [];
      outbox.send();
    },
    /** The page may be gone in a moment: hands everything to the browser. Nothing is forgotten before it is confirmed. */
    leave() {
      for (const item of bounded(queue)) {
        if (handed.includes(item)) continue;
        if (!navigator.sendBeacon(addressOf(item), JSON.stringify(item.body))) return;
        handed.push(item);
        attempted({ item, status: 202 });
      }
    },
    /** One last delivery that survives the page; no more retries: what is left waits for the next load. */
    close() {
      closed = true;
      outbox.wake();
    },
  };
  return outbox;
}
