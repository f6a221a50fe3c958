import "server-only";
import { and, between, desc, eq, gt, sql } from "drizzle-orm";
import { ownSchool } from "@/lib/auth/school";
import type { Scope } from "@/lib/auth/scope";
import { dbPlanning } from "@/lib/db/client";
import { byName } from "@/lib/db/names";
import { courses } from "@/lib/db/tables/courses";
import { videoDaily, videos } from "@/lib/db/tables/videos";
import { oneDecimal, share } from "@/lib/measure/rounding";
import { dayOf, plusDays } from "@/lib/platform/time";
import type { ContentQuery, ContentTrends } from "../content-trends";
import { listsVideos } from "./reach";

const sumOf = (column: (typeof videoDaily)["views" | "watch_ms" | "completed"]) =>
  sql<number>`sum(${column})`.mapWith(Number);
const sums = {
  views: sumOf(videoDaily.views),
  watch_ms: sumOf(videoDaily.watch_ms),
  completed: sumOf(videoDaily.completed),
};
type Sums = { views: number; watch_ms: number; completed: number };
/** Over the groups of a statement, before its limit. */
const placed = {
  rank: sql<number>`(rank() over (order by ${sums.views} desc))::int`,
  total: sql<number>`(count(*) over ())::int`,
};

/** What was watched on each of the last days of the videos that a scope reaches, from the sums by day. */
export async function contentTrends(
  scope: Scope,
  { days, limit }: ContentQuery,
  now: Date,
): Promise<ContentTrends> {
  const { time_zone } = await ownSchool(scope);
  const to = dayOf(now, time_zone);
  const from = plusDays(to, 1 - days);
  const watched = and(listsVideos(scope), between(videoDaily.day, from, to), gt(videoDaily.views, 0));
  const ofVideo = eq(videoDaily.video_id, videos.id);
  const ofCourse = eq(courses.id, videos.course_id);
  const [ofVideos, ofCourses, ofDays] = await Promise.all([
    dbPlanning()
      .select({
        ...{ video_id: videos.id, title: videos.title },
        ...{ course_id: courses.id, course_title: courses.title, ...sums, ...placed },
      })
      .from(videos)
      .innerJoin(videoDaily, ofVideo)
      .innerJoin(courses, ofCourse)
      .where(watched)
      .groupBy(videos.id, courses.id)
      .orderBy(desc(sums.views), desc(sums.watch_ms), byName(videos.title), videos.id)
      .limit(limit),
    dbPlanning()
      .select({
        ...{ course_id: courses.id, title: courses.title, ...sums, ...placed },
        viewed_videos: sql<number>`count(distinct ${videos.id})::int`,
      })
      .from(videos)
      .innerJoin(videoDaily, ofVideo)
      .innerJoin(courses, ofCourse)
      .where(watched)
      .groupBy(courses.id)
      .orderBy(desc(sums.views), desc(sums.watch_ms), byName(courses.title), courses.id)
      .limit(limit),
    dbPlanning()
      .select({ day: videoDaily.day, ...sums })
      .from(videos)
      .innerJoin(videoDaily, ofVideo)
      .where(watched)
      .groupBy(videoDaily.day),
  ]);
  const onDay = new Map(ofDays.map((row) => [row.day, row]));
  return {
    ...{ from, to, time_zone },
    most_viewed: ofVideos.map(({ total: _, ...row }) => withShare(row)),
    viewed_videos: ofVideos[0]?.total ?? 0,
    completion_by_course: ofCourses.map(({ total: _, ...row }) => withShare(row)),
    viewed_courses: ofCourses[0]?.total ?? 0,
    daily: Array.from({ length: days }, (_, index) => {
      const day = plusDays(from, index);
      return { day, ...inSeconds(onDay.get(day) ?? { views: 0, watch_ms: 0, completed: 0 }) };
    }),
  };
}

const inSeconds = ({ views, watch_ms, completed }: Sums) => ({
  views,
  watch_time_seconds: oneDecimal(watch_ms / 1000),
  completed_views: completed,
});

function withShare<Row extends Sums>({ views, watch_ms, completed, ...row }: Row) {
  return {
    ...row,
    ...inSeconds({ views, watch_ms, completed }),
    completed_views_percentage: share(completed, views),
  };
}
