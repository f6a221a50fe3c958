import { root } from "./device";
import type { Answer, Item } from "./wire";

/** Waits between attempts, in seconds; after the last one an attempt is made with the next beacon. */
export const waits = [5, 10, 20];
/** The routes take 100 items; browsers share 64 kB among all beacons in flight, so a body stays well below. */
const itemsPerBody = 100;
const charactersPerBody = 15_000;
/** With this many waiting, a playback gathers in memory and makes no further beacons until it must. */
const itemsWaiting = 60;
/** Past this the oldest give way. */
const itemsKept = 300;
/** What was not delivered within a week is let go: its facts may have been erased since. */
const keptMs = 7 * 24 * 3600 * 1000;
/** How long an answer may take. */
export const patienceMs = 15_000;

/** One attempt: status 0 is no answer, 202 handed to the browser for sending, unconfirmed. */
export type Attempt = { items: Item[]; status: number; answer?: Answer | undefined };

/** The route that takes these. */
export const addressOf = (endpoint: string, items: Item[]) =>
  `${endpoint}/api/analytics/video-${items[1] ? "batch" : items[0]?.type}`;
const bodyOf = (items: Item[]) => JSON.stringify(items[1] ? items : items[0]);
const same = (a: Item, b: Item) => a.session_id === b.session_id && a.seq === b.seq;
const bounded = (items: Item[]) =>
  items.filter((item, index) => item.type === "view" || index >= items.length - itemsKept);

/**
 * Holds a playback's beacons until the server has acknowledged them: in memory, and in `store()` under a key of its own, so
 * that a reload loses nothing and tabs do not get in each other's way. Sending twice is harmless: the server counts a
 * playback's view once and each `seq` once. An item never changes after `push`: another page may have sent it.
 *
 * `store` answers null where nothing may be kept; `attempted` hears of every attempt.
 */
export function createOutbox(
  endpoint: string,
  store: () => Storage | null,
  attempted: (attempt: Attempt) => void,
) {
  const prefix = `${root}${endpoint}:`;
  let queue: Item[] = [];
  let handed: Item[] = [];
  let busy = false;
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let retries = 0;

  const read = (storage: Storage, key: string): { at: number; items: Item[] } => {
    try {
      const kept = JSON.parse(storage.getItem(key) as string);
      if (Date.now() - kept.at < keptMs) return kept;
    } catch {
      // Nothing there, or not ours: as good as empty.
    }
    return { at: Date.now(), items: [] };
  };
  /** Reads, changes and writes what is kept of one playback: another tab may have changed it meanwhile. */
  const keep = (session: string, change: (items: Item[]) => Item[]) => {
    const storage = store();
    if (!storage) return;
    const key = prefix + session;
    const { at, items } = read(storage, key);
    const changed = bounded(change(items));
    try {
      if (changed.length) storage.setItem(key, JSON.stringify({ at, items: changed }));
      else storage.removeItem(key);
    } catch {
      // The page's storage is full: memory still holds them.
    }
  };
  const settle = (items: Item[]) => {
    const others = (item: Item) => !items.some((one) => same(one, item));
    queue = queue.filter(others);
    for (const { session_id } of items) keep(session_id, (kept) => kept.filter(others));
  };

  /** As many as fit one body. A view that wants its answer goes alone: only its own route says where to resume. */
  const head = (waiting: Item[], viewAlone: boolean) => {
    let size = 2;
    let count = 0;
    for (const item of waiting) {
      size += JSON.stringify(item).length + 1;
      const alone = viewAlone && (item.type === "view" || waiting[0]?.type === "view");
      if (count && (alone || count === itemsPerBody || size > charactersPerBody)) break;
      count++;
    }
    return waiting.slice(0, count);
  };

  const outbox = {
    /** Takes over what earlier pages could not deliver, but for the playbacks that `isLive` knows. */
    adopt(isLive: (session: string) => boolean) {
      const storage = store();
      for (const key of storage ? Object.keys(storage) : []) {
        if (!storage || !key.startsWith(prefix) || isLive(key.slice(prefix.length))) continue;
        const { items } = read(storage, key);
        if (items.length) queue.push(...items);
        else storage.removeItem(key);
      }
    },
    /** Queues a beacon; `send` false leaves the sending to `leave`. */
    push(item: Item, send = true) {
      queue = bounded([...queue, item]);
      keep(item.session_id, (kept) => [...kept, item]);
      if (send) outbox.send();
    },
    /** Delivers what waits, a body after another, until nothing waits or an attempt fails. */
    async send() {
      if (busy || timer || !queue.length) return;
      busy = true;
      const items = head(queue, true);
      let status = 0;
      let answer: Answer | undefined;
      let wait = 0;
      let left = items;
      try {
        const response = await fetch(addressOf(endpoint, items), {
          method: "POST",
          // A string goes as text/plain, which needs no preflight.
          body: bodyOf(items),
          keepalive: closed,
          signal: AbortSignal.timeout?.(patienceMs),
        });
        wait = Number(response.headers.get("retry-after"));
        // A portal that answers 200 with a page of its own has delivered nothing: then this throws.
        if (response.ok) answer = await response.json();
        status = response.status;
        left = items.filter((_, index) => {
          const code = answer?.results ? (answer.results[index]?.status ?? 0) : status;
          return code < 200 || code === 429 || code >= 500;
        });
      } catch {
        // No connection, no server or no answer in time: the retry is the answer to all three.
      }
      busy = false;
      settle(items.filter((item) => !left.includes(item)));
      attempted({ items, status, answer });
      if (!left.length) {
        failures = 0;
        outbox.send();
        return;
      }
      retries++;
      wait = Math.max(wait, waits[failures++] ?? 0);
      if (wait && !closed)
        timer = setTimeout(() => {
          timer = undefined;
          outbox.send();
        }, wait * 1000);
    },
    /** Something changed for the better (the page is seen again, the network is back): tries now. */
    wake() {
      clearTimeout(timer);
      timer = undefined;
      failures = 0;
      handed = [];
      outbox.send();
    },
    /**
     * The page may be gone in a moment: hands everything to the browser. Nothing is forgotten, because offline the browser
     * says yes and loses it: what is still unconfirmed when the page is seen again, or on the next load, goes again.
     */
    leave() {
      let waiting = queue.filter((item) => !handed.includes(item));
      while (waiting.length) {
        const items = head(waiting, false);
        if (!navigator.sendBeacon(addressOf(endpoint, items), bodyOf(items))) return;
        handed.push(...items);
        attempted({ items, status: 202 });
        waiting = waiting.slice(items.length);
      }
    },
    /** One last attempt that survives the page; no more retries: what is left waits for the next load. */
    close() {
      closed = true;
      clearTimeout(timer);
      timer = undefined;
      outbox.send();
    },
    full: () => queue.length >= itemsWaiting,
    retries: () => retries,
  };
  return outbox;
}
