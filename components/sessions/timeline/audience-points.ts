import type { RetentionCurve, RetentionPoint, SecondReading } from "@/components/charts/retention-points";
import { readingAt, retentionPoints } from "@/components/charts/retention-points";

/*
 * From a session's facts to what its audience timeline draws. Seconds are counted from the session's start and may have
 * fractions; numbers of people are whole.
 */

export type AudienceStep = { second: number; viewers: number };
export type SecondCount = { second: number; count: number };

export type SessionRecording = {
  /** Where on the session's axis the recording's first second lies; negative when it ran before the start. */
  offset_seconds: number;
  curve: RetentionCurve;
};

export type AudiencePoint = { second: number; viewers: number | null } & Partial<
  Omit<RetentionPoint, "second">
>;

/** The steps as drawn: from nobody or the first second, and as far as anything is known (`until`). */
export function presencePoints(timeline: readonly AudienceStep[], until: number): AudienceStep[] {
  const within = timeline.filter(({ second }) => second >= 0 && second <= until);
  const first = within[0];
  const last = within.at(-1);
  if (!first || !last) return [];
  const points = first.second > 0 ? [{ second: 0, viewers: 0 }, ...within] : within;
  return last.second < until ? [...points, { second: until, viewers: last.viewers }] : points;
}

/** How many were there at a second: what the last step said. Null before the first step, where nothing is known. */
export function viewersAt(timeline: readonly AudienceStep[], second: number): number | null {
  let viewers: number | null = null;
  for (const step of timeline) {
    if (step.second > second) break;
    viewers = step.viewers;
  }
  return viewers;
}

/** The recording's points on the session's axis, cut at both its ends (straight between points). */
export function alignedPoints(
  { offset_seconds: offsetSeconds, curve }: SessionRecording,
  seconds: number,
): RetentionPoint[] {
  const shifted = retentionPoints(curve).map((point) => ({
    ...point,
    second: point.second + offsetSeconds,
  }));
  const out: RetentionPoint[] = [];
  for (const [index, point] of shifted.entries()) {
    const before = shifted[index - 1];
    for (const edge of [0, seconds])
      if (before && before.second < edge && point.second > edge) out.push(mixed(before, point, edge));
    if (point.second >= 0 && point.second <= seconds) out.push(point);
  }
  return out;
}

function mixed(from: RetentionPoint, to: RetentionPoint, second: number): RetentionPoint {
  const share = (second - from.second) / (to.second - from.second);
  const mix = (a: number, b: number) => a + (b - a) * share;
  return {
    second,
    first: mix(from.first, to.first),
    replays: mix(from.replays, to.replays),
    typical:
      from.typical && to.typical
        ? [mix(from.typical[0], to.typical[0]), mix(from.typical[1], to.typical[1])]
        : null,
  };
}

/** Both series in one list in the order of time; each leaves the other's points empty. */
export function audiencePoints(
  presence: readonly AudienceStep[],
  recording: readonly RetentionPoint[],
): AudiencePoint[] {
  const points: AudiencePoint[] = [...presence, ...recording.map((point) => ({ ...point, viewers: null }))];
  return points.sort((a, b) => a.second - b.second);
}

export type TimelineReading = {
  second: number;
  /** Null where nothing is known: before the first step, and after now while live. */
  viewers: number | null;
  /** What the recording says of the same moment, at its own second; null without one or outside it. */
  recording: SecondReading | null;
};

/** What is so at one second of a session, for the rail, the dots and whoever reads it aloud. */
export function timelineReadingAt(
  second: number,
  from: { timeline: readonly AudienceStep[]; recording?: SessionRecording; live?: { nowSecond: number } },
): TimelineReading {
  const { timeline, recording, live } = from;
  return {
    second,
    viewers: live && second > live.nowSecond ? null : viewersAt(timeline, second),
    recording: recording ? readingAt(Math.floor(second - recording.offset_seconds), recording.curve) : null,
  };
}

export type LaneBar = { x: number; width: number; count: number };

/** Narrower than this a bar cannot be told from its neighbour. */
const barWidthMin = 3;
const barShare = 0.76;

/** Counts per minute as bars; where a minute would be too narrow, several share one. Pixels. */
export function laneBars(counts: readonly SecondCount[], seconds: number, width: number): LaneBar[] {
  if (seconds <= 0 || width <= 0) return [];
  const minuteWidth = (60 / seconds) * width;
  const bucket = 60 * Math.max(1, Math.ceil(barWidthMin / barShare / minuteWidth));
  const sums = new Map<number, number>();
  for (const { second, count } of counts) {
    if (second < 0 || second >= seconds || count <= 0) continue;
    const at = Math.floor(second / bucket);
    sums.set(at, (sums.get(at) ?? 0) + count);
  }
  const slot = (bucket / seconds) * width;
  return [...sums]
    .sort((a, b) => a[0] - b[0])
    .map(([at, count]) => ({
      x: at * slot + (slot * (1 - barShare)) / 2,
      // The last stretch may be a part of one.
      width: Math.max(1, Math.min(slot * barShare, width - at * slot)),
      count,
    }));
}

export type MergedMark = { x: number; count: number };

/** Marks nearer than `gap` pixels become one in their middle that carries the count. */
export function mergedMarks(
  marks: readonly SecondCount[],
  seconds: number,
  width: number,
  gap: number,
): MergedMark[] {
  const out: MergedMark[] = [];
  if (seconds <= 0) return out;
  for (const { second, count } of [...marks].sort((a, b) => a.second - b.second)) {
    if (second < 0 || second > seconds || count <= 0) continue;
    const x = (second / seconds) * width;
    const last = out.at(-1);
    if (!last || x - last.x >= gap) {
      out.push({ x, count });
      continue;
    }
    last.x = (last.x * last.count + x * count) / (last.count + count);
    last.count += count;
  }
  return out;
}
