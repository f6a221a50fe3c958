import "server-only";
import { type Listener, openListener } from "@/lib/db/listener";
import { changesChannel } from "@/lib/domain/sessions/live/lock";
import type { LiveState } from "@/lib/domain/sessions/live/schema";
import { liveStateOf } from "@/lib/domain/sessions/live/state";
import { sessionById } from "@/lib/domain/sessions/queries/session";
import type { Session } from "@/lib/domain/sessions/session";
import { describeError, log } from "@/lib/platform/log";
import { type Coalesced, coalesced } from "./coalesce";
import { eventBytes } from "./stream";

/*
 * Running sessions, followed by many: one computation a change, however many follow it. Every process has one hub and
 * one listening connection (only while somebody follows), so that any number of processes share a database and no more.
 */

/** A session's state is computed at most so often, in milliseconds: with what the computation takes, well below two seconds. */
const stateGapMs = 500;
/** Stays end without anything being written: a live session's state is never older than this, and a little. */
const staleMs = 5_000;
/** Who has just come has not attended yet (a school's minimum is a second): after a change the state is computed once more after this long. */
const settleMs = 1_200;
/** How often it is checked whether one of those two is over. */
const lookMs = 400;

/** A session as it was last seen, and the same as the event that every follower is sent. */
export type Followed = { session: Session; state: LiveState; event: Uint8Array };
type Follower = {
  next(followed: Followed): void;
  /** The session was deleted; nothing will follow. */
  gone(): void;
};

export type Hub = {
  /** Follows a session: its state at once where it is known, and after every change. Returns how to stop. */
  follow(sessionId: string, follower: Follower): () => void;
  /** Calls the listener with the id of every changed session; null: anything may have changed. Returns how to stop. */
  onChange(listener: (sessionId: string | null) => void): () => void;
  /** How many sessions are followed, and by how many. */
  counts(): { sessions: number; followers: number; listening: boolean };
  close(): Promise<void>;
};

type Entry = {
  followers: Set<Follower>;
  latest: Followed | null;
  computing: Coalesced;
  /** The last computation did not succeed: what is known may be old. */
  failed: boolean;
  /** When its state is to be computed though nothing changed, by the process's own clock. */
  dueAt: number;
};

type Read = (sessionId: string) => Promise<{ session: Session; state: LiveState } | null>;

/** A session and its state as of now. */
export async function readState(sessionId: string): ReturnType<Read> {
  const now = new Date();
  const session = await sessionById(sessionId);
  return session && { session, state: await liveStateOf(session, now) };
}

/** A hub; a process has one (live.ts). `read` computes a session's state, which then holds for `tickMs` at most. */
export function openHub({ read = readState as Read, tickMs = staleMs } = {}): Hub {
  const entries = new Map<string, Entry>();
  const listeners = new Set<(sessionId: string | null) => void>();
  let connection: Listener | null = null;
  let ticking: NodeJS.Timeout | undefined;
  /** Whether listening was tried at all: before, a state could miss what changes right after it was read. */
  let connected = false;
  let closed = false;

  function ask(entry: Entry, nextInMs: number): void {
    entry.dueAt = performance.now() + nextInMs;
    entry.computing.ask();
  }

  function onChange(sessionId: string): void {
    const entry = entries.get(sessionId);
    if (entry) ask(entry, Math.min(settleMs, tickMs));
    for (const listener of listeners) listener(sessionId);
  }

  function onConnected(): void {
    connected = true;
    for (const entry of entries.values()) ask(entry, tickMs);
    for (const listener of listeners) listener(null);
  }

  /** Asks for those whose people may have fallen silent, and for those whose last computation failed. */
  function tick(): void {
    const now = performance.now();
    for (const entry of entries.values())
      if (entry.dueAt <= now && (entry.failed || entry.latest?.state.session_status === "live"))
        ask(entry, tickMs);
  }

  /** Listens while somebody follows, and only then. */
  function tend(): void {
    const wanted = !closed && entries.size + listeners.size > 0;
    if (wanted && !connection) {
      connected = false;
      connection = openListener(changesChannel, { notified: onChange, connected: onConnected });
      ticking = setInterval(tick, Math.min(lookMs, tickMs)).unref();
    }
    if (!wanted && connection) {
      clearInterval(ticking);
      void connection.close();
      connection = null;
    }
  }

  async function compute(sessionId: string, entry: Entry): Promise<void> {
    try {
      const current = await read(sessionId);
      entry.failed = false;
      if (entries.get(sessionId) !== entry) return;
      if (!current) {
        for (const follower of [...entry.followers]) follower.gone();
        return;
      }
      const event = eventBytes("state", current.state.version, current.state);
      entry.latest = { ...current, event };
      for (const follower of [...entry.followers]) follower.next(entry.latest);
    } catch (error) {
      // It is tried again with the next tick, and with the next change.
      entry.failed = true;
      log.error(
        { error: describeError(error), session_id: sessionId },
        "a live session's state could not be computed",
      );
    }
  }

  return {
    follow(sessionId, follower) {
      let entry = entries.get(sessionId);
      if (!entry) {
        const made: Entry = {
          followers: new Set(),
          latest: null,
          failed: false,
          computing: coalesced(() => compute(sessionId, made), stateGapMs),
          dueAt: performance.now() + tickMs,
        };
        entry = made;
        entries.set(sessionId, entry);
        tend();
        if (connected) ask(entry, tickMs);
      }
      const followed = entry;
      followed.followers.add(follower);
      if (followed.latest) follower.next(followed.latest);
      return () => {
        followed.followers.delete(follower);
        if (followed.followers.size > 0 || entries.get(sessionId) !== followed) return;
        followed.computing.stop();
        entries.delete(sessionId);
        tend();
      };
    },
    onChange(listener) {
      listeners.add(listener);
      tend();
      return () => {
        listeners.delete(listener);
        tend();
      };
    },
    counts: () => ({
      sessions: entries.size,
      followers: [...entries.values()].reduce((sum, { followers }) => sum + followers.size, 0),
      listening: connection !== null,
    }),
    async close() {
      closed = true;
      for (const { computing } of entries.values()) computing.stop();
      entries.clear();
      listeners.clear();
      clearInterval(ticking);
      const open = connection;
      connection = null;
      await open?.close();
    },
  };
}
