import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { sql } from "@/lib/db/client";
import { courseExtremes, noTotals, summarize } from "../numbers";
import type { CourseVideosAnswer } from "../schema";
import { reachableVideos, type Video, videoColumns, videoTables } from "./reach";
import { type Days, totalsOf } from "./totals";

/** Nobody takes a course of more videos; the answer says how many there are. */
const courseVideosMax = 500;

/** The videos of one course in its order, with their numbers. The course's id must be one the scope reaches: others have no videos. */
export async function courseVideos(
  scope: Scope,
  courseId: string,
  days: Days = {},
): Promise<CourseVideosAnswer> {
  const rows = await sql()<(Video & { total: number })[]>`
    select ${videoColumns()}, count(*) over ()::int as total from ${videoTables()}
    where v.course_id = ${courseId} and ${reachableVideos(scope)}
    order by l.position nulls last, v.published_at nulls last, v.title, v.id limit ${courseVideosMax}`;
  const totals = await totalsOf(
    rows.map((row) => row.id),
    days,
  );
  const videos = rows.map((row) => summarize(row, totals.get(row.id) ?? noTotals));
  return {
    success: true,
    overview: {
      course_id: courseId,
      total_videos: rows[0]?.total ?? 0,
      total_views: videos.reduce((sum, video) => sum + video.total_views, 0),
      ...courseExtremes(videos),
    },
    videos,
  };
}
