import { pairs, type Ranges } from "@/lib/measure/ranges";

/** One client's presence, as in `lib/domain/sessions/live/fold.ts`. */
type Presence = { heartbeats: Ranges; grace_ms: number; left_ms: number | null };

/**
 * The presence spans of a client by the rule that SQL applies (lib/domain/sessions/queries): from the first to the last beat of
 * each chain, half-open. With `now` (the session is live) a chain still within its grace extends to now, unless its last
 * beat was a leave.
 */
export function staysOf(
  { heartbeats, grace_ms: graceMs, left_ms: leftMs }: Presence,
  now: number | null,
): Ranges {
  const chains = pairs(heartbeats);
  const stays: number[] = [];
  for (const [index, [from, until]] of chains.entries()) {
    const lastBeat = until - graceMs;
    const open = now !== null && index === chains.length - 1 && until > now && leftMs !== lastBeat;
    const to = open ? Math.max(lastBeat, now) : lastBeat;
    // A client with a single beat has no known length of stay.
    if (to > from) stays.push(from, to);
  }
  return stays;
}
