import { pairs, type Ranges, range, union } from "@/lib/measure/ranges";

/*
 * A client's presence, from its heartbeats. A beat at `t` adds `[t, t + grace)` to what was heard: a set, so that neither order
 * nor repetition matters, and beats at most a grace apart grow into one stay. Times are epoch milliseconds.
 */

/** One client's presence as it is kept. */
export type Heard = {
  heard: Ranges;
  /** 0 for reports, whose stays are exact. */
  grace_ms: number;
  /** The latest leave. */
  left_ms: number | null;
};

/** What was heard, with a beat at `at`. */
export function addBeat(heard: Ranges, at: number, graceMs: number): Ranges {
  return union(heard, range(at, at + graceMs));
}

/** The later of two leaves. */
export function laterLeave(left: number | null, at: number): number {
  return left === null ? at : Math.max(left, at);
}

/**
 * The stays of a client: from the first to the last beat of each chain, half-open. With `now` (the session goes on) a chain that
 * is still within its grace reaches to now, unless its last beat was a leave.
 */
export function staysOf({ heard, grace_ms: graceMs, left_ms: leftMs }: Heard, now: number | null): Ranges {
  const chains = pairs(heard);
  const stays: number[] = [];
  for (const [index, [from, until]] of chains.entries()) {
    const lastBeat = until - graceMs;
    const open = now !== null && index === chains.length - 1 && until > now && leftMs !== lastBeat;
    const to = open ? Math.max(lastBeat, now) : lastBeat;
    // Somebody who was heard once and never again stayed for no time that is known.
    if (to > from) stays.push(from, to);
  }
  return stays;
}
