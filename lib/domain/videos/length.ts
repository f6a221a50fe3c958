import { endInTenths } from "@/lib/measure/completion";
import { intersect, range, size, subtract, union } from "@/lib/measure/ranges";
import { tenthsToMs } from "@/lib/measure/tenths";
import type { Playback } from "./playback";

/* How long a video is, as far as only its players say so; and what a playback becomes when that is corrected. */

/** So many viewers must report the same length before it is taken. */
const viewersAgreeing = 3;
/** Players and files disagree by a frame or a segment. */
export const toleranceMs = 1000;

/** What one viewer's player says of the length. */
export type ReportedLength = { viewer: string; length_ms: number };

/** The length that most viewers report within a second of each other, the middle one of theirs; null while fewer than three agree. */
export function agreedLength(reports: readonly ReportedLength[]): number | null {
  const byViewer = new Map(reports.map(({ viewer, length_ms }) => [viewer, length_ms]));
  const lengths = [...byViewer.values()].sort((a, b) => a - b);
  let best = { from: 0, count: 0 };
  let from = 0;
  for (const [to, length] of lengths.entries()) {
    while (length - lengths[from]! > toleranceMs) from++;
    if (to - from + 1 > best.count) best = { from, count: to - from + 1 };
  }
  return best.count >= viewersAgreeing ? lengths[best.from + (best.count >> 1)]! : null;
}

/**
 * The length that a recording has reached which still runs: that of a viewer whom the school vouches for, or which the players of three
 * viewers have reached. Null while that is not longer than the known length. Each report is of a player that saw the length grow.
 */
export function agreedGrowth(reports: readonly ReportedLength[], knownMs: number): number | null {
  const byViewer = new Map<string, number>();
  for (const { viewer, length_ms } of reports)
    byViewer.set(viewer, Math.max(length_ms, byViewer.get(viewer) ?? 0));
  const vouchedFor = [...byViewer].filter(([viewer]) => /^[us]:/.test(viewer)).map(([, length]) => length);
  const agreed = [...byViewer.values()].sort((a, b) => b - a)[viewersAgreeing - 1] ?? 0;
  const length = Math.max(agreed, ...vouchedFor);
  return length > knownMs + toleranceMs ? length : null;
}

/** A playback whose player says that the video is so long, or that it is live. */
export function withLength(playback: Playback, lengthMs: number | null, isLive: boolean): Playback {
  const { reported_length_ms, shortest_length_ms, is_live } = playback;
  if (lengthMs === null) return isLive && !is_live ? { ...playback, is_live: true } : playback;
  return {
    ...playback,
    reported_length_ms: Math.max(lengthMs, reported_length_ms ?? 0),
    shortest_length_ms: Math.min(lengthMs, shortest_length_ms ?? lengthMs),
    is_live: is_live || isLive,
  };
}

/**
 * A playback once its video's length is set to this: what was played past the earlier length counts where it lies within the new one, each
 * tenth once. Its position is cut at the new end, or moves on where it had been cut at the earlier one.
 */
export function refit(playback: Playback, durationMs: number, earlierMs: number | null): Playback {
  const played = union(playback.watched, playback.past_end);
  const inside = range(0, endInTenths(durationMs));
  const [watched, seen] = [intersect(played, inside), intersect(playback.seen, inside)];
  const past_end = subtract(subtract(played, watched), playback.seen);
  const wasCut = playback.position_ms !== null && playback.position_ms === earlierMs;
  const lastMs = tenthsToMs(played.at(-1) ?? 0);
  const position_ms =
    playback.position_ms === null
      ? null
      : Math.min(wasCut ? Math.max(playback.position_ms, lastMs) : playback.position_ms, durationMs);
  return {
    ...playback,
    watched,
    seen,
    past_end,
    position_ms,
    media_ms: Math.max(
      0,
      playback.media_ms + tenthsToMs(playedTenths({ watched, seen }) - playedTenths(playback)),
    ),
  };
}

/** The tenths that were covered by playing, and not only seen. */
const playedTenths = ({ watched, seen }: Pick<Playback, "watched" | "seen">): number =>
  size(watched) - size(seen);
