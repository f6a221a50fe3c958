import "server-only";
import type { DaysQuery } from "@/lib/domain/videos/filters";
import { type Findings, findings } from "@/lib/domain/videos/findings/video";
import type { Video } from "@/lib/domain/videos/queries/reach";
import { retentionAndTypical } from "@/lib/domain/videos/queries/retention";
import { totalsOfVideo } from "@/lib/domain/videos/queries/totals";
import { breakdowns, heatmap, summaryOf } from "@/lib/domain/videos/queries/video";
import type { Typical } from "@/lib/domain/videos/retention";
import type { HeatmapAnswer, RetentionAnswer, VideoAnswer, VideoSummary } from "@/lib/domain/videos/schema";

export type VideoNumbers = {
  summary: VideoSummary;
  retention: RetentionAnswer;
  typical: Typical | null;
  breakdowns: Omit<VideoAnswer, "success" | "video">;
  /** Of all time; null when only some days are counted, for which it is not kept. */
  heatmap: HeatmapAnswer | null;
  findings: Findings;
};

/** Everything that the page says of one video over these days, read together. */
export async function videoNumbers(video: Video, days: DaysQuery): Promise<VideoNumbers> {
  const allTime = !days.from && !days.to;
  const totals = totalsOfVideo(video, days);
  const [summary, { retention, typical }, parts, segments] = await Promise.all([
    summaryOf(video, days, totals),
    retentionAndTypical(video, days, totals),
    breakdowns(video, days),
    allTime ? heatmap(video) : null,
  ]);
  return {
    summary,
    retention,
    typical,
    breakdowns: parts,
    heatmap: segments,
    findings: findings({
      video: summary,
      retention,
      typical,
      breakdowns: parts,
      heatmap: segments ?? { segments: [] },
    }),
  };
}
