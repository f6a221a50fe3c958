import "server-only";
import { sql } from "@/lib/db/client";
import { textArray } from "@/lib/db/literals";
import type { Day } from "@/lib/platform/time";
import type { Totals } from "../metrics";
import { noTotals } from "../numbers";
import { replayShift } from "../playback";

/** Days of the school, both included; an open end has no bound. */
export type Days = { from?: Day | undefined; to?: Day | undefined };

export const isAllTime = (days: Days): boolean => !days.from && !days.to;

/** A condition on a table's `day`. */
export function within(days: Days) {
  const from = days.from ? sql()`and day >= ${days.from}::date` : sql()``;
  const to = days.to ? sql()`and day <= ${days.to}::date` : sql()``;
  return sql()`true ${from} ${to}`;
}

/** The sums that both roll-ups have; float8 is exact up to 2^53, which no sum of ours reaches. */
const sums = () => sql()`
  sum(views)::float8 as views, sum(previews)::float8 as previews, sum(started)::float8 as started, sum(played)::float8 as played,
  sum(half)::float8 as half, sum(watch_ms)::float8 as watch_ms, sum(wall_ms)::float8 as wall_ms,
  sum(covered_seconds)::float8 as covered_seconds, sum(plays)::float8 as plays, sum(pauses)::float8 as pauses,
  sum(seeks)::float8 as seeks, sum(rebuffer_ms)::float8 as rebuffer_ms`;

type Keyed<T> = T & { video_id: string };

/**
 * What the counted playbacks of these videos add up to, of all time (roll-ups only) or of some days (sums by day from
 * `video_daily`; people, extremes and replays from those days' playbacks). At most a page of videos at once: the
 * `played_seconds` of each costs its seconds, the filtered parts cost its playbacks of these days.
 */
export async function totalsOf(videoIds: readonly string[], days: Days = {}): Promise<Map<string, Totals>> {
  if (videoIds.length === 0) return new Map();
  const [sum, rest] = isAllTime(days)
    ? await Promise.all([totalsOfAllTime(videoIds), playedSecondsOfAllTime(videoIds)])
    : await Promise.all([sumsOfDays(videoIds, days), factsOfDays(videoIds, days)]);
  const out = new Map<string, Totals>();
  for (const { video_id: videoId, ...row } of sum) out.set(videoId, { ...noTotals, ...row });
  for (const { video_id: videoId, ...row } of rest)
    out.set(videoId, { ...(out.get(videoId) ?? noTotals), ...row });
  return out;
}

/** The roll-up's row of each video: everything but `played_seconds`, which only the seconds know. */
export function totalsOfAllTime(videoIds: readonly string[]) {
  return sql()<Keyed<Omit<Totals, "played_seconds">>[]>`
    select video_id, ${sums()}, max(viewers) as viewers, max(completers) as completers,
      max(longest_watch_ms)::float8 as longest_watch_ms, min(first_view_at) as first_view_at, max(last_view_at) as last_view_at
    from video_totals where video_id = any(${textArray(videoIds)}::uuid[]) group by video_id`;
}

/** The area under the curve of plays: each net delta counts for all the seconds from its own to the end. */
function playedSecondsOfAllTime(videoIds: readonly string[]) {
  return sql()<Keyed<Pick<Totals, "played_seconds">>[]>`
    select s.video_id, sum(s.plays::bigint * greatest(0, ${lengthOf()} - s.second))::float8 as played_seconds
    from videos v join video_seconds s on s.video_id = v.id
    where v.id = any(${textArray(videoIds)}::uuid[]) and v.duration_ms is not null group by s.video_id`;
}

function sumsOfDays(videoIds: readonly string[], days: Days) {
  return sql()<Keyed<Partial<Totals>>[]>`
    select video_id, ${sums()} from video_daily
    where video_id = any(${textArray(videoIds)}::uuid[]) and ${within(days)} group by video_id`;
}

/** The video's length in whole seconds, at least 1, as `lengthInSeconds` has it; the row must be `v`. */
export const lengthOf = () => sql()`greatest(1, round(v.duration_ms / 1000.0)::int)`;

/**
 * The playbacks of these videos and days that count, with their video's length and threshold: the CTE `pb`. Read video by
 * video through the index of days (a fence keeps the planner to it): never a scan of everybody's playbacks.
 */
export const countedPlaybacks = (videoIds: readonly string[], days: Days) => sql()`
  pb as (
    select p.*, ${lengthOf()} as length, s.completion_threshold as threshold, coalesce(p.viewer_id, p.playback_id::text) as viewer
    from videos v join schools s on s.id = v.school_id
    cross join lateral (
      select * from playbacks where video_id = v.id and rolled_up and not preview and ${within(days)} offset 0
    ) p
    where v.id = any(${textArray(videoIds)}::uuid[])
  )`;

/** The repeats in `pb`, each as the seconds it was of (the k-th is kept shifted by k·2^20), cut at the video's end. */
export const replayedRanges = () => sql()`
  select pb.video_id, pb.playback_id, lower(r) % ${replayShift}::int as from_second,
    least(pb.length, upper(r) - lower(r) / ${replayShift}::int * ${replayShift}::int) as to_second
  from pb, unnest(pb.replays) r where lower(r) % ${replayShift}::int < pb.length`;

function factsOfDays(videoIds: readonly string[], days: Days) {
  return sql()<Keyed<Partial<Totals>>[]>`
    with ${countedPlaybacks(videoIds, days)},
    people as (
      select video_id, viewer, max(length) as length, max(threshold) as threshold, range_agg(watched) as watched from pb group by video_id, viewer
    ),
    covered as (
      select video_id, length, threshold, (
        select coalesce(sum(upper(r) - lower(r)), 0) from unnest(watched * int4multirange(int4range(0, length))) r) as seconds
      from people
    ),
    viewers as (
      select video_id, count(*)::int as viewers, count(*) filter (where seconds * 100 >= threshold * length)::int as completers
      from covered group by video_id
    ),
    repeats as (select video_id, sum(to_second - from_second) as seconds from (${replayedRanges()}) r group by video_id),
    extremes as (
      select video_id, max(greatest(media_ms, reported_ms))::float8 as longest, min(viewed_at) as first, max(viewed_at) as last,
        sum((select coalesce(sum(upper(r) - lower(r)), 0) from unnest(watched * int4multirange(int4range(0, length))) r)) as seconds
      from pb group by video_id
    )
    select v.video_id, v.viewers, v.completers, e.longest as longest_watch_ms, e.first as first_view_at, e.last as last_view_at,
      (e.seconds + coalesce(r.seconds, 0))::float8 as played_seconds
    from viewers v join extremes e on e.video_id = v.video_id left join repeats r on r.video_id = v.video_id`;
}
