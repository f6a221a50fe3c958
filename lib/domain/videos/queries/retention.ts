import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { sql } from "@/lib/db/client";
import { textArray } from "@/lib/db/literals";
import { lengthInSeconds } from "@/lib/measure/completion";
import { curve } from "@/lib/measure/difference";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { oneDecimal } from "@/lib/measure/rounding";
import { metrics } from "../metrics";
import { momentsOf } from "../moments";
import { noTotals } from "../numbers";
import {
  retentionCurves,
  type SecondDelta,
  similarLength,
  type Typical,
  typicalMetrics,
  typicalOfSimilar,
  typicalPoints,
} from "../retention";
import type { RetentionAnswer } from "../schema";
import { reachVideo, type Video } from "./reach";
import {
  countedPlaybacks,
  type Days,
  isAllTime,
  lengthOf,
  replayedRanges,
  totalsOf,
  totalsOfAllTime,
} from "./totals";

/**
 * The similar videos nearest in length that the typical band is taken from. A quartile of 40 moves little when more are
 * added, and each costs an index range of one row a second.
 */
const similarVideosMax = 40;

/** One video second by second, its moments, and what is typical at its school. Reads one video's deltas by index. */
export async function retention(
  scope: Scope,
  idOrExternalId: string,
  days: Days = {},
): Promise<RetentionAnswer> {
  return (await retentionAndTypical(scope, idOrExternalId, days)).retention;
}

/** The same, with all that is typical: a page shows both, and the similar videos' curves are its dearest reading. */
export async function retentionAndTypical(
  scope: Scope,
  idOrExternalId: string,
  days: Days = {},
): Promise<{ retention: RetentionAnswer; typical: Typical | null }> {
  const video = await reachVideo(scope, idOrExternalId);
  const length = lengthInSeconds(video.duration_ms);
  const [deltas, totals, typical] = await Promise.all([
    isAllTime(days) ? deltasOfAllTime(video.id) : deltasOfDays(video.id, days),
    totalsOf([video.id], days),
    typicalOfVideo(video, days),
  ]);
  const base = totals.get(video.id)?.played ?? 0;
  const curves = retentionCurves(deltas, length, base);
  const answer: RetentionAnswer = {
    success: true,
    video_id: video.id,
    duration_seconds: video.duration_ms === null ? null : video.duration_ms / 1000,
    base,
    ...curves,
    moments: momentsOf(curves.covers, curves.plays, base),
    typical: typical && {
      videos: typical.videos,
      low: typical.low,
      high: typical.high,
      relative_score: typical.relative_score,
    },
  };
  return { retention: answer, typical };
}

function deltasOfAllTime(videoId: string) {
  return sql()<SecondDelta[]>`
    select second, plays, covers from video_seconds where video_id = ${videoId} order by second`;
}

function deltasOfDays(videoId: string, days: Days) {
  return sql()<SecondDelta[]>`
    with ${countedPlaybacks([videoId], days)},
    covered as (select lower(r) as from_second, upper(r) as to_second from pb, unnest(pb.watched * int4multirange(int4range(0, pb.length))) r),
    repeated as (${replayedRanges()})
    select second, sum(plays)::int as plays, sum(covers)::int as covers from (
      select from_second as second, 1 as plays, 1 as covers from covered
      union all select to_second, -1, -1 from covered
      union all select from_second, 1, 0 from repeated
      union all select to_second, -1, 0 from repeated
    ) d group by second order by second`;
}

/** What is usual among the school's videos of similar length; null with fewer than 5 of them that anybody played. */
async function typicalOfVideo(video: Video, days: Days): Promise<Typical | null> {
  const length = lengthInSeconds(video.duration_ms);
  if (video.duration_ms === null || length === null) return null;
  const others = await sql()<{ id: string; duration_ms: number }[]>`
    select v.id, v.duration_ms from videos v join video_totals t on t.video_id = v.id
    where v.school_id = ${video.school_id} and v.id <> ${video.id} and t.played > 0
      and v.duration_ms between ${Math.ceil(video.duration_ms * similarLength.from)} and ${Math.floor(video.duration_ms * similarLength.to)}
    order by abs(v.duration_ms - ${video.duration_ms}), v.id limit ${similarVideosMax}`;
  const ids = others.map((other) => other.id);
  const [stored, own, curves] = await Promise.all([
    totalsOfAllTime(ids),
    totalsOf([video.id], days),
    sampledCurves(ids, typicalPoints),
  ]);
  const lengths = new Map(others.map((other) => [other.id, lengthInSeconds(other.duration_ms)]));
  return typicalOfSimilar(
    length,
    metrics.average_watched_percentage.of(own.get(video.id) ?? noTotals, length),
    stored.flatMap(({ video_id: id, ...row }) => {
      const { retention = [], played_seconds = 0 } = curves.get(id) ?? {};
      const totals = { ...row, played_seconds };
      const similar = Object.fromEntries(
        typicalMetrics.map((key) => [key, metrics[key].of(totals, lengths.get(id) ?? null)]),
      ) as Record<(typeof typicalMetrics)[number], number | null>;
      return similar.average_watched_percentage === null ? [] : { ...similar, retention };
    }),
  );
}

/** Small curves: each video's retention in per cent at the middles of `points` equal steps. */
export async function sampledRetention(
  videoIds: readonly string[],
  points: number,
): Promise<Map<string, number[]>> {
  const curves = await sampledCurves(videoIds, points);
  return new Map([...curves].map(([id, { retention }]) => [id, retention]));
}

/**
 * One reading of each video's deltas, summed in the database to the points at which they begin to count, so that a video
 * costs `points` rows whatever its length (materialized: else the length is worked out for every second anew); and the area under its plays.
 */
async function sampledCurves(
  videoIds: readonly string[],
  points: number,
): Promise<Map<string, { retention: number[]; played_seconds: number }>> {
  if (videoIds.length === 0) return new Map();
  const rows = await sql()<
    { video_id: string; point: number; covers: number; area: number; played: number }[]
  >`
    with v as materialized (
      select v.id, ${lengthOf()} as length, t.played from videos v join video_totals t on t.video_id = v.id
      where v.id = any(${textArray(videoIds)}::uuid[]) and v.duration_ms is not null and t.played > 0
    )
    select v.id as video_id, greatest(0, ceil(s.second * ${points}::float8 / v.length - 0.5))::int as point,
      sum(s.covers)::int as covers, sum(s.plays::bigint * greatest(0, v.length - s.second))::float8 as area, v.played
    from v join video_seconds s on s.video_id = v.id
    group by v.id, 2, v.played`;
  const found = new Map<string, { played: number; area: number; points: [number, number][] }>();
  for (const row of rows) {
    const video = getOrInsert(found, row.video_id, () => ({ played: row.played, area: 0, points: [] }));
    video.points.push([row.point, row.covers]);
    video.area += row.area;
  }
  return new Map(
    [...found].map(([id, video]) => [
      id,
      {
        retention: curve(video.points, points).map((views) => oneDecimal((views / video.played) * 100)),
        played_seconds: video.area,
      },
    ]),
  );
}
