import type { Range } from "./wire";

/** A sample that is less than this behind the previous one is jitter of the player's clock, not a jump (seconds). */
const jitter = 0.3;
/** A sample may be this far ahead of the clock, because a busy page delivers events late (seconds). */
const ahead = 1;
/** Players report their position at least this often (seconds). After a longer silence playing ended before a report: on average in the middle. */
const silence = 0.3;
/** Ends that are closer than this are the same: samples and `played` are read a moment apart (seconds). */
const near = 0.1;

/** To the millisecond, the precision of media seconds. */
export const rounded = (seconds: number) => Math.round(seconds * 1000) / 1000;

/** Ranges in order; a range that starts where the last one ended extends it. A replay starts elsewhere and stays separate. */
export function join(ranges: Range[], more: Range[]): Range[] {
  const out = ranges.map(([from, to]): Range => [from, to]);
  for (const [from, to] of more) {
    const last = out[out.length - 1];
    if (last && last[1] === from) last[1] = to;
    else out.push([from, to]);
  }
  return out;
}

/** What of the ranges lies in none of `others`. */
const without = (ranges: Range[], others: Range[]) =>
  others.reduce(
    (rest, [a, b]) =>
      rest.flatMap(([from, to]): Range[] =>
        (
          [
            [from, Math.min(to, a)],
            [Math.max(from, b), to],
          ] as Range[]
        ).filter(([low, high]) => high > low),
      ),
    ranges,
  );

/**
 * Records what was played, in media seconds, from samples of a position at `now` (ms of a steady clock), and from the browser's own
 * account, which knows each second that was played but not how often.
 */
export function recorder() {
  let ranges: Range[] = [];
  let covered: Range[] = [];
  /** In the browser's account, and not of this playback. */
  let ignored: Range[] = [];
  /** Where the open range begins; undefined while nothing plays. */
  let from: number | null = null;
  /** Where the last range ended: playing on from there continues it. Unknown after a jump. */
  let end: number | undefined;
  let seen = 0;
  let seenAt = 0;
  /** How far the open range can reach, by the browser's account. */
  let bound: number | undefined;
  let speed = 1;
  let stalled = false;
  let media = 0;
  let wall = 0;

  const cover = (from: number, to: number) => {
    let low = from;
    let high = to;
    media += high - low;
    if (speed) wall += (high - low) / speed;
    covered = covered.filter(([a, b]) => {
      if (b < low || a > high) return true;
      low = Math.min(low, a);
      high = Math.max(high, b);
      return false;
    });
    covered.push([low, high]);
  };
  const advance = (to: number) => {
    if (to <= seen) return;
    cover(seen, to);
    seen = to;
  };
  const add = (from: number, to: number) => {
    ranges = join(ranges, [[rounded(from), rounded(to)]]);
  };
  const close = () => {
    if (from !== null && seen > from) add(from, seen);
    from = null;
    end = seen;
  };
  /** The position now if playback continued. */
  const reach = (now: number) => seen + ((now - seenAt) / 1000) * speed;
  const believable = (position: number, now: number) =>
    position >= seen - jitter && position <= reach(now) + ahead;

  const recorder = {
    /**
     * The browser's account of the media: what no sample has told of was played before the script came, or while the page was busy.
     * `ignore`: what it holds already is of another playback.
     */
    account(truth: Range[], ignore?: boolean) {
      if (ignore) ignored = truth;
      for (const [a, b] of without(truth, [...covered, ...ignored])) {
        if (from !== null && Math.abs(a - seen) < near) advance(b);
        else if (b - a > near) {
          cover(a, b);
          add(a, b);
          if (from === null) end = b;
        }
      }
      bound = truth.find(([, b]) => seen < b + near)?.[1];
    },
    /** The player plays, or waits for data (`stalls`), at this position. A stall does not end a range, because playback continues in bursts. */
    play(position: number, now: number, rate: number, stalls = false) {
      if (from !== null && !believable(position, now)) recorder.jump(now);
      if (from === null) {
        // A pause and the play after it differ by some milliseconds, in which nothing was skipped.
        from = Math.abs(position - (end as number)) < jitter ? (end as number) : position;
        seen = from;
      }
      advance(position);
      // Applies from here on: earlier seconds were played at the earlier rate.
      speed = rate ?? 1;
      stalled = stalls;
      seenAt = now;
    },
    /** The player is paused at this position. */
    stop(position: number, now: number) {
      if (from !== null && !believable(position, now)) recorder.jump(now);
      if (from !== null) {
        advance(position);
        close();
      }
      seen = position;
    },
    /** The player has already moved to another position: the end of the range is estimated from the previous sample. */
    jump(now: number) {
      if (from !== null) {
        const late = now - seenAt > silence * 1000;
        if (!stalled) advance(Math.min(reach(now), bound || seen + (late ? silence / 2 : silence) * speed));
        close();
      }
      end = undefined;
    },
    /** What was played since the last call; a range that is still open is cut here and continues in the next. */
    take() {
      const playing = from !== null;
      if (playing) {
        close();
        from = seen;
      }
      const taken = ranges;
      ranges = [];
      return taken;
    },
    /** The last position that the player had. */
    lastSeen: () => seen,
    /** Media seconds played, replays included. */
    media: () => rounded(media),
    /** Media seconds played for each second of wall time; none before anything was played. */
    speed: () => (wall ? Math.min(16, Math.max(0.05, rounded(media / wall))) : undefined),
    /** Media seconds covered at least once. */
    covered: () => covered.reduce((sum, [a, b]) => sum + b - a, 0),
  };
  return recorder;
}
