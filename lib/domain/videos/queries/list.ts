import "server-only";
import { and, desc, eq, gt, ilike, inArray, or, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { takesCourse } from "@/lib/auth/reach";
import { ownSchool } from "@/lib/auth/school";
import { isStaff, type Scope } from "@/lib/auth/scope";
import { batches } from "@/lib/db/batches";
import { db } from "@/lib/db/client";
import { lengthInSeconds } from "@/lib/db/completion";
import { byName } from "@/lib/db/names";
import { beginsWith, contains } from "@/lib/db/patterns";
import { courses, lessons } from "@/lib/db/tables/courses";
import { videoDaily, videos } from "@/lib/db/tables/videos";
import { listOrder } from "@/lib/http/list";
import { type Day, dayOf, daysInclusive, plusDays } from "@/lib/platform/time";
import type { VideoListQuery } from "../filters";
import { noTotals, summarize } from "../numbers";
import type { PopularVideo } from "../schema";
import { peoplePerVideo, sumsPerVideo } from "./per-video";
import { isShownToStudents, listsVideos, selectVideos } from "./reach";
import { type Days, isAllTime, totalsOf, within } from "./totals";

/** Options beyond the query string: "popular" leaves out videos without views. */
type Filter = Omit<VideoListQuery, "limit" | "offset"> & { viewedOnly?: boolean };

/** The size of a batch: bounds an export's memory. */
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
  const rows = await select(scope, input, await todayOf(scope, now))
    .limit(input.limit)
    .offset(input.offset);
  return {
    items: await numbered(rows, input),
    total: rows[0]?.total ?? (input.offset > 0 ? await countListed(scope, input) : 0),
  };
}

/** All of them, batch by batch, in the order of the list. */
export async function* videosInBatches(
  scope: Scope,
  input: Filter,
  now: Date,
): AsyncGenerator<PopularVideo[]> {
  const query = select(scope, input, await todayOf(scope, now));
  for await (const rows of batches(query, "id", exportBatch)) yield await numbered(rows, input);
}

/** The ids of all the videos a scope reaches. */
export async function reachedVideoIds(scope: Scope): Promise<string[]> {
  const rows = await db().select({ id: videos.id }).from(videos).where(listsVideos(scope)).orderBy(videos.id);
  return rows.map((row) => row.id);
}

/**
 * The videos whose title contains these words, those that begin with them first; `total` counts all of them. Staff find those whose
 * numbers they may read, a student the finished ones of their courses.
 */
export async function findVideos(scope: Scope, words: string, limit: number) {
  const rows = await db()
    .select({
      id: videos.id,
      title: videos.title,
      course_title: courses.title,
      lesson_number: lessons.number,
      page_url: videos.page_url,
      total: sql<number>`count(*) over ()::int`,
    })
    .from(videos)
    .innerJoin(courses, eq(courses.id, videos.course_id))
    .leftJoin(lessons, eq(lessons.id, videos.lesson_id))
    .where(
      and(
        isStaff(scope) ? listsVideos(scope) : and(takesCourse(scope, videos.course_id), isShownToStudents),
        ilike(videos.title, contains(words)),
      ),
    )
    .orderBy(desc(ilike(videos.title, beginsWith(words))), byName(videos.title), videos.id)
    .limit(limit);
  return { items: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 };
}

/** A statement of the list: its ranks, and where an order needs them the people of these days. */
function select(scope: Scope, input: Filter, today: Day) {
  const days: Days = input;
  const archived = input.archived !== undefined;
  const sums = sumsPerVideo(scope, days, archived);
  const sumsWithRank = db()
    .select({
      video_id: sums.video_id,
      views: sums.views,
      watch_ms: sums.watch_ms,
      played: sums.played,
      covered_ms: sums.covered_ms,
      half: sums.half,
      rank: rankBy(sums.views, sums.watch_ms, sums.video_id).as("rank"),
    })
    .from(sums);
  const ranked = db().$with("ranked").as(sumsWithRank);
  const before = rankedBefore(sums, days, today);
  const { ctes, people } = peoplePerVideo(scope, days, archived);
  const query = selectVideos(
    {
      rank: ranked.rank,
      rank_before: sql<number | null>`${before.rank_before}`,
      total: sql<number>`count(*) over ()::int`,
    },
    db().with(sums, ranked, before, ...ctes),
  )
    .innerJoin(ranked, eq(ranked.video_id, videos.id))
    .leftJoin(before, eq(before.video_id, videos.id))
    .where(matching(input, ranked.views))
    .orderBy(
      listOrder(
        input,
        {
          views: ranked.views,
          viewers: sql`coalesce(${people.viewers}, 0)`,
          watch_time: ranked.watch_ms,
          watched: sql`${ranked.covered_ms}::float8 / nullif(${ranked.played}, 0) / ${lengthInSeconds(videos.duration_ms)}`,
          completion: sql`${people.completers}::float8 / nullif(${people.viewers}, 0)`,
          drop_off: sql`1 - ${ranked.half}::float8 / nullif(${ranked.views}, 0)`,
          recent: people.last_view_at,
          title: byName(videos.title),
        },
        ["title"],
      ),
      desc(isAllTime(days) ? ranked.watch_ms : ranked.views),
      ranked.rank,
    )
    .$dynamic();
  return needsPeople.has(input.sort) ? query.leftJoin(people, eq(people.video_id, videos.id)) : query;
}

