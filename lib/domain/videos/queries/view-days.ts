import "server-only";
import { and, eq, not, sql } from "drizzle-orm";
import { type Learner, reachesVideos } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { playbacks, videos } from "@/lib/db/tables/videos";

/* On which days somebody watched: the views that `video_daily` counts, each on the school's day of its first beacon, read by the index of viewers. */

const { day, viewer_id, rolled_up, preview, proof, media_ms, reported_ms } = playbacks;

/** As `watchMs` has it. */
const watched = sql`case when ${proof} in ('positions', 'ranges') then ${media_ms} else greatest(${media_ms}, ${reported_ms}) end`;

/** A learner's views by day; of somebody else's, those of videos that the scope reaches. */
export const viewDays = (scope: Scope, learner: Learner = scope) =>
  db()
    .select({
      day,
      video_views: sql<number>`count(*)::int`,
      watch_ms: sql<number>`sum(${watched})`.mapWith(Number),
    })
    .from(playbacks)
    .innerJoin(videos, eq(videos.id, playbacks.video_id))
    .where(
      and(
        ...[eq(viewer_id, `u:${learner.user_id}`), rolled_up, not(preview)],
        learner.user_id === scope.user_id ? undefined : reachesVideos(scope, videos),
      ),
    )
    .groupBy(day);
