import "server-only";
import {
  and,
  asc,
  between,
  countDistinct,
  desc,
  eq,
  getTableColumns,
  gt,
  gte,
  isNotNull,
  isNull,
  ne,
  or,
  sql,
} from "drizzle-orm";
import { db } from "@/lib/db/client";
import { coveredTenths, tenthsToSeconds } from "@/lib/db/completion";
import { type Kept, keptByVersion } from "@/lib/db/kept-by-version";
import { isAnyOf } from "@/lib/db/literals";
import { videoSeconds, videos, videoTotals } from "@/lib/db/tables/videos";
import { lengthInSeconds } from "@/lib/measure/completion";
import { curve } from "@/lib/measure/difference";
import { fewest } from "@/lib/measure/evidence";
import { tenthsPerSecond, toTenths } from "@/lib/measure/tenths";
import { processCache } from "@/lib/platform/process";
import { metrics, type Totals } from "../metrics";
import { momentsOf, spikesOf } from "../moments";
import {
  retentionCurves,
  retentionPercentage,
  similarLength,
  type Typical,
  typicalMetrics,
  typicalOfSimilar,
  typicalPoints,
} from "../retention";
import type { Moment, RetentionAnswer } from "../schema";
import type { Video } from "./reach";
import { stopsOf } from "./stops";
import {
  countedPlaybacks,
  type Days,
  isAllTime,
  lengthsOf,
  playedTenths,
  replayedRanges,
  totalsOfAllTime,
  totalsOfVideo,
} from "./totals";

/**
 * The similar videos nearest in length that the typical band is taken from. A quartile of 40 moves little when more are
 * added, and each costs an index range of one row a second.
 */
const similarVideosMax = 40;

/**
 * One video second by second, its moments, and what is typical at its school. Reads one video's deltas by index; the similar
 * videos' curves cost most, so that a page asks once for both.
 */
export async function retentionAndTypical(
  video: Video,
  days: Days = {},
  totals: Promise<Totals> = totalsOfVideo(video, days),
): Promise<{ retention: RetentionAnswer; typical: Typical | null }> {
  const length = lengthInSeconds(video.duration_ms);
  const [deltas, stops, { played: base, viewers: people }, typical] = await Promise.all([
    isAllTime(days) ? deltasOfAllTime(video.id) : deltasOfDays(video.id, days),
    stopsOf([{ id: video.id, seconds: length ?? 0 }], days),
    totals,
    typicalOfVideo(video, totals),
  ]);
  const curves = retentionCurves(deltas, length, base);
  const spikes = await replayedByMany(video, days, spikesOf(curves, { base, people }));
  const answer: RetentionAnswer = {
    success: true,
    video_id: video.id,
    duration_seconds: video.duration_ms === null ? null : video.duration_ms / 1000,
    base,
    ...curves,
    moments: momentsOf(curves, stops.get(video.id)!, { base, people }, spikes),
    typical: typical && {
      videos: typical.videos,
      low: typical.low,
      high: typical.high,
      relative_score: typical.relative_score,
    },
  };
  return { retention: answer, typical };
}

/** Replays that are looked at to find 5 people: a passage that many replay needs no more. */
const replaysRead = 100;

/** The spikes that at least 5 people replay: the curves count replays, which one person alone can make. */
async function replayedByMany(
  video: { id: string },
  days: Days,
  spikes: readonly Moment[],
): Promise<Moment[]> {
  const people = await Promise.all(
    spikes.map(async ({ at_second: at }) => {
      const pb = countedPlaybacks(eq(videos.id, video.id), days);
      const replaying = db()
        .select({ viewer: pb.viewer })
        .from(pb)
        .where(
          sql`exists (select from (${replayedRanges(pb)}) r where from_tenth < ${toTenths(at + 1)}::int and to_tenth > ${toTenths(at)}::int)`,
        )
        .limit(replaysRead)
        .as("replaying");
      const [row] = await db()
        .with(pb)
        .select({ people: countDistinct(replaying.viewer) })
        .from(replaying);
      return row?.people ?? 0;
    }),
  );
  return spikes.filter((_, index) => people[index]! >= fewest.people_for_rate);
}

