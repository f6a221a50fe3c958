import "server-only";
import type { Scope } from "@/lib/auth/scope";
import { dropOffsOf, type VideoDropOff } from "@/lib/domain/videos/drop-offs";
import { videoList } from "@/lib/domain/videos/queries/list";
import { sampledRetention } from "@/lib/domain/videos/queries/retention";
import { stopsOf } from "@/lib/domain/videos/queries/stops";
import { largestDrop } from "@/lib/measure/drop-offs";

/** A video as the overview sees it: the share of its views at equal steps, 0–100, of `views` that played. */
export type WatchedVideo = {
  id: string;
  title: string;
  seconds: number;
  views: number;
  curve: number[];
  /** Where its playbacks stopped for good. */
  drop_offs: VideoDropOff[];
};

/** Videos that are searched for drop-offs: the most viewed. */
const videosSearched = 50;
/** A curve's points: every hundredth. */
const curvePoints = 101;
const videosShown = 4;

/** The most viewed videos of known length, with their curves. */
export async function watchedVideos(scope: Scope, now: Date): Promise<WatchedVideo[]> {
  const { items } = await videoList(
    scope,
    { sort: "views", limit: videosSearched, offset: 0, viewedOnly: true },
    now,
  );
  const known = items.flatMap(({ video_id: id, duration_seconds: seconds }) =>
    seconds === null ? [] : [{ id, seconds }],
  );
  const [curves, stops] = await Promise.all([
    sampledRetention(
      known.map(({ id }) => id),
      curvePoints,
    ),
    stopsOf(known),
  ]);
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
            drop_offs: dropOffsOf(stops.get(video.video_id) ?? [], video.unique_viewers),
          },
        ],
  );
}

/** The videos at one place of which the most views stop, with that place. */
export function videosWithDropOffs(videos: readonly WatchedVideo[]) {
  return videos
    .flatMap((video) => {
      const fall = largestDrop(video.drop_offs);
      return fall ? [{ ...video, fall }] : [];
    })
    .sort((a, b) => b.fall.lost - a.fall.lost)
    .slice(0, videosShown);
}
