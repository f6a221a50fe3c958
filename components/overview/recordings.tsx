"use client";

import Link from "next/link";
import { ChartFrame } from "@/components/charts/chart-frame";
import { CursorProvider } from "@/components/charts/cursor";
import { lazyChart } from "@/components/charts/lazy-chart";
import { LinkButton } from "@/components/ui/link-button";
import { mediaTime, percent, plural } from "@/lib/platform/format";

type RecordingWithDropOff = {
  id: string;
  title: string;
  seconds: number;
  views: number;
  /** Share of views at equal steps, 0–100. */
  curve: number[];
  /** Its largest fall, as steps of the curve. */
  fall: { from: number; to: number; lost_percent: number };
};

const SharePanel = lazyChart(() => import("@/components/charts/share-panel"), {
  height: 92,
  label: "Loading the curve",
});

/** Videos that lose people at one place: small multiples on equal axes. */
export function RecordingsWithDropOffs({ videos }: { videos: RecordingWithDropOff[] }) {
  return (
    <ChartFrame
      title={`${plural(videos.length, "recording loses", "recordings lose")} people at one place`}
      sub="Share of views that reach each part, 0 to 100 %, each over its own length, all time. Shaded: where more than a fifth leave within a twentieth of the video."
      tools={
        <LinkButton look="tool" href="/videos">
          All videos
        </LinkButton>
      }
      rows={{
        head: ["Video", "Length", "Views", "From", "To", "Of those there leave"],
        rows: videos.map((video) => [
          video.title,
          mediaTime(video.seconds),
          video.views,
          at(video, partOf(video, video.fall.from)),
          at(video, partOf(video, video.fall.to)),
          percent(video.fall.lost_percent, 0),
        ]),
      }}
      fileName="Recordings that lose people"
    >
      <ul className="grid grid-cols-4 gap-8 max-[1100px]:grid-cols-2 max-[560px]:grid-cols-1">
        {videos.map((video) => (
          <Recording key={video.id} video={video} />
        ))}
      </ul>
    </ChartFrame>
  );
}

function Recording({ video }: { video: RecordingWithDropOff }) {
  const [from, to] = [partOf(video, video.fall.from), partOf(video, video.fall.to)];
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
      {/* Each has its own length: what is pointed at in one says nothing of another. */}
      <CursorProvider>
        <SharePanel
          label={`Share of ${plural(video.views, "view")} that reach each second of ${video.title}`}
          shares={video.curve}
          losses={[{ from, to }]}
          momentText={(moment) => at(video, moment)}
        />
      </CursorProvider>
      <p className="mt-1.5">
        <b className="font-semibold text-loss-line tabular-nums">
          {at(video, from)} to {at(video, to)}
        </b>{" "}
        {percent(video.fall.lost_percent, 0)} of those there leave
      </p>
    </li>
  );
}

/** A step of a video's curve as a part of the whole, and a part as the time there. */
const partOf = ({ curve }: RecordingWithDropOff, step: number) => step / Math.max(1, curve.length - 1);
const at = ({ seconds }: RecordingWithDropOff, part: number) => mediaTime(part * seconds);
