import "server-only";
import { and, asc, eq, sql } from "drizzle-orm";
import type { Scope } from "@/lib/auth/scope";
import { byName } from "@/lib/db/names";
import { lessons } from "@/lib/db/tables/courses";
import { videos } from "@/lib/db/tables/videos";
import { courseExtremes, noTotals, summarize } from "../numbers";
import type { CourseVideosAnswer } from "../schema";
import { listsVideos, selectVideos } from "./reach";
import { type Days, totalsOf } from "./totals";

/** The most videos of a course in one answer, which also has the total. */
const courseVideosMax = 500;

/** The videos of one course in its order, with their numbers; none for a course outside the scope. */
export async function courseVideos(
  scope: Scope,
  course: { id: string },
  days: Days = {},
): Promise<CourseVideosAnswer> {
  const rows = await selectVideos({ total: sql<number>`count(*) over ()::int` })
    .where(and(eq(videos.course_id, course.id), listsVideos(scope)))
    .orderBy(asc(lessons.position), asc(videos.published_at), byName(videos.title), videos.id)
    .limit(courseVideosMax);
  const totals = await totalsOf(
    rows.map((row) => row.id),
    days,
  );
  const items = rows.map((row) => summarize(row, totals.get(row.id) ?? noTotals));
  return {
    success: true,
    overview: {
      course_id: course.id,
      total_videos: rows[0]?.total ?? 0,
      total_views: items.reduce((sum, video) => sum + video.total_views, 0),
      ...courseExtremes(items),
    },
    videos: items,
  };
}
