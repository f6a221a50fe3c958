import "server-only";
import { and, between, count, countDistinct, eq, inArray, isNull, like, or, type SQL } from "drizzle-orm";
import { reachesVideos } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { byName } from "@/lib/db/names";
import { courses } from "@/lib/db/tables/courses";
import { playbacks, videos } from "@/lib/db/tables/videos";
import type { TestData } from "../test-data";

/** The playbacks of one video, or of those that the scope reaches, which this filter means. */
export function isTestData(scope: Scope, { course_id, video_id, from, to, which, referrer }: TestData): SQL {
  const ids = db()
    .select({ id: videos.id })
    .from(videos)
    .where(
      and(
        reachesVideos(scope, videos),
        course_id ? eq(videos.course_id, course_id) : undefined,
        video_id ? eq(videos.id, video_id) : undefined,
      ),
    );
  return and(
    inArray(playbacks.video_id, ids),
    between(playbacks.day, from, to),
    which === "preview" ? eq(playbacks.preview, true) : undefined,
    which === "anonymous" ? or(isNull(playbacks.viewer_id), like(playbacks.viewer_id, "v:%")) : undefined,
    referrer ? eq(playbacks.referrer, referrer) : undefined,
  )!;
}

/** How much the filter means. */
export async function countTestData(scope: Scope, filter: TestData) {
  const [row] = await db()
    .select({ views: count(), videos: countDistinct(playbacks.video_id) })
    .from(playbacks)
    .where(isTestData(scope, filter));
  return row ?? { views: 0, videos: 0 };
}

/** The courses with videos that the scope reaches, for the choice. */
export const coursesWithViews = (scope: Scope) =>
  db()
    .select({ id: courses.id, title: courses.title })
    .from(courses)
    .where(
      inArray(
        courses.id,
        db().select({ course_id: videos.course_id }).from(videos).where(reachesVideos(scope, videos)),
      ),
    )
    .orderBy(byName(courses.title), courses.id)
    .limit(500);
