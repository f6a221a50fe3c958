import { endInTenths } from "@/lib/measure/completion";
import { contains, range, subtract, union } from "@/lib/measure/ranges";
import { tenthsPerSecond, toTenths } from "@/lib/measure/tenths";
import { speedMax } from "./beacons";
import type { Beacon, Playback, Progress } from "./playback";

/*
 * What is proven by players of the older contract, which report no ranges but where they are and how much they have played. Two consecutive
 * beacons prove the stretch between their positions when as much was played, and when there was time for it. With a `seq`, consecutive
 * means the next number, so the order of arrival does not matter. Without one, beacons are taken in the order of their arrival, and one
 * that reports less played than an earlier one proves nothing. A seek within an interval can prove at most what was played in it.
 */

/** One such beacon: where the player was, how much it had played by then, and when. */
export type Sample = { seq: number | null; position_ms: number; watch_ms: number; at_ms: number };

/** Media seconds `[from, to]`. */
type Stretches = [number, number][];

/** Players round: the position may move by this much more than was played. */
const roundingShare = 1.1;
/** Beacons that wait for the one before or after them; more are not kept, and prove nothing. */
const samplesMax = 200;

/** What a beacon of the older contract says that other beacons can prove. */
export function sampleIn(
  { received_at }: Beacon,
  { played, seq, position_seconds, watch_time_seconds }: Progress,
): Sample | null {
  if (played || position_seconds === null || watch_time_seconds === null) return null;
  const ms = (seconds: number) => Math.round(seconds * 1000);
  return {
    seq,
    position_ms: ms(position_seconds),
    watch_ms: ms(watch_time_seconds),
    at_ms: received_at.getTime(),
  };
}

function between(a: Sample | undefined, b: Sample | undefined): Stretches {
  if (!a || !b) return [];
  const moved = b.position_ms - a.position_ms;
  const proven =
    moved > 0 &&
    moved <= (b.watch_ms - a.watch_ms) * roundingShare &&
    moved <= (b.at_ms - a.at_ms) * speedMax;
  return proven ? [[a.position_ms / 1000, b.position_ms / 1000]] : [];
}

type Positions = Pick<Playback, "positions" | "applied" | "viewed_at">;

/** A playback begins with its view, at 0. */
const beginning = ({ viewed_at }: Positions): Sample | undefined =>
  viewed_at ? { seq: -1, position_ms: 0, watch_ms: 0, at_ms: viewed_at.getTime() } : undefined;

const sampleOf = (playback: Positions, seq: number | null): Sample | undefined =>
  seq === -1 ? beginning(playback) : playback.positions?.find((sample) => sample.seq === seq);

/** What a beacon proves together with those before and after it. */
export function provenBy(playback: Positions, sample: Sample): Stretches {
  const { seq } = sample;
  if (seq === null) return between(sampleOf(playback, null) ?? beginning(playback), sample);
  return [...between(sampleOf(playback, seq - 1), sample), ...between(sample, sampleOf(playback, seq + 1))];
}

/** What the view proves together with the first beacon, where that came before it. */
export const provenByView = (playback: Positions): Stretches =>
  between(beginning(playback), sampleOf(playback, 0));

/** Whether a beacon without a `seq` tells something later than those before it. */
export function isOvertaken(playback: Positions, sample: Sample): boolean {
  const last = sampleOf(playback, null);
  return sample.seq === null && last !== undefined && sample.watch_ms < last.watch_ms;
}

/** The beacons that still wait for another one, with this one; the same object when nothing changed. */
export function waitingSamples(playback: Positions, sample: Sample | null): Playback["positions"] {
  const { positions, applied, viewed_at } = playback;
  const last = sample && sampleOf(playback, sample.seq);
  const isKnown = last && last.position_ms === sample.position_ms && last.watch_ms === sample.watch_ms;
  const added = sample && !isKnown && !isOvertaken(playback, sample) ? sample : null;
  if (!added && !positions) return null;
  const waits = ({ seq }: Sample) =>
    seq === null || !contains(applied, seq + 1) || !(seq === 0 ? viewed_at : contains(applied, seq - 1));
  const others = (positions ?? []).filter((one) => !added || one.seq !== added.seq);
  const waiting = [...others, ...(added ? [added] : [])]
    .filter(waits)
    .sort((a, b) => (a.seq ?? -1) - (b.seq ?? -1))
    .slice(0, samplesMax);
  if (waiting.length === 0) return null;
  return !added && waiting.length === positions?.length ? positions : waiting;
}

/** With the second that the player had on screen, which is the last that it played: no media time counts for it. */
export function withSecondSeen<Covered extends Pick<Playback, "watched" | "seen">>(
  covered: Covered,
  sample: Sample | null,
  durationMs: number | null,
): Covered {
  if (!sample || sample.watch_ms === 0) return covered;
  const from = toTenths(Math.max(0, Math.ceil(sample.position_ms / 1000) - 1));
  const end = Math.min(from + tenthsPerSecond, durationMs === null ? Infinity : endInTenths(durationMs));
  const fresh = subtract(range(from, end), covered.watched);
  if (fresh.length === 0) return covered;
  return { ...covered, watched: union(covered.watched, fresh), seen: union(covered.seen, fresh) };
}
