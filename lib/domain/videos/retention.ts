import type { videoSeconds } from "@/lib/db/tables/videos";
import { addRange, curve, steps } from "@/lib/measure/difference";
import { type MiddleHalf, middleHalf, percentileRank } from "@/lib/measure/quantiles";
import { intersect, pairs, type Ranges, range } from "@/lib/measure/ranges";
import { oneDecimal, twoDecimals } from "@/lib/measure/rounding";
import { replayShift } from "./coverage";
import { metricsWith } from "./metrics";
import type { RetentionAnswer } from "./schema";

/** One stored second: plays and covers begun minus ended. */
type SecondDelta = Omit<typeof videoSeconds.$inferSelect, "video_id">;

type Curves = Pick<RetentionAnswer, "covers" | "plays" | "retention_percentage" | "watch_ratio">;

/**
 * The retention curve from net deltas: views that covered each second and plays of it, as counts and as shares of the
 * views that played (`base`). Empty while the length is unknown; shares are 0 without a base.
 */
export function retentionCurves(
  deltas: readonly SecondDelta[],
  lengthSeconds: number | null,
  base: number,
): Curves {
  const length = lengthSeconds ?? 0;
  const covers = curve(
    deltas.map((row) => [row.second, row.covers]),
    length,
  );
  const plays = curve(
    deltas.map((row) => [row.second, row.plays]),
    length,
  );
  return {
    covers,
    plays,
    retention_percentage: covers.map((views) => (base > 0 ? oneDecimal((views / base) * 100) : 0)),
    watch_ratio: plays.map((count) => (base > 0 ? twoDecimals(count / base) : 0)),
  };
}

/** A typical curve has this many points over the video's length, each the middle of its hundredth. */
export const typicalPoints = 100;

/** With fewer similar videos there is no comparison. */
const similarVideosMin = 5;
/** The shortest and longest similar video, as shares of the length. */
export const similarLength = { from: 0.8, to: 1.25 } as const;

/** The metrics that are compared with similar videos. */
export const typicalMetrics = metricsWith("typical");
type TypicalKey = (typeof typicalMetrics)[number];

/** Another video of similar length that somebody played. */
export type SimilarVideo = Record<TypicalKey, number | null> & {
  /** Its retention in per cent at `typicalPoints` places. */
  retention: readonly number[];
};

export type Typical = Record<TypicalKey, MiddleHalf | null> & {
  /** Similar videos it is taken from. */
  videos: number;
  /** The lengths that count as similar, in seconds. */
  from_seconds: number;
  to_seconds: number;
  /** Share (0–1) of the similar videos of which less is watched on average, an equal one counting half. */
  relative_score: number | null;
  /** The middle half of their retention, per cent at `typicalPoints` places. */
  low: number[];
  high: number[];
};

/** The typical values of similar videos; null with fewer than 5 of them. */
export function typicalOfSimilar(
  lengthSeconds: number,
  own: number | null,
  similar: readonly SimilarVideo[],
): Typical | null {
  if (similar.length < similarVideosMin) return null;
  const valuesOf = (key: TypicalKey) => similar.map((video) => video[key]).filter((value) => value !== null);
  const band = Array.from({ length: typicalPoints }, (_, point) =>
    middleHalf(similar.map((video) => video.retention[point] ?? 0)),
  );
  const rank = own === null ? null : percentileRank(own, valuesOf("average_watched_percentage"));
  return {
    videos: similar.length,
    from_seconds: lengthSeconds * similarLength.from,
    to_seconds: lengthSeconds * similarLength.to,
    ...(Object.fromEntries(typicalMetrics.map((key) => [key, middleHalf(valuesOf(key))])) as Record<
      TypicalKey,
      MiddleHalf | null
    >),
    relative_score: rank === null ? null : twoDecimals(rank),
    low: band.map((point) => oneDecimal(point?.low ?? 0)),
    high: band.map((point) => oneDecimal(point?.high ?? 0)),
  };
}

/** How often each second was played over these playbacks, as stretches `[from, to, plays]`, cut at the video's length. */
export function playedStrip(
  playbacks: readonly { watched: Ranges; replays: Ranges }[],
  lengthSeconds: number,
): [from: number, to: number, plays: number][] {
  const deltas = new Map<number, number>();
  for (const { watched, replays } of playbacks) {
    for (const [from, to] of pairs(intersect(watched, range(0, lengthSeconds)))) addRange(deltas, from, to);
    for (const [from, to] of pairs(replays)) {
      // A layer's seconds never touch the next layer's, so a range's start shows its layer.
      const layer = Math.floor(from / replayShift) * replayShift;
      addRange(deltas, from - layer, Math.min(to - layer, lengthSeconds));
    }
  }
  return steps(deltas);
}
