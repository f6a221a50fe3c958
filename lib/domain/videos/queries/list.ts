import "server-only";
import { sql as of } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { ownSchool } from "@/lib/auth/school";
import type { Scope } from "@/lib/auth/scope";
import { raw, sql } from "@/lib/db/client";
import { lengthInSeconds } from "@/lib/db/completion";
import { holds } from "@/lib/db/patterns";
import { videos } from "@/lib/db/tables/videos";
import { listOrder } from "@/lib/http/list";
import { type Day, dayOf, daysInclusive, plusDays } from "@/lib/platform/time";
import type { VideoListQuery } from "../filters";
import { noTotals, summarize } from "../numbers";
import type { PopularVideo } from "../schema";
import { reachableVideos, type Video, videoColumns, videoTables } from "./reach";
import { type Days, isAllTime, lengthOf, totalsOf, within } from "./totals";

/** What the list asks beyond the query string: videos nobody viewed are left out of "popular". */
type Filter = Omit<VideoListQuery, "limit" | "offset"> & { viewedOnly?: boolean };

/** Videos read from the cursor at a time: bounds an export's memory. */
const exportBatch = 100;

/**
 * The videos a scope reaches, one page of them, with their numbers of all time or of some days, and their rank by views among
 * all they reach. `now` ends a range without an end.
 */
export async function videoList(
  scope: Scope,
  input: Filter & Pick<VideoListQuery, "limit" | "offset">,
  now: Date,
): Promise<{ items: PopularVideo[]; total: number }> {
  const today = dayOf(now, (await ownSchool(scope)).time_zone);
  const rows = await sql()<
    Listed[]
  >`${select(scope, input, today)} limit ${input.limit} offset ${input.offset}`;
  const [first] = rows;
  return {
    items: await numbered(rows, input),
    total: first?.total ?? (input.offset > 0 ? await countListed(scope, input) : 0),
  };
}

/** All of them, batch by batch through a cursor, in the order of the list. */
export async function* videosInBatches(
  scope: Scope,
  input: Filter,
  now: Date,
): AsyncGenerator<PopularVideo[]> {
  const today = dayOf(now, (await ownSchool(scope)).time_zone);
  for await (const rows of sql()<Listed[]>`${select(scope, input, today)}`.cursor(exportBatch))
    yield await numbered(rows, input);
}

/** The ids of all the videos a scope reaches. */
export async function reachedVideoIds(scope: Scope): Promise<string[]> {
  const rows = await sql()<
    { id: string }[]
  >`select v.id from videos v where ${reachableVideos(scope)} order by v.id`;
  return rows.map((row) => row.id);
}

type Listed = Video & { rank: number; rank_before: number | null; total: number };

function select(scope: Scope, input: Filter, today: Day) {
  const days: Days = { from: input.from, to: input.to };
  return sql()`
    with ${perVideo(scope, days)}, ${ranks(days, today)}
    select ${videoColumns()}, r.rank, b.rank as rank_before, count(*) over ()::int as total
    from ${videoTables()} join ranked r on r.video_id = v.id left join ranked_before b on b.video_id = v.id
    ${peopleJoin(input, days)}
    where ${filter(input)}
    order by ${order(input, days)}, r.rank`;
}

async function numbered(rows: readonly Listed[], input: Filter): Promise<PopularVideo[]> {
  const totals = await totalsOf(
    rows.map((row) => row.id),
    { from: input.from, to: input.to },
  );
  return rows.map((row) => ({
    ...summarize(row, totals.get(row.id) ?? noTotals),
    rank: row.rank,
    rank_change: row.rank_before === null ? null : row.rank_before - row.rank,
  }));
}

/** A page past the end still says how many there are. */
async function countListed(scope: Scope, input: Filter): Promise<number> {
  const rows = await sql()<{ total: number }[]>`
    with ${perVideo(scope, { from: input.from, to: input.to })}
    select count(*)::int as total from ${videoTables()} join t r on r.video_id = v.id where ${filter(input)}`;
  return rows[0]?.total ?? 0;
}

function filter(input: Filter) {
  const course = input.course_id
    ? sql()`and (v.course_id::text = ${input.course_id} or c.external_id = ${input.course_id})`
    : sql()``;
  const words = input.q
    ? sql()`and (v.title ilike ${holds(input.q)} or c.title ilike ${holds(input.q)} or l.number = ${input.q})`
    : sql()``;
  const viewed = input.viewedOnly ? sql()`and r.views > 0` : sql()``;
  return sql()`true ${course} ${words} ${viewed}`;
}

