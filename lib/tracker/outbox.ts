import { answerTimeoutMs } from "./limits";
import type { Answer } from "./wire";

/** One attempt: status 0 means no answer, 202 means handed to the browser for sending, unconfirmed. */
export type Attempt<Item> = { items: Item[]; status: number; answer?: Answer | undefined };

/** Tells this page's items from those that earlier pages stored. */
const thisPage = Math.random();

type Signed = { token?: string | undefined };
/** A page: the token that it has now, and a way to ask it for another. */
export type TokenSource = {
  setting: (name: "token" | "tokenUrl") => string | undefined;
  part: (name: "token", refused: Signed[], resend: () => void) => void;
};

/**
 * Holds items, in memory and in the device's storage, until the server has acknowledged them. An item may be sent twice, because the
 * server counts it once, and must not change after `push`. Each has its own age; one that `isKept` refuses is dropped (`newer`: how
 * many were pushed after it). `store` returns null where storage is refused.
 *
 * An item is sent with the token that the page has then; one of an earlier page, which can be another person's, with its own. Items whose
 * token was refused wait for another.
 */
export function createOutbox<Item extends Signed>(
  prefix: string,
  key: string,
  isKept: (item: Item, ageMs: number, newer: number) => boolean,
  requestOf: (waiting: Item[], leaving?: boolean) => [url: string, body: unknown, items: Item[]],
  store: () => Storage | null,
  attempted: (attempt: Attempt<Item>, failed?: boolean) => void,
  page: () => TokenSource,
) {
  type Entry = [item: Item, at: number, by: number];
  /** What waits, and when each was pushed, by this page or an earlier one. */
  let queue: Entry[] = [];
  const handed: Entry[] = [];
  let busy = 0;
  let timer: ReturnType<typeof setTimeout> | 0 = 0;
  let failures = 0;
  /** A page that can get a token sends nothing without one. */
  const refused: (string | undefined)[] = page().setting("tokenUrl") ? [undefined] : [];

  const signed = ([item, , by]: Entry): Item =>
    by === thisPage ? { ...item, token: page().setting("token") || undefined } : item;
  const isReady = (entry: Entry) => !refused.includes(signed(entry).token);
  const save = () => {
    // One that is not kept is counted.
    queue = queue.filter(
      ([item, at], index) => isKept(item, Date.now() - at, queue.length - 1 - index) || !++outbox.dropped,
    );
    try {
      const storage = store() as Storage;
      if (queue[0]) storage[key] = JSON.stringify(queue);
      else delete storage[key];
    } catch {
      // Storage is blocked or full: the items remain in memory.
    }
  };

  const retry = () => {
    clearTimeout(timer);
    timer = 0;
    outbox.send();
  };

  const outbox = {
    /** How many were dropped undelivered. */
    dropped: 0,
    /** Loads what earlier pages could not deliver, except under keys that begin with one that this page uses. */
    attachPending(used?: Set<string>) {
      const storage = store() as Storage;
      for (const other in storage) {
        if (other.startsWith(prefix) && !used?.has(other.slice(0, key.length))) {
          try {
            queue.push(...JSON.parse(storage[other]));
          } catch {
            // Not written by this script: the same as empty.
          }
          delete storage[other];
        }
      }
      save();
    },
    /** Queues an item and sends it; `later`: it waits for `leave`, or for another item. */
    push(item: Item, later?: boolean) {
      queue.push([item, Date.now(), thisPage]);
      if (later) save();
      else outbox.send();
    },
    /** Delivers what waits, one request after another, until nothing waits or a request fails. */
    async send() {
      save();
      if (busy || timer) return;
      const waiting = queue.filter(isReady);
      const others = queue.filter((entry) => !isReady(entry));
      if (others[0])
        page().part(
          "token",
          others.map(([item]) => item),
          outbox.wake,
        );
      if (!waiting[0]) return;
      busy = 1;
      const [url, body, items] = requestOf(waiting.map(signed));
      let status = 0;
      let answer: Answer | undefined;
      let wait = 0;
      try {
        const response = await fetch(url, {
          method: "POST",
          // A string is sent as text/plain, which needs no preflight.
          body: JSON.stringify(body),
          // The page may close meanwhile.
          keepalive: true,
          signal: AbortSignal.timeout?.(answerTimeoutMs),
        });
        wait = +(response.headers.get("retry-after") as string);
        status = response.status;
        answer = await response.json();
      } catch {
        // No connection, no server or no answer in time. Or the sign-in page of a network, which answers 200 with HTML; an
        // error counts whatever its body is.
        if (status < 400) status = 0;
      }
      busy = 0;
      let failed = false;
      items.forEach(({ token }, index) => {
        const code = answer?.results?.[index]?.status ?? status;
        if (code === 401) refused.push(token);
        else if (code >= 200 && code !== 429 && code < 500)
          queue = queue.filter((entry) => entry !== waiting[index]);
        else failed = true;
      });
      attempted({ items, status, answer }, failed);
      if (failed) {
        save();
        // After 5, 10 and 20 s; after that, the next attempt is made when another item is pushed.
        wait = Math.max(wait, failures < 3 ? 5 << failures++ : 0);
        if (wait) timer = setTimeout(retry, wait * 1000);
      } else {
        failures = 0;
        outbox.send();
      }
    },
    /** The page is visible again, the network is back, or a player is gone or returns: tries at once. */
    wake() {
      failures = 0;
      retry();
    },
    /** The page may close: hands everything to the browser, which can lose it, so nothing is removed until it is confirmed. */
    leave() {
      const waiting = queue.filter((entry) => isReady(entry) && !handed.includes(entry));
      if (!waiting[0]) return;
      const [url, body, items] = requestOf(waiting.map(signed), true);
      if (!navigator.sendBeacon(url, JSON.stringify(body))) return;
      handed.push(...waiting.slice(0, items.length));
      attempted({ items, status: 202 });
      outbox.leave();
    },
    waiting: () => queue.length,
  };
  return outbox;
}
