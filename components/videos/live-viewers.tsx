"use client";

import useSWR from "swr";
import { useLanguage } from "@/components/ui/use-language";
import type { LiveViewersAnswer } from "@/lib/domain/videos/schema";

/** How often the page asks, while it is open and visible (milliseconds). */
const everyMs = 15_000;

async function read(address: string): Promise<LiveViewersAnswer> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}

const clock = (instant: string, timeZone: string) =>
  new Date(instant).toLocaleTimeString("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });

/** How many people watch a live video on Cloudflare Stream now; nothing for a video that is not live there. */
export default function LiveViewers({ videoId, timeZone }: { videoId: string; timeZone: string }) {
  const { t } = useLanguage();
  const { data, error } = useSWR<LiveViewersAnswer, Error>(
    `/api/admin/analytics/videos/${videoId}/live-viewers`,
    read,
    { refreshInterval: everyMs, dedupingInterval: everyMs / 3 },
  );
  const text = error
    ? t("videos.delivered.live_away")
    : data?.unavailable_since
      ? t("videos.delivered.live_away_since", { time: clock(data.unavailable_since, timeZone) })
      : typeof data?.live_viewers === "number"
        ? t("videos.delivered.live_viewers", { viewers: data.live_viewers })
        : "";
  return (
    <p role="status" className="mr-2 text-small text-ink-2 tabular-nums">
      {text}
    </p>
  );
}
