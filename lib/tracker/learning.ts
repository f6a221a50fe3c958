import { uuid } from "./device";
import {
  answerTimeoutMs,
  charactersPerRequest,
  eventKeptMs,
  eventsKept,
  eventsPerRequest,
  gatheredMs,
} from "./limits";
import type { EventProperties, LearningItem } from "./wire";

/* Reports what learners do, from a browser or from Node. It imports nothing that needs a document. */

export type LearningOptions = {
  /** The address of Lectern; in a browser the page's own server, where a proxy can pass requests on. */
  endpoint?: string;
  /** A playback token of the learner, or what returns the one that the page has now. */
  token?: string | (() => string | undefined);
  /** A program's API token with the scope `events`: never in a browser. */
  apiToken?: string;
  /** Whom the events are about, by id or external id: the learner themselves, or by a program or staff somebody else. */
  userId?: string;
  /**
   * Where unsent events are kept for the next page or run; the browser's own storage by default. Only with `userId`: the next page can be another
   * person's. Null: memory only.
   */
  storage?: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null;
  /** Told of an event that the server refuses, which is not sent again. */
  onRefused?: (item: LearningItem, status: number, detail: string | undefined) => void;
};

export type Material = {
  material_id: string;
  /** `video`, `pdf`, `quiz`, `link` or another word. */
  material_type: string;
  /** `opened`, `scrolled` or another word; `completed` reports the material as completed. */
  interaction_type: string;
  progress_percentage?: number;
};

export type LearningClient = {
  /** Begins a learning session and returns its id; an open one ends. What is reported then belongs to it. */
  startLearningSession(given?: { material_id?: string }): string;
  /** Reports what the learner did with a material. */
  trackMaterial(material: Material): void;
  /** Ends the learning session, if one is open. */
  endLearningSession(): void;
  /** Reports any event. */
  track<Type extends keyof EventProperties>(event_type: Type, properties: EventProperties[Type]): void;
  /** Sends what waits; resolves once the server has all of it, or an attempt has failed. */
  flush(): Promise<void>;
  /** How many events wait. */
  waiting(): number;
  /** Sends what waits and stops. */
  close(): Promise<void>;
};

/** Node has none. */
const page = typeof window === "undefined" ? null : window;

/** After a failure, in milliseconds; longer after each, up to the last. */
const pausesMs = [2_000, 5_000, 15_000, 60_000];

/**
 * A client for one learner, or for a program. Events are gathered for a moment and sent together, up to 100 at a time; each has its id from the
 * beginning, so that sending it again changes nothing. What could not be sent is kept for a week and tried again.
 */