/** The passage of each of these videos that is replayed most, if 5 people replay it. Reads each video's deltas by index, of all time. */
export async function mostReplayed(
  items: readonly { id: string; length: number; base: number; people: number }[],
): Promise<Map<string, Moment>> {
  const found = await Promise.all(
    items.map(async ({ id, length, base, people }): Promise<[string, Moment][]> => {
      if (Math.min(base, people) < fewest.people_for_rate) return [];
      const curves = retentionCurves(await deltasOfAllTime(id), length, base);
      for (const spike of spikesOf(curves, { base, people }))
        if ((await replayedByMany({ id }, {}, [spike])).length > 0) return [[id, spike]];
      return [];
    }),
  );
  return new Map(found.flat());
}

const { video_id: _, ...secondFields } = getTableColumns(videoSeconds);

const deltasOfAllTime = (videoId: string) =>
  db()
    .select(secondFields)
    .from(videoSeconds)
    .where(eq(videoSeconds.video_id, videoId))
    .orderBy(videoSeconds.second);

function deltasOfDays(videoId: string, days: Days) {
  const pb = countedPlaybacks(eq(videos.id, videoId), days);
  const played = sql`
    select lower(r) as from_tenth, upper(r) as to_tenth, 1 as covers
    from unnest(${coveredTenths(pb.watched, pb.duration_ms)}) r
    union all select from_tenth, to_tenth, 0 from (${replayedRanges(pb)}) x`;
  const over = sql`delta.tenth % ${tenthsPerSecond}::int`;
  return db()
    .with(pb)
    .select({
      second: sql<number>`delta.tenth / ${tenthsPerSecond}::int`,
      plays: sql<number>`sum(delta.plays)::int`,
      covers: sql<number>`sum(delta.covers)::int`,
      plays_tenths: sql<number>`sum(delta.plays * (${over}))::int`,
      covers_tenths: sql<number>`sum(delta.covers * (${over}))::int`,
    })
    .from(pb)
    .crossJoinLateral(sql`(${played}) p`)
    .crossJoinLateral(
      sql`(values (p.from_tenth, 1, p.covers), (p.to_tenth, -1, -p.covers)) delta(tenth, plays, covers)`,
    )
    .groupBy(sql`1`)
    .orderBy(sql`1`);
}

