import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { videoList } from "@/lib/domain/videos/queries/list";
import { sampledRetention } from "@/lib/domain/videos/queries/retention";
import { dropOffs, largestDrop } from "@/lib/measure/drop-offs";

/** A video as the overview sees it: the share of its views at equal steps, 0–100, of `views` that played. */
export type WatchedVideo = {
  id: string;
  title: string;
  seconds: number;
  views: number;
  curve: number[];
};

/** Videos that are searched for drop-offs: the most viewed. */
const videosSearched = 50;
/** A curve's points: every hundredth, as `dropOffs` needs them. */
const curvePoints = 101;
const recordingsShown = 4;

/** The most viewed videos of known length, with their curves. */
export async function watchedVideos(scope: Scope, now: Date): Promise<WatchedVideo[]> {
  const { items } = await videoList(
    scope,
    { sort: "views", limit: videosSearched, offset: 0, viewedOnly: true },
    now,
  );
  const curves = await sampledRetention(
    items.map(({ video_id }) => video_id),
    curvePoints,
  );
  return items.flatMap((video) =>
    video.duration_seconds === null
      ? []
      : [
          {
            id: video.video_id,
            title: video.title,
            seconds: video.duration_seconds,
            views: video.total_views,
            curve: curves.get(video.video_id) ?? [],
          },
        ],
  );
}

/** The videos that lose the most views at one point, with that point. */
export function recordingsWithDropOffs(videos: readonly WatchedVideo[]) {
  return videos
    .flatMap((video) => {
      const fall = largestDrop(dropOffs(video.curve));
      return fall ? [{ ...video, fall }] : [];
    })
    .sort((a, b) => b.fall.lost * b.views - a.fall.lost * a.views)
    .slice(0, recordingsShown);
}
