"use client";

import Link from "next/link";
import { ChartFrame } from "@/components/charts/chart-frame";
import { CursorProvider } from "@/components/charts/cursor";
import { lazyChart } from "@/components/charts/lazy-chart";
import { LinkButton } from "@/components/ui/link-button";
import { useLanguage } from "@/components/ui/use-language";
import { mediaTime } from "@/lib/language/numbers";

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
  const { t } = useLanguage();
  return (
    <ChartFrame
      title={t("overview.videos.title", { count: videos.length })}
      sub={t("overview.videos.sub")}
      tools={
        <LinkButton look="tool" href="/videos">
          {t("overview.videos.all")}
        </LinkButton>
      }
      rows={{
        head: [
          t("ui.video"),
          t("overview.videos.length"),
          t("ui.views"),
          t("overview.videos.from"),
          t("overview.videos.to"),
          t("overview.videos.stopped"),
          t("overview.videos.got_there"),
        ],
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
      fileName={t("overview.videos.file")}
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
  const { t } = useLanguage();
  const { from_second, to_second, lost, present } = video.fall;
  return (
    <li className="min-w-0 text-small" data-name={video.title}>
      <h3 className="truncate text-body font-semibold">
        <Link href={`/videos/${video.id}?t=${from_second}`} className="text-ink">
          {video.title}
        </Link>
      </h3>
      <p className="mb-2 text-ink-3 tabular-nums">
        {t("overview.videos.length_and_views", { length: mediaTime(video.seconds), views: video.views })}
      </p>
      {/* Lengths differ, so a position in one curve means nothing in another. */}
      <CursorProvider>
        <SharePanel
          label={t("overview.videos.label", { views: video.views, title: video.title })}
          shares={video.curve}
          losses={[{ from: from_second / video.seconds, to: to_second / video.seconds }]}
          momentText={(moment) => mediaTime(moment * video.seconds)}
        />
      </CursorProvider>
      <p className="mt-1.5">
        {t.rich("overview.videos.fall", {
          from: mediaTime(from_second),
          to: mediaTime(to_second),
          lost,
          present,
          b: (text) => <b className="font-semibold text-loss-line tabular-nums">{text}</b>,
        })}
      </p>
    </li>
  );
}
