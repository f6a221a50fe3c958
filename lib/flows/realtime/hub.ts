import "server-only";
import { type Listener, openListener } from "@/lib/db/listener";
import { changesChannel } from "@/lib/domain/sessions/live/lock";
import type { LiveState } from "@/lib/domain/sessions/live/schema";
import { liveStateOf } from "@/lib/domain/sessions/live/state";
import { sessionById } from "@/lib/domain/sessions/queries/session";
import type { Session } from "@/lib/domain/sessions/session";
import { type Coalesced, coalesced } from "@/lib/platform/coalesce";
import { describeError, log } from "@/lib/platform/log";
import { eventBytes } from "./stream";

/*
 * Live sessions for many followers: one computation per change, regardless of their number. Every process has one hub and
 * one listening connection (only while there are followers), so that processes share only the database.
 */

/** The shortest time between two computations of a session's state, in milliseconds: well below two seconds, including the computation. */
const stateGapMs = 500;
/** Visits end without a write, so a live session's state is computed again after this time. */
const staleMs = 5_000;
/** A person who has just joined counts as attended after a second (a school's minimum), so the state is computed again this long after a change. */
const settleMs = 1_200;
/** How often these two times are checked. */
const lookMs = 400;

/** A session's last state, and the event that every follower gets. */
export type Followed = { session: Session; state: LiveState; event: Uint8Array };
type Follower = {
  next(followed: Followed): void;
  /** The session was deleted; no event follows. */
  gone(): void;
};

export type Hub = {
  /** Follows a session: its state at once if known, and after every change. Returns a function to stop. */
  follow(sessionId: string, follower: Follower): () => void;
  /** Calls the listener with the id of every changed session; null: anything may have changed. Returns a function to stop. */
  onChange(listener: (sessionId: string | null) => void): () => void;
  /** The number of followed sessions and of followers. */
  counts(): { sessions: number; followers: number; listening: boolean };
  close(): Promise<void>;
};

type Entry = {
  followers: Set<Follower>;
  latest: Followed | null;
  computing: Coalesced;
  /** The last computation failed: the known state may be old. */
  failed: boolean;
  /** When its state is computed without a change, by the process' clock. */
  dueAt: number;
};

type Read = (sessionId: string) => Promise<{ session: Session; state: LiveState } | null>;

/** A session and its current state. */
export async function readState(sessionId: string): ReturnType<Read> {
  const now = new Date();
  const session = await sessionById(sessionId);
  return session && { session, state: await liveStateOf(session, now) };
}

/** A hub; a process has one (live.ts). `read` computes a session's state, which is valid for `tickMs` at most. */
export function openHub({ read = readState as Read, tickMs = staleMs } = {}): Hub {
  const entries = new Map<string, Entry>();
  const listeners = new Set<(sessionId: string | null) => void>();
  let connection: Listener | null = null;
  let ticking: NodeJS.Timeout | undefined;
  /** Whether listening has been tried: before that, a state could miss a change right after it was read. */
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

  /** Recomputes sessions whose visits may have ended, and those whose last computation failed. */
  function tick(): void {
    const now = performance.now();
    for (const entry of entries.values())
      if (entry.dueAt <= now && (entry.failed || entry.latest?.state.session_status === "live"))
        ask(entry, tickMs);
  }

  /** Listens only while there are followers. */
  function schedule(): void {
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
      // The next tick and the next change try again.
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
        schedule();
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
        schedule();
      };
    },
    onChange(listener) {
      listeners.add(listener);
      schedule();
      return () => {
        listeners.delete(listener);
        schedule();
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