const needsPeople = new Set<VideoListQuery["sort"]>(["viewers", "completion", "recent"]);

type Listed = Awaited<ReturnType<typeof select>>[number];

async function numbered(rows: readonly Listed[], input: Filter): Promise<PopularVideo[]> {
  const totals = await totalsOf(
    rows.map((row) => row.id),
    input,
  );
  return rows.map((row) => ({
    ...summarize(row, totals.get(row.id) ?? noTotals),
    rank: row.rank,
    rank_change: row.rank_before === null ? null : row.rank_before - row.rank,
  }));
}

/** The total, also for a page past the end. */
async function countListed(scope: Scope, input: Filter): Promise<number> {
  const sums = sumsPerVideo(scope, input, input.archived !== undefined);
  const rows = await selectVideos({ total: sql<number>`count(*) over ()::int` }, db().with(sums))
    .innerJoin(sums, eq(sums.video_id, videos.id))
    .where(matching(input, sums.views))
    .limit(1);
  return rows[0]?.total ?? 0;
}

function matching({ course_id, q, viewedOnly }: Filter, views: SQLWrapper): SQL | undefined {
  const ofCourses = course_id?.split(",").filter(Boolean) ?? [];
  return and(
    ofCourses.length > 0
      ? or(inArray(sql`${videos.course_id}::text`, ofCourses), inArray(courses.external_id, ofCourses))
      : undefined,
    q
      ? or(ilike(videos.title, contains(q)), ilike(courses.title, contains(q)), eq(lessons.number, q))
      : undefined,
    viewedOnly ? gt(views, 0) : undefined,
  );
}

/** The place by views, from 1. */
const rankBy = (views: SQLWrapper, watchMs: SQLWrapper, videoId: SQLWrapper): SQL<number> =>
  sql<number>`row_number() over (order by ${views} desc, ${watchMs} desc, ${videoId})::int`;

/** The ranks of the period of the same length before, among the videos that were viewed then. */
function rankedBefore(sums: ReturnType<typeof sumsPerVideo>, days: Days, today: Day) {
  const period = periodBefore(days, today);
  const viewed = db()
    .select({
      video_id: videoDaily.video_id,
      views: sql<number>`sum(${videoDaily.views})`.as("views_before"),
      watch_ms: sql<number>`sum(${videoDaily.watch_ms})`.as("watch_ms_before"),
    })
    .from(sums)
    .innerJoin(videoDaily, eq(videoDaily.video_id, sums.video_id))
    .where(period ? within(period, videoDaily.day) : sql`false`)
    .groupBy(videoDaily.video_id)
    .having(sql`sum(${videoDaily.views}) > 0`)
    .as("viewed");
  const ranks = db()
    .select({
      video_id: viewed.video_id,
      rank_before: rankBy(viewed.views, viewed.watch_ms, viewed.video_id).as("rank_before"),
    })
    .from(viewed);
  return db().$with("ranked_before").as(ranks);
}

/** The period of the same length that ends the day before; null when this one has no beginning. */
function periodBefore(days: Days, today: Day): Required<Days> | null {
  if (!days.from) return null;
  const to = days.to ?? (today > days.from ? today : days.from);
  const length = daysInclusive(days.from, to);
  return { from: plusDays(days.from, -length), to: plusDays(days.from, -1) };
}

const todayOf = async (scope: Scope, now: Date): Promise<Day> =>
  dayOf(now, (await ownSchool(scope)).time_zone);