/** One row a reached video: CTE `t` with its sums of these days. Of all time it also holds people and the last view. */
export function perVideo(scope: Scope, days: Days) {
  if (isAllTime(days))
    return sql()`
      t as (
        select v.id as video_id, coalesce(t.views, 0) as views, coalesce(t.watch_ms, 0) as watch_ms, coalesce(t.played, 0) as played,
          coalesce(t.covered_seconds, 0) as covered_seconds, coalesce(t.viewers, 0) as viewers, coalesce(t.completers, 0) as completers, t.last_view_at
        from videos v left join video_totals t on t.video_id = v.id where ${reachableVideos(scope)}
      )`;
  return sql()`
    t as (
      select v.id as video_id, coalesce(sum(d.views), 0)::int as views, coalesce(sum(d.watch_ms), 0)::bigint as watch_ms,
        coalesce(sum(d.played), 0)::int as played, coalesce(sum(d.covered_seconds), 0)::bigint as covered_seconds
      from videos v left join video_daily d on d.video_id = v.id and ${within(days)} where ${reachableVideos(scope)} group by v.id
    )`;
}

/** People and the last view of these days, which only the playbacks know: the CTE `p`, of the videos in `t`. */
export const peoplePerVideo = (days: Days) => sql()`
  p as (
    select w.video_id, count(*)::int as viewers, max(w.last_view_at) as last_view_at, count(*) filter (where (
        select coalesce(sum(upper(r) - lower(r)), 0) from unnest(w.watched * int4multirange(int4range(0, ${lengthOf()}))) r
      ) * 100 >= s.completion_threshold * ${lengthOf()})::int as completers
    from (
      select video_id, coalesce(viewer_id, playback_id::text) as viewer, range_agg(watched) as watched, max(viewed_at) as last_view_at
      from playbacks where video_id in (select video_id from t) and rolled_up and not preview and ${within(days)} group by 1, 2
    ) w join videos v on v.id = w.video_id join schools s on s.id = v.school_id
    group by w.video_id
  )`;

const needsPeople = new Set<VideoListQuery["sort"]>(["viewers", "completion", "recent"]);

/** Only some orders need the people of a range of days; the others read sums alone. */
function peopleJoin(input: Filter, days: Days) {
  if (isAllTime(days)) return sql()`left join t p on p.video_id = v.id`;
  if (!needsPeople.has(input.sort)) return sql()``;
  return sql()`left join (with ${peoplePerVideo(days)} select * from p) p on p.video_id = v.id`;
}

function order(input: Filter, days: Days) {
  const by = {
    views: of`r.views`,
    viewers: of`coalesce(p.viewers, 0)`,
    watch_time: of`r.watch_ms`,
    watched: of`r.covered_seconds::float8 / nullif(r.played, 0) / ${lengthInSeconds(alias(videos, "v").duration_ms)}`,
    completion: of`p.completers::float8 / nullif(p.viewers, 0)`,
    recent: of`p.last_view_at`,
    title: of`lower(v.title)`,
  };
  const then = isAllTime(days) ? sql()`r.watch_ms desc` : sql()`r.views desc`;
  return sql()`${raw(listOrder(input, by, ["title"]))}, ${then}`;
}

/** Ranks by views among all reached videos: `ranked`, and `ranked_before` of the period of the same length before (viewed ones only). */
function ranks(days: Days, today: Day) {
  const byViews = sql()`row_number() over (order by views desc, watch_ms desc, video_id)::int as rank`;
  const before = periodBefore(days, today);
  return sql()`
    ranked as (select *, ${byViews} from t),
    ranked_before as (
      select video_id, ${byViews} from (
        select d.video_id, sum(d.views) as views, sum(d.watch_ms) as watch_ms from t join video_daily d on d.video_id = t.video_id
        where ${before ? within(before) : sql()`false`} group by d.video_id having sum(d.views) > 0
      ) b
    )`;
}

/** The period of the same length that ends the day before; null when this one has no beginning. */
function periodBefore(days: Days, today: Day): Required<Days> | null {
  if (!days.from) return null;
  const to = days.to ?? (today > days.from ? today : days.from);
  const length = daysInclusive(days.from, to);
  return { from: plusDays(days.from, -length), to: plusDays(days.from, -1) };
}
