import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { ownSchool } from "@/lib/auth/school";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { byName } from "@/lib/db/names";
import { courses } from "@/lib/db/tables/courses";
import { videos, videoTotals } from "@/lib/db/tables/videos";
import {
  eachWatchedDay,
  noDays,
  nothingWatched,
  type VideoDays,
  videoDays,
  videoVersion,
  type WatchedDay,
} from "@/lib/db/video-days";
import { dayNumber } from "@/lib/measure/day-set";
import { getOrInsert } from "@/lib/measure/get-or-insert";
import { oneDecimal, share } from "@/lib/measure/rounding";
import { dayOf, plusDays } from "@/lib/platform/time";
import type { ContentQuery, ContentTrends } from "../content-trends";
import { daysWatchedBy } from "./days-watched-by";
import { listsVideos } from "./reach";

/**
 * What was watched on each of the last days of the videos that a scope reaches, or of a course's, from the sums by day; by a class alone from its
 * people's playbacks of the course.
 */
export async function contentTrends(
  scope: Scope,
  { days, limit }: Pick<ContentQuery, "days" | "limit">,
  now: Date,
  narrowing: { course_id: string; class_people: readonly string[] | null } | null = null,
): Promise<ContentTrends> {
  const { time_zone } = await ownSchool(scope);
  const to = dayOf(now, time_zone);
  const from = plusDays(to, 1 - days);
  const listed = await listedVideos(scope, narrowing?.course_id ?? null);
  const watched = narrowing?.class_people
    ? await daysWatchedBy(narrowing.class_people, listed, { from, to })
    : await videoDays(new Map(listed.map(({ video_id, version }) => [video_id, version])));
  const time = { first: dayNumber(from), last: dayNumber(to) };
  const byDay = Array.from({ length: days }, () => ({ ...nothingWatched }));
  const ofVideos = listed
    .map(({ version: _, ...video }) => ({
      ...video,
      ...sumOf(watched.get(video.video_id) ?? noDays, time, byDay),
    }))
    .filter(({ views }) => views > 0);
  const byCourse = new Map<string, (typeof ofVideos)[number] & { viewed_videos: number }>();
  for (const video of ofVideos) {
    const course = getOrInsert(byCourse, video.course_id, () => ({
      ...{ ...video, ...nothingWatched, viewed_videos: 0 },
    }));
    addTo(course, video);
    course.viewed_videos++;
  }
  return {
    ...{ from, to, time_zone },
    most_viewed: ranked(ofVideos, ({ place }) => place, limit).map((row) => ({
      ...{ rank: row.rank, video_id: row.video_id, title: row.title },
      ...{ course_id: row.course_id, course_title: row.course_title, ...withShare(row) },
    })),
    viewed_videos: ofVideos.length,
    completion_by_course: ranked([...byCourse.values()], (row) => row.course_place, limit).map((row) => ({
      ...{ rank: row.rank, course_id: row.course_id, title: row.course_title },
      ...{ viewed_videos: row.viewed_videos, ...withShare(row) },
    })),
    viewed_courses: byCourse.size,
    daily: byDay.map((day, index) => ({ day: plusDays(from, index), ...inSeconds(day) })),
  };
}

/** The videos with their places by name among themselves and their courses', which decide between equal sums. */
async function listedVideos(scope: Scope, courseId: string | null) {
  const rows = await db()
    .select({
      ...{ video_id: videos.id, title: videos.title, version: videoVersion },
      ...{ course_id: courses.id, course_title: courses.title },
      course_place: sql<number>`(dense_rank() over (order by ${byName(courses.title)}, ${courses.id}))::int`,
    })
    .from(videos)
    .innerJoin(courses, eq(courses.id, videos.course_id))
    .leftJoin(videoTotals, eq(videoTotals.video_id, videos.id))
    .where(and(listsVideos(scope), courseId === null ? undefined : eq(courses.id, courseId)))
    .orderBy(byName(videos.title), videos.id);
  return rows.map((row, place) => ({ ...row, place }));
}

function addTo(sum: WatchedDay, { views, watch_ms, completed }: WatchedDay): void {
  sum.views += views;
  sum.watch_ms += watch_ms;
  sum.completed += completed;
}

/** The sum of a video's days in a time, which are added to those of all videos too. */
function sumOf(days: VideoDays, time: { first: number; last: number }, byDay: WatchedDay[]): WatchedDay {
  const sum = { ...nothingWatched };
  eachWatchedDay(days, time, (day, index) => {
    addTo(sum, day);
    addTo(byDay[index]!, day);
  });
  return sum;
}

/** The most viewed first, of as many views the longer watched, then by place; as many views share a rank. */
function ranked<Row extends WatchedDay>(rows: readonly Row[], placeOf: (row: Row) => number, limit: number) {
  const ordered = [...rows].sort(
    (a, b) => b.views - a.views || b.watch_ms - a.watch_ms || placeOf(a) - placeOf(b),
  );
  const ranks = new Map<number, number>();
  for (const [index, { views }] of ordered.entries()) getOrInsert(ranks, views, () => index + 1);
  return ordered.slice(0, limit).map((row) => ({ ...row, rank: ranks.get(row.views)! }));
}

const inSeconds = ({ views, watch_ms, completed }: WatchedDay) => ({
  views,
  watch_time_seconds: oneDecimal(watch_ms / 1000),
  completed_views: completed,
});

const withShare = (row: WatchedDay) => ({
  ...inSeconds(row),
  completed_views_percentage: share(row.completed, row.views),
});
