"use client";

import Link from "next/link";
import { ChartFrame } from "@/components/charts/chart-frame";
import { CursorProvider } from "@/components/charts/cursor";
import { lazyChart } from "@/components/charts/lazy-chart";
import { LinkButton } from "@/components/ui/link-button";
import { count, mediaTime, plural } from "@/lib/platform/format";

type VideoWithDropOff = {
  id: string;
  title: string;
  seconds: number;
  views: number;
  /** Share of views at equal steps, 0–100. */
  curve: number[];
  /** Where the most of its views stop. */
  fall: { from_second: number; to_second: number; lost: number; present: number };
};

const SharePanel = lazyChart(() => import("@/components/charts/share-panel"), {
  height: 92,
  label: "charts.loading.curve",
});

/** Videos that many people leave at the same point: small multiples on equal axes. */
export function VideosWithDropOffs({ videos }: { videos: VideoWithDropOff[] }) {
  return (
    <ChartFrame
      title={
        videos.length > 1
          ? "Videos in which the most views stop at one place"
          : "A video in which many views stop at one place"
      }
      sub="Share of views that reach each part, 0 to 100 %, from start to end of each video, all time. Shaded: more than 20 % of the views that got there stop within 5 % of the video."
      tools={
        <LinkButton look="tool" href="/videos">
          All videos
        </LinkButton>
      }
      rows={{
        head: ["Video", "Length", "Views", "From", "To", "Stopped", "Got there"],
        rows: videos.map((video) => [
          video.title,
          mediaTime(video.seconds),
          video.views,
          mediaTime(video.fall.from_second),
          mediaTime(video.fall.to_second),
          video.fall.lost,
          video.fall.present,
        ]),
      }}
      fileName="Videos that lose people"
    >
      <ul className="grid grid-cols-4 gap-8 max-rail:grid-cols-2 max-columns:grid-cols-1">
        {videos.map((video) => (
          <Video key={video.id} video={video} />
        ))}
      </ul>
    </ChartFrame>
  );
}

function Video({ video }: { video: VideoWithDropOff }) {
  const { from_second, to_second, lost, present } = video.fall;
  return (
    <li className="min-w-0 text-small" data-name={video.title}>
      <h3 className="truncate text-body font-semibold">
        <Link href={`/videos/${video.id}`} className="text-ink">
          {video.title}
        </Link>
      </h3>
      <p className="mb-2 text-ink-3 tabular-nums">
        {mediaTime(video.seconds)}, {plural(video.views, "view")}
      </p>
      {/* Lengths differ, so a position in one curve means nothing in another. */}
      <CursorProvider>
        <SharePanel
          label={`Share of ${plural(video.views, "view")} that reach each second of ${video.title}`}
          shares={video.curve}
          losses={[{ from: from_second / video.seconds, to: to_second / video.seconds }]}
          momentText={(moment) => mediaTime(moment * video.seconds)}
        />
      </CursorProvider>
      <p className="mt-1.5">
        <b className="font-semibold text-loss-line tabular-nums">
          {mediaTime(from_second)} to {mediaTime(to_second)}
        </b>{" "}
        {count(lost)} of the {count(present)} views that got there stop
      </p>
    </li>
  );
}
