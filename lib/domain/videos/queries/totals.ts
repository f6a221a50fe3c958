import "server-only";
import { and, eq, gte, isNotNull, lte, not, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import { db } from "@/lib/db/client";
import {
  coveredTenths,
  isComplete,
  lengthInTenths,
  sizeInTenths,
  tenthsToSeconds,
} from "@/lib/db/completion";
import { isAnyOf } from "@/lib/db/literals";
import { schools } from "@/lib/db/tables/schools";
import { playbacks, videoDaily, videoSeconds, videos, videoTotals } from "@/lib/db/tables/videos";
import { tenthsPerSecond } from "@/lib/measure/tenths";
import type { Day } from "@/lib/platform/time";
import { replayShift } from "../coverage";
import type { Totals } from "../metrics";
import { noTotals } from "../numbers";
import { type SumColumn, sumColumns } from "../roll-ups";

/** Days of the school, both included; an open end has no bound. */
export type Days = { from?: Day | undefined; to?: Day | undefined };

export const isAllTime = (days: Days): boolean => !days.from && !days.to;

/** A condition on a table's `day`; none for all time. */
export const within = (days: Days, day: PgColumn): SQL | undefined =>
  and(days.from ? gte(day, days.from) : undefined, days.to ? lte(day, days.to) : undefined);

/**
 * The sums of these videos' counted playbacks, of all time (roll-ups only) or of some days (sums by day from
 * `video_daily`; people, extremes and replays from those days' playbacks). At most a page of videos at once: the
 * `played_seconds` of each costs its seconds, the filtered parts cost its playbacks of these days.
 */
export async function totalsOf(videoIds: readonly string[], days: Days = {}): Promise<Map<string, Totals>> {
  if (videoIds.length === 0) return new Map();
  const [sums, rest] = isAllTime(days)
    ? await Promise.all([totalsOfAllTime(videoIds), playedSecondsOfAllTime(videoIds)])
    : await Promise.all([sumsOfDays(videoIds, days), factsOfDays(videoIds, days)]);
  const out = new Map<string, Totals>();
  for (const { video_id, ...row } of [...sums, ...rest])
    out.set(video_id, { ...(out.get(video_id) ?? noTotals), ...row });
  return out;
}

/** The same of one video. */
export const totalsOfVideo = async ({ id }: { id: string }, days: Days = {}): Promise<Totals> =>
  (await totalsOf([id], days)).get(id) ?? noTotals;

/** The roll-up's row of each video: everything but `played_seconds`, which only the seconds know. */
export const totalsOfAllTime = (videoIds: readonly string[]) =>
  db().select().from(videoTotals).where(isAnyOf(videoTotals.video_id, videoIds));

/** Videos whose length is known, with it in tenths and their views that played. The limit keeps the planner from computing it again for every second. */
export const lengthsOf = (videoIds: readonly string[]) =>
  db()
    .select({
      id: videos.id,
      length: lengthInTenths(videos.duration_ms).as("length"),
      played: videoTotals.played,
    })
    .from(videos)
    .innerJoin(videoTotals, eq(videoTotals.video_id, videos.id))
    .where(and(isAnyOf(videos.id, videoIds), isNotNull(videos.duration_ms)))
    .limit(videoIds.length)
    .as("video");

/** What a stored second adds to the area under the curve of plays, in tenths: each net delta counts from its tenth to the end. */
export const playedTenths = ({ length }: ReturnType<typeof lengthsOf>): SQL =>
  sql`(${videoSeconds.plays}::bigint * (${length} - ${videoSeconds.second} * ${tenthsPerSecond}::int) - ${videoSeconds.plays_tenths})`;

function playedSecondsOfAllTime(videoIds: readonly string[]) {
  const video = lengthsOf(videoIds);
  return db()
    .select({ video_id: video.id, played_seconds: tenthsToSeconds(sql`sum(${playedTenths(video)})`) })
    .from(video)
    .innerJoin(videoSeconds, eq(videoSeconds.video_id, video.id))
    .groupBy(video.id);
}

/** Float8 is exact up to 2^53, which no sum of ours reaches. */
const sumsOfDays = (videoIds: readonly string[], days: Days) =>
  db()
    .select({
      video_id: videoDaily.video_id,
      ...(Object.fromEntries(
        sumColumns.map((column) => [column, sql<number>`sum(${videoDaily[column]})::float8`]),
      ) as Record<SumColumn, SQL<number>>),
    })
    .from(videoDaily)
    .where(and(isAnyOf(videoDaily.video_id, videoIds), within(days, videoDaily.day)))
    .groupBy(videoDaily.video_id);

/** A limit that none reaches: the planner then reads each video's playbacks by themselves, through the index of days. */
const unlimited = Number.MAX_SAFE_INTEGER;

const playbackFields = [
  ...(["video_id", "day", "viewed_at", "watched", "replays", "media_ms", "reported_percentage"] as const),
  ...(["position_ms", "device", "browser", "os", "country", "referrer", "quality", "proof"] as const),
];
const pick = <From extends object, const Keys extends readonly (keyof From)[]>(from: From, keys: Keys) =>
  Object.fromEntries(keys.map((key) => [key, from[key]])) as Pick<From, Keys[number]>;

/**
 * The playbacks of some videos and days that count, with their video's duration and threshold: the CTE `pb`. Read video by
 * video: never a scan of everybody's playbacks.
 */
export function countedPlaybacks(ofVideos: SQL, days: Days) {
  const p = db()
    .select({
      ...pick(playbacks, playbackFields),
      viewer: sql<string>`coalesce(${playbacks.viewer_id}, ${playbacks.playback_id}::text)`.as("viewer"),
    })
    .from(playbacks)
    .where(
      and(
        eq(playbacks.video_id, videos.id),
        playbacks.rolled_up,
        not(playbacks.preview),
        within(days, playbacks.day),
      ),
    )
    .limit(unlimited)
    .as("p");
  const rows = db()
    .select({
      ...pick(p, playbackFields),
      viewer: p.viewer,
      duration_ms: videos.duration_ms,
      completion_threshold: schools.completion_threshold,
    })
    .from(videos)
    .innerJoin(schools, eq(schools.id, videos.school_id))
    .crossJoinLateral(p)
    .where(ofVideos);
  return db().$with("pb").as(rows);
}
/** What each playback is in each breakdown: `part`, a row for each. */
export const playbackParts = (
  of: Record<"device" | "browser" | "os" | "country" | "referrer" | "proof" | "quality", SQLWrapper>,
): SQL => sql`(
  values ('device', ${of.device}, 1, 0), ('browser', ${of.browser}, 1, 0), ('os', ${of.os}, 1, 0),
    ('country', ${of.country}, 1, 0), ('referrer', ${of.referrer}, 1, 0)
  union all select 'proof', ${of.proof}, 1, 0 where ${of.proof} is not null
  union all select 'quality', key, 0, value::float8 from jsonb_each_text(${of.quality})) part(dimension, value, views, watch_ms)`;
type CountedPlaybacks = ReturnType<typeof countedPlaybacks>;

/** The repeats of a playback in `pb`, each as the tenths it was of (the k-th is kept shifted), cut at the video's end. */
export const replayedRanges = (pb: CountedPlaybacks): SQL => sql`
  select from_tenth, to_tenth from (
    select (lower(r) % ${replayShift}::int)::int as from_tenth,
      least(${lengthInTenths(pb.duration_ms)}, upper(r) - lower(r) / ${replayShift}::int * ${replayShift}::int)::int as to_tenth
    from unnest(${pb.replays}) r) layer where from_tenth < to_tenth`;

/** How many people watched each video and completed it, and when last: a CTE over the CTE `pb`, which must stand before it. */
export function peopleQuery(pb: CountedPlaybacks) {
  const viewer = db()
    .select({
      video_id: pb.video_id,
      duration_ms: sql<number>`max(${pb.duration_ms})`.as("duration_ms"),
      threshold: sql<number>`max(${pb.completion_threshold})`.as("threshold"),
      watched: sql<string>`range_agg(${pb.watched})`.as("watched"),
      reported: sql<number>`coalesce(max(${pb.reported_percentage}), 0)`.as("reported"),
      viewed_at: sql`max(${pb.viewed_at})`.as("viewed_at"),
    })
    .from(pb)
    .groupBy(pb.video_id, pb.viewer)
    .as("viewer");
  const covered = sizeInTenths(coveredTenths(viewer.watched, viewer.duration_ms));
  const length = lengthInTenths(viewer.duration_ms);
  const completed = sql`(${isComplete(covered, length, viewer.threshold)} or ${viewer.reported} >= ${viewer.threshold})`;
  const rows = db()
    .select({
      video_id: viewer.video_id,
      viewers: sql<number>`count(*)::int`.as("viewers"),
      completers: sql<number>`(count(*) filter (where ${completed}))::int`.as("completers"),
      last_view_at: sql`max(${viewer.viewed_at})`.mapWith(playbacks.viewed_at).as("last_view_at"),
    })
    .from(viewer)
    .groupBy(viewer.video_id);
  return db().$with("people").as(rows);
}

function factsOfDays(videoIds: readonly string[], days: Days) {
  const pb = countedPlaybacks(isAnyOf(videos.id, videoIds), days);
  const people = peopleQuery(pb);
  const covered = sizeInTenths(coveredTenths(pb.watched, pb.duration_ms));
  const repeated = sql`(select coalesce(sum(to_tenth - from_tenth), 0) from (${replayedRanges(pb)}) x)`;
  const extremes = db()
    .select({
      video_id: pb.video_id,
      longest_watch_ms: sql<number>`max(${pb.media_ms})::float8`.as("longest_watch_ms"),
      first_view_at: sql`min(${pb.viewed_at})`.mapWith(playbacks.viewed_at).as("first_view_at"),
      played_seconds: tenthsToSeconds(sql`sum(${covered} + ${repeated})`).as("played_seconds"),
    })
    .from(pb)
    .groupBy(pb.video_id)
    .as("extremes");
  return db()
    .with(pb, people)
    .select({
      ...pick(people, ["video_id", "viewers", "completers", "last_view_at"]),
      ...pick(extremes, ["longest_watch_ms", "first_view_at", "played_seconds"]),
    })
    .from(people)
    .innerJoin(extremes, eq(extremes.video_id, people.video_id));
}
