import "server-only";
import { and, desc, eq, not, sql } from "drizzle-orm";
import { type Learner, reachesVideos } from "@/lib/auth/reach";
import type { Scope } from "@/lib/auth/scope";
import { db } from "@/lib/db/client";
import { watchedMs } from "@/lib/db/completion";
import { playbacks, videos } from "@/lib/db/tables/videos";

/* On which days somebody watched: the views that `video_daily` counts, each on the school's day of its first beacon, read by the index of viewers. */

const { day, viewer_id, rolled_up, preview } = playbacks;

const watched = watchedMs(playbacks);

const theirViews = (scope: Scope, learner: Learner) =>
  and(
    ...[eq(viewer_id, `u:${learner.user_id}`), rolled_up, not(preview)],
    learner.user_id === scope.user_id ? undefined : reachesVideos(scope, videos),
  );

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
    .where(theirViews(scope, learner))
    .groupBy(day);

/** A learner's latest views, with the video and what was watched; of somebody else's, those of videos that the scope reaches. */
export const latestViews = (scope: Scope, limit: number, learner: Learner = scope) =>
  db()
    .select({
      playback_id: playbacks.playback_id,
      /** What replaced a file is the same video. */
      video_id: sql<string>`coalesce(${videos.version_of}, ${videos.id})`,
      title: videos.title,
      at: playbacks.first_heard_at,
      watch_ms: sql<number>`${watched}`.mapWith(Number),
    })
    .from(playbacks)
    .innerJoin(videos, eq(videos.id, playbacks.video_id))
    .where(theirViews(scope, learner))
    .orderBy(desc(playbacks.first_heard_at), playbacks.playback_id)
    .limit(limit);
