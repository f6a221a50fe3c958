import type { videoSeconds } from "@/lib/db/tables/videos";
import { coveredTenths, lengthInTenths } from "@/lib/measure/completion";
import { addRange, curve, steps } from "@/lib/measure/difference";
import { bandOf, compareToTypical, fewest, type Rate } from "@/lib/measure/evidence";
import { type MiddleHalf, middleHalf, percentileRank } from "@/lib/measure/quantiles";
import { pairs, type Ranges } from "@/lib/measure/ranges";
import { oneDecimal, twoDecimals } from "@/lib/measure/rounding";
import { tenthsPerSecond, tenthsToSeconds } from "@/lib/measure/tenths";
import { replayShift } from "./coverage";
import { metricsWith } from "./metrics";
import type { RetentionAnswer, VideoSummary } from "./schema";

/** One stored second: plays and covers begun minus ended, and the tenths that were over when they did. */
type SecondDelta = Omit<typeof videoSeconds.$inferSelect, "video_id">;

type Curves = Pick<RetentionAnswer, "covers" | "plays" | "retention_percentage" | "watch_ratio">;

/**
 * The retention curve from net deltas: views that covered each second and plays of it, as counts and as shares of the
 * views that played (`base`). A view that covered some tenths of a second counts as so much of one, so that the area under the curve
 * is what was covered. Empty while the length is unknown; shares are 0 without a base.
 */
export function retentionCurves(
  deltas: readonly SecondDelta[],
  lengthSeconds: number | null,
  base: number,
): Curves {
  const curveOf = (name: "covers" | "plays") =>
    curve(
      deltas.flatMap((row) => tenthDeltas(row.second, row[name], row[`${name}_tenths`])),
      lengthSeconds ?? 0,
    );
  const covered = curveOf("covers");
  const plays = curveOf("plays").map(tenthsToSeconds);
  return {
    covers: covered.map(tenthsToSeconds),
    plays,
    retention_percentage: covered.map((tenths) => retentionPercentage(tenths, base)),
    watch_ratio: plays.map((count) => (base > 0 ? twoDecimals(count / base) : 0)),
  };
}

/** The share of the views that played which covered a second, from the tenths of it that they covered. */
export const retentionPercentage = (tenths: number, base: number): number =>
  base > 0 ? oneDecimal((tenthsToSeconds(tenths) / base) * 100) : 0;

/** What a stored second adds to the tenths played of each second: what began in it lacks the tenths that were over by then. */
const tenthDeltas = (second: number, begun: number, over: number): [second: number, tenths: number][] => [
  [second, begun * tenthsPerSecond - over],
  [second + 1, over],
];

/** A typical curve has this many points over the video's length, each the middle of its hundredth. */
export const typicalPoints = 100;

/** The shortest and longest similar video, as shares of the length: in the school, and in the same course, where lengths are alike within half. */
export const similarLength = {
  school: { from: 0.8, to: 1.25 },
  course: { from: 1 / 1.5, to: 1.5 },
} as const;

/** The metrics that are compared with similar videos. */
export const typicalMetrics = metricsWith("typical");
type TypicalKey = (typeof typicalMetrics)[number];

/** Another video of similar length that at least 5 people viewed. */
export type SimilarVideo = Record<TypicalKey, number | null> & {
  length: number;
  of_course: boolean;
  /** Its retention in per cent at `typicalPoints` places. */
  retention: readonly number[];
};

export type Typical = Record<TypicalKey, MiddleHalf | null> & {
  /** Similar videos it is taken from. */
  videos: number;
  /** Whether they are of the same course. */
  of_course: boolean;
  /** The lengths that count as similar, in seconds. */
  from_seconds: number;
  to_seconds: number;
  /** How many of them have a lower average watched; null for a video that nobody played. */
  lower: number | null;
  /** Share (0–1) of the similar videos of which less is watched on average, an equal one counting half. */
  relative_score: number | null;
  /** The middle half of their retention, per cent at `typicalPoints` places. */
  low: number[];
  high: number[];
};

/** The typical values of similar videos: of the same course if there are 5, else of the school; null with fewer than 5. */
export function typicalOfSimilar(
  lengthSeconds: number,
  own: number | null,
  others: readonly SimilarVideo[],
): Typical | null {
  const within = ({ from, to }: { from: number; to: number }) =>
    others.filter(({ length }) => length >= lengthSeconds * from && length <= lengthSeconds * to);
  const ofCourse = within(similarLength.course).filter(({ of_course }) => of_course);
  const isOfCourse = ofCourse.length >= fewest.sessions_for_typical;
  const similar = isOfCourse ? ofCourse : within(similarLength.school);
  if (similar.length < fewest.sessions_for_typical) return null;
  const lengths = similarLength[isOfCourse ? "course" : "school"];
  const valuesOf = (key: TypicalKey) => similar.map((video) => video[key]).filter((value) => value !== null);
  const band = Array.from({ length: typicalPoints }, (_, point) =>
    middleHalf(similar.map((video) => video.retention[point] ?? 0)),
  );
  const watched = valuesOf("average_watched_percentage");
  const rank = own === null ? null : percentileRank(own, watched);
  return {
    videos: similar.length,
    of_course: isOfCourse,
    from_seconds: lengthSeconds * lengths.from,
    to_seconds: lengthSeconds * lengths.to,
    ...(Object.fromEntries(typicalMetrics.map((key) => [key, bandOf(valuesOf(key))])) as Record<
      TypicalKey,
      MiddleHalf | null
    >),
    lower: own === null ? null : watched.filter((value) => value < own).length,
    relative_score: rank === null ? null : twoDecimals(rank),
    low: band.map((point) => oneDecimal(point?.low ?? 0)),
    high: band.map((point) => oneDecimal(point?.high ?? 0)),
  };
}

/** The people behind a video's shares. No share that a view watched varies more between people than yes and no would. */
export function rateOf(key: TypicalKey, video: VideoSummary): Rate | undefined {
  const { unique_viewers: of, unique_completers, average_watched_percentage: watched } = video;
  if (key === "completion_rate") return { part: unique_completers, of };
  return key === "average_watched_percentage" ? { part: (of * (watched ?? 0)) / 100, of } : undefined;
}

/** A video's share compared with the typical one. Null if nothing can be said: few people, nothing typical, or the difference can be chance. */
export const againstTypical = <Key extends "average_watched_percentage" | "completion_rate">(
  key: Key,
  video: VideoSummary,
  typical: Pick<Typical, Key> | null,
) => compareToTypical(video[key], typical?.[key], rateOf(key, video));

/** How often each part was played over these playbacks, as stretches of seconds `[from, to, plays]`, cut at the video's length. */
export function playedStrip(
  playbacks: readonly { watched: Ranges; replays: Ranges }[],
  durationMs: number,
): [from: number, to: number, plays: number][] {
  const length = lengthInTenths(durationMs);
  const deltas = new Map<number, number>();
  for (const { watched, replays } of playbacks) {
    for (const [from, to] of pairs(coveredTenths(watched, durationMs))) addRange(deltas, from, to);
    for (const [from, to] of pairs(replays)) {
      // A layer's tenths never touch the next layer's, so a range's start shows its layer.
      const layer = Math.floor(from / replayShift) * replayShift;
      addRange(deltas, from - layer, Math.min(to - layer, length));
    }
  }
  return steps(deltas).map(([from, to, plays]) => [tenthsToSeconds(from), tenthsToSeconds(to), plays]);
}
