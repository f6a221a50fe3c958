import "server-only";
import { isDeepStrictEqual } from "node:util";
import type { Scope } from "@/lib/auth/scope";
import type { Realtime } from "@/lib/domain/learning/overviews";
import { type Coalesced, coalesced } from "@/lib/platform/coalesce";
import { describeError, log } from "@/lib/platform/log";
import { realtime } from "../overview/realtime";
import { keyOf } from "./lists";
import { eventBytes } from "./stream";

/*
 * What happens now, for many followers: people become inactive without an event, so it is read every few seconds, once for all who reach the
 * same, and only while somebody follows. An unchanged state is not sent again.
 */

const everyMs = 5_000;

type Send = (event: Uint8Array) => void;
type Feed = {
  followers: Set<Send>;
  state: Omit<Realtime, "at"> | null;
  latest: Uint8Array | null;
  reading: Coalesced;
  timer: NodeJS.Timeout;
};

/** Feeds; a process has one of each scope (live.ts). `read` computes a scope's state. */
export function openFeeds({ read = realtime, intervalMs = everyMs } = {}) {
  const feeds = new Map<string, Feed>();
  let serial = 0;

  async function update(scope: Scope, feed: Feed): Promise<void> {
    try {
      const { at, ...state } = await read(scope, new Date());
      if (isDeepStrictEqual(state, feed.state)) return;
      feed.state = state;
      feed.latest = eventBytes("activity", ++serial, { at, ...state });
      for (const send of [...feed.followers]) send(feed.latest);
    } catch (error) {
      // The next interval tries again.
      log.error({ error: describeError(error) }, "what happens now could not be read");
    }
  }

  function make(scope: Scope): Feed {
    const reading = coalesced(() => update(scope, feed), 0);
    const feed: Feed = {
      ...{ followers: new Set<Send>(), state: null, latest: null, reading },
      timer: setInterval(reading.ask, intervalMs).unref(),
    };
    reading.ask();
    return feed;
  }

  return {
    /** Sends the state at once if it is known, and after every change. Returns a function to stop. */
    follow(scope: Scope, send: Send): () => void {
      const key = keyOf(scope);
      let feed = feeds.get(key);
      if (!feed) {
        feed = make(scope);
        feeds.set(key, feed);
      }
      const followed = feed;
      followed.followers.add(send);
      if (followed.latest) send(followed.latest);
      return () => {
        followed.followers.delete(send);
        if (followed.followers.size > 0 || feeds.get(key) !== followed) return;
        clearInterval(followed.timer);
        followed.reading.stop();
        feeds.delete(key);
      };
    },
    /** The number of scopes that are followed. */
    size: () => feeds.size,
  };
}
