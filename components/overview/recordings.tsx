import Link from "next/link";
import { linePath } from "@/components/charts/spark-path";
import { count, mediaTime, percent, plural } from "@/lib/platform/format";

export type LosingRecording = {
  id: string;
  title: string;
  seconds: number;
  views: number;
  /** Share of views at equal steps, 0–100. */
  curve: number[];
  /** Its largest fall, as steps of the curve. */
  fall: { from: number; to: number; lost_percent: number };
};

const size = { width: 264, height: 92 };

/** Videos that lose people at one place: small multiples on equal axes. */
export function LosingRecordings({ videos }: { videos: LosingRecording[] }) {
  return (
    <ul className="grid grid-cols-4 gap-8 max-[1100px]:grid-cols-2 max-[560px]:grid-cols-1">
      {videos.map((video) => {
        const steps = Math.max(1, video.curve.length - 1);
        const x = (step: number) => (step / steps) * size.width;
        const line = linePath(video.curve, 100, size.width, size.height);
        const at = (step: number) => mediaTime((step / steps) * video.seconds);
        return (
          <li key={video.id} className="min-w-0 text-small">
            <h3 className="truncate text-body font-semibold">
              <Link href={`/videos/${video.id}`} className="text-ink">
                {video.title}
              </Link>
            </h3>
            <p className="mb-2 text-ink-3 tabular-nums">
              {mediaTime(video.seconds)}, {plural(video.views, "view")}
            </p>
            <svg
              viewBox={`0 0 ${size.width} ${size.height}`}
              preserveAspectRatio="none"
              className="block h-[92px] w-full"
              role="img"
              aria-label={`Share of ${count(video.views)} views that reach each second of ${video.title}`}
            >
              <path className="area" d={`${line}V${size.height}H0Z`} />
              <rect
                className="loss-area"
                x={x(video.fall.from)}
                width={Math.max(2, x(video.fall.to) - x(video.fall.from))}
                height={size.height}
                style={{ fill: "color-mix(in oklab, var(--loss-line) 30%, transparent)" }}
              />
              <path
                className="curve"
                d={line}
                vectorEffect="non-scaling-stroke"
                style={{ strokeWidth: 1.25 }}
              />
            </svg>
            <p className="mt-1.5">
              <b className="font-semibold text-loss-line tabular-nums">
                {at(video.fall.from)} to {at(video.fall.to)}
              </b>{" "}
              {percent(video.fall.lost_percent, 0)} of those there leave
            </p>
          </li>
        );
      })}
    </ul>
  );
}