export function connectLearning(options: LearningOptions = {}): LearningClient {
  const { endpoint = "", apiToken, userId, onRefused } = options;
  const storage =
    userId === undefined ? null : options.storage === undefined ? browserStorage() : options.storage;
  const storageKey = `lectern:events:${endpoint}:${userId}`;
  let waiting = kept();
  let session: string | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sending: Promise<void> | null = null;
  let failures = 0;
  let closed = false;

  /** What pages and runs of this learner have stored. */
  function kept(): LearningItem[] {
    try {
      const stored: unknown = JSON.parse(storage?.getItem(storageKey) ?? "[]");
      return Array.isArray(stored) ? stored : [];
    } catch {
      return [];
    }
  }

  /** Stores what waits; what another tab has stored stays. */
  function save(settled: ReadonlySet<string> = new Set()): void {
    const oldest = Date.now() - eventKeptMs;
    waiting = waiting.filter(({ occurred_at }) => Date.parse(occurred_at) >= oldest).slice(-eventsKept);
    const own = new Set(waiting.map(({ id }) => id));
    const all = [...kept().filter(({ id }) => !own.has(id) && !settled.has(id)), ...waiting];
    try {
      if (all.length > 0) storage?.setItem(storageKey, JSON.stringify(all.slice(-eventsKept)));
      else storage?.removeItem(storageKey);
    } catch {
      // Storage is blocked or full: the events remain in memory.
    }
  }

  const later = (ms: number) => {
    if (closed) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      void flush();
    }, ms);
    // A program may end although something waits; `close` sends it.
    (timer as { unref?: () => void }).unref?.();
  };

  function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    sending ??= sendAll().finally(() => {
      sending = null;
      if (waiting.length > 0)
        later(failures > 0 ? pausesMs[Math.min(failures, pausesMs.length) - 1]! : gatheredMs);
    });
    return sending;
  }

  async function sendAll(): Promise<void> {
    while (waiting.length > 0) {
      const items = requestOf(waiting);
      const left = new Set(await attempt(items));
      const settled = new Set(items.filter((item) => !left.has(item)).map(({ id }) => id));
      waiting = waiting.filter(({ id }) => !settled.has(id));
      save(settled);
      if (left.size > 0) {
        failures++;
        return;
      }
      failures = 0;
    }
  }

  /** Sends these in one request; returns those that are to be sent again. */
  async function attempt(items: LearningItem[]): Promise<LearningItem[]> {
    const token = typeof options.token === "function" ? options.token() : options.token;
    let status = 0;
    let results: { status: number; detail?: string }[] = [];
    try {
      const response = await fetch(`${endpoint}/api/analytics/events/track`, {
        method: "POST",
        // A string is sent as text/plain, which needs no preflight.
        body: JSON.stringify(token === undefined ? items : items.map((item) => ({ ...item, token }))),
        ...(apiToken === undefined ? {} : { headers: { authorization: `Bearer ${apiToken}` } }),
        // The page may close meanwhile.
        keepalive: true,
        signal: AbortSignal.timeout(answerTimeoutMs),
      });
      status = response.status;
      ({ results = [] } = (await response.json()) as { results?: typeof results });
    } catch {
      // No connection, no server, no answer in time, or the sign-in page of a network.
      return items;
    }
    return items.filter((item, index) => {
      const { status: own = status, detail } = results[index] ?? {};
      // A token that expired can be replaced; an answer of the server's own trouble passes.
      if (own === 401 || own === 429 || own >= 500 || (own < 300 && !results[index])) return true;
      if (own >= 400) onRefused?.(item, own, detail);
      return false;
    });
  }

  const track: LearningClient["track"] = (event_type, properties) => {
    const inSession = session === null || event_type in withoutSession ? {} : { session_id: session };
    waiting.push({
      event_type,
      id: newId(),
      occurred_at: new Date().toISOString(),
      properties: { ...inSession, ...properties },
      ...(userId === undefined ? {} : { user_id: userId }),
    } as LearningItem);
    save();
    if (waiting.length >= eventsPerRequest && failures === 0) void flush();
    else if (!sending) later(gatheredMs);
  };

  const endLearningSession = () => {
    if (session === null) return;
    track("session_end", { session_id: session });
    session = null;
  };

  const leave = () => void flush();
  page?.addEventListener("pagehide", leave);
  page?.addEventListener("online", leave);
  if (waiting.length > 0) later(0);

  return {
    startLearningSession(given = {}) {
      endLearningSession();
      session = newId();
      track("session_start", { session_id: session, ...given });
      return session;
    },
    trackMaterial({ interaction_type, progress_percentage, ...material }) {
      if (interaction_type === "completed") track("material_complete", material);
      else
        track("material_view", {
          ...material,
          interaction_type,
          ...(progress_percentage === undefined ? {} : { progress_percentage }),
        });
    },
    endLearningSession,
    track,
    flush,
    waiting: () => waiting.length,
    async close() {
      closed = true;
      page?.removeEventListener("pagehide", leave);
      page?.removeEventListener("online", leave);
      await flush();
      clearTimeout(timer);
    },
  };
}

/** In a browser without TLS `crypto` makes none. */
const newId = (): string => crypto.randomUUID?.() ?? uuid();

/** These belong to no session. */
const withoutSession = {
  level_up: 1,
  achievement_earned: 1,
  streak_update: 1,
  api_request: 1,
  api_error: 1,
  search_query: 1,
};

function browserStorage(): LearningOptions["storage"] {
  try {
    return page?.localStorage ?? null;
  } catch {
    return null;
  }
}

/** As many of the first as fit into a request. */
function requestOf(waiting: readonly LearningItem[]): LearningItem[] {
  let characters = 0;
  const past = waiting.findIndex((item) => {
    characters += JSON.stringify(item).length;
    return characters > charactersPerRequest;
  });
  return waiting.slice(0, Math.min(eventsPerRequest, past < 0 ? waiting.length : Math.max(1, past)));
}