/** The typical values of similar videos of its course, else its school; null with fewer than 5 of them that 5 people viewed. */
async function typicalOfVideo(video: Video, own: Promise<Totals>): Promise<Typical | null> {
  const length = lengthInSeconds(video.duration_ms);
  const { duration_ms, course_id } = video;
  if (duration_ms === null || length === null) return null;
  const within = ({ from, to }: { from: number; to: number }) =>
    between(videos.duration_ms, Math.ceil(duration_ms * from), Math.floor(duration_ms * to));
  const ofCourse = eq(videos.course_id, course_id);
  const others = await db()
    .select({
      id: videos.id,
      duration_ms: videos.duration_ms,
      of_course: sql<boolean>`${ofCourse}`.as("of_course"),
    })
    .from(videos)
    .innerJoin(videoTotals, eq(videoTotals.video_id, videos.id))
    .where(
      and(
        eq(videos.school_id, video.school_id),
        isNull(videos.version_of),
        ne(videos.id, video.id),
        gt(videoTotals.played, 0),
        gte(videoTotals.viewers, fewest.people_for_rate),
        or(within(similarLength.school), and(ofCourse, within(similarLength.course))),
      ),
    )
    .orderBy(desc(sql`of_course`), sql`abs(${videos.duration_ms} - ${duration_ms})`, asc(videos.id))
    .limit(similarVideosMax);
  const ids = others.map((other) => other.id);
  const [stored, totals, curves] = await Promise.all([
    totalsOfAllTime(ids),
    own,
    sampledCurves(ids, typicalPoints),
  ]);
  const rows = new Map(others.map((other) => [other.id, other]));
  return typicalOfSimilar(
    length,
    metrics.average_watched_percentage.of(totals, length),
    stored.flatMap(({ video_id: id, ...row }) => {
      const { retention = [], played_seconds = 0 } = curves.get(id) ?? {};
      const { duration_ms, of_course } = rows.get(id)!;
      const length = lengthInSeconds(duration_ms) ?? 0;
      const similar = Object.fromEntries(
        typicalMetrics.map((key) => [key, metrics[key].of({ ...row, played_seconds }, length)]),
      ) as Record<(typeof typicalMetrics)[number], number | null>;
      return similar.average_watched_percentage === null
        ? []
        : [{ ...similar, length, of_course, retention }];
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

/** A video's small curve, and the area under its plays. */
type SampledCurve = { retention: number[]; played_seconds: number };

/** The curves of some thousand videos are a few MiB. */
const curvesKept = 5000;

/**
 * The small curves of those videos that were played. Reading one costs its deltas, and lists and typical values need dozens: each is
 * kept until its video's numbers change.
 */
async function sampledCurves(
  videoIds: readonly string[],
  points: number,
): Promise<Map<string, SampledCurve>> {
  if (videoIds.length === 0) return new Map();
  // Whatever changes a video's seconds changes its totals in the same transaction.
  const versions = await db()
    .select({
      id: videos.id,
      version: sql<string>`concat_ws('/', ${videoTotals}.xmin, ${videos.duration_ms})`,
    })
    .from(videos)
    .innerJoin(videoTotals, eq(videoTotals.video_id, videos.id))
    .where(and(isAnyOf(videos.id, videoIds), isNotNull(videos.duration_ms), gt(videoTotals.played, 0)));
  return keptByVersion(
    processCache<Kept<SampledCurve>>(`sampled curves ${points}`, { max: curvesKept }),
    new Map(versions.map(({ id, version }) => [id, version])),
    { retention: [], played_seconds: 0 },
    (ids) => readCurves(ids, points),
  );
}

/**
 * One reading of each video's deltas by index, summed in the database to the points at which they begin to count, so that a
 * video costs one row whatever its length; and the area under its plays.
 */
async function readCurves(videoIds: readonly string[], points: number): Promise<Map<string, SampledCurve>> {
  if (videoIds.length === 0) return new Map();
  const video = lengthsOf(videoIds);
  const { second, covers, covers_tenths } = videoSeconds;
  // As `tenthDeltas` of retention.ts.
  const deltas = sql`(values (${second}, ${covers} * ${tenthsPerSecond}::int - ${covers_tenths}, ${playedTenths(video)}),
    (${second} + 1, ${covers_tenths}, 0)) delta(second, tenths, area)`;
  const place = sql`delta.second * ${points * tenthsPerSecond}::float8 / ${video.length}`;
  const sums = db()
    .select({
      point: sql<number>`greatest(0, ceil(${place} - 0.5))::int`.as("point"),
      tenths: sql<number>`sum(delta.tenths)::int`.as("tenths"),
      area: sql<number>`sum(delta.area)`.as("area"),
    })
    .from(videoSeconds)
    .crossJoinLateral(deltas)
    .where(eq(videoSeconds.video_id, video.id))
    .groupBy(sql`1`)
    .as("sums");
  const sampled = db()
    .select({
      points: sql<number[]>`array_agg(${sums.point})`.as("points"),
      tenths: sql<number[]>`array_agg(${sums.tenths})`.as("tenths"),
      played_seconds: tenthsToSeconds(sql`sum(${sums.area})`).as("played_seconds"),
    })
    .from(sums)
    .having(sql`count(*) > 0`)
    .as("sampled");
  const rows = await db()
    .select({
      video_id: video.id,
      played: video.played,
      points: sampled.points,
      tenths: sampled.tenths,
      played_seconds: sampled.played_seconds,
    })
    .from(video)
    .crossJoinLateral(sampled)
    .where(gt(video.played, 0));
  return new Map(
    rows.map(({ video_id, played, points: at, tenths, played_seconds }) => {
      const deltas = at.map((point, i): [number, number] => [point, tenths[i]!]);
      const retention = curve(deltas, points).map((covered) => retentionPercentage(covered, played));
      return [video_id, { retention, played_seconds }];
    }),
  );
}
